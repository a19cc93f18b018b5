// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// restart starts another emulator on a data folder.
func restart(t *testing.T, dir string) *emulator.Server {
	t.Helper()
	s, err := emulator.Start(emulator.Options{DataDir: dir, Seed: emulator.Seed{Events: 99}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestDataDir_EverythingSurvivesARestart(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	c := emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	c.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusOK, "")
	c.Server.RemoveSubscription(subB)
	refreshToken := c.Server.RefreshToken()
	events, ca, secret := c.Server.Events(), c.Server.CACertPEM(), c.Server.ClientSecret()
	if err := c.Server.Close(); err != nil {
		t.Fatal(err)
	}

	next := emulatortest.NewClient(t, restart(t, dir))
	if diff := cmp.Diff(events, next.Server.Events()); diff != "" {
		t.Errorf("events: %s", diff)
	}
	if !bytes.Equal(ca, next.Server.CACertPEM()) || secret != next.Server.ClientSecret() {
		t.Error("the CA or the client secret is another one")
	}
	next.SignIn(next.Redemption(refreshToken)).Expect(t, http.StatusOK, "")
	next.Token = c.Token
	next.List("?SubscriptionId="+subA).Expect(t, http.StatusOK, "")
	next.List("?SubscriptionId="+subB).Expect(t, http.StatusNotFound, "20003")
}

func TestDataDir_AWriteIsOnDiskBeforeItIsAnswered(t *testing.T) {
	t.Parallel()
	dir, copied := t.TempDir(), t.TempDir()
	c := emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	c.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusOK, "")
	refreshToken := c.Server.RefreshToken()
	// What a kill would leave at this moment.
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	next := emulatortest.NewClient(t, restart(t, copied))
	if e, _ := next.Server.Event(eventA1); e.EventStatus != "Resolved" {
		t.Errorf("the event is %s", e.EventStatus)
	}
	next.SignIn(next.Redemption(refreshToken)).Expect(t, http.StatusOK, "")
}

func TestDataDir_ATornWriteLeavesTheOldState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	if err := c.Server.Close(); err != nil {
		t.Fatal(err)
	}
	// A kill in the middle of a write leaves half a temporary file.
	if err := os.WriteFile(filepath.Join(dir, "events.json.tmp123"), []byte(`{"version":1,"eve`),
		0o600); err != nil {
		t.Fatal(err)
	}
	if n := len(restart(t, dir).Events()); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
}

func TestDataDir_FilesAreForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && entry.Name() != "lock" {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		if strings.Contains(entry.Name(), ".tmp") {
			t.Errorf("%s was left behind", entry.Name())
		}
	}
	if len(entries) != 6 {
		t.Errorf("%d files, want 6", len(entries))
	}
}

func TestDataDir_TwoEmulatorsCannotShareOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	if s, err := emulator.Start(emulator.Options{DataDir: dir}); err == nil ||
		!strings.Contains(err.Error(), "in use") {
		t.Errorf("server %v, error %v", s, err)
	}
}

func TestDataDir_DamagedStateIsAnErrorThatNamesTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "events.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := emulator.Start(emulator.Options{DataDir: dir}); err == nil ||
		!strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
}
