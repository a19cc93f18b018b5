// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// restart starts another emulator on a data folder.
func restart(t *testing.T, dir string) *emulator.Server {
	t.Helper()
	s := expect.Must(emulator.Start(emulator.Options{DataDir: dir, Seed: emulator.Seed{Events: 99}}))(
		t)
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
	expect.NoError(t, c.Server.Close())

	next := emulatortest.NewClient(t, restart(t, dir))
	expect.Equal(t, "events", events, next.Server.Events())
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
	// The state that a kill would leave now.
	expect.NoError(t, os.CopyFS(copied, os.DirFS(dir)))
	next := emulatortest.NewClient(t, restart(t, copied))
	next.ExpectEvent(eventA1, "Resolved Fraud")
	next.SignIn(next.Redemption(refreshToken)).Expect(t, http.StatusOK, "")
}

func TestDataDir_ATornWriteLeavesTheOldState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	expect.NoError(t, c.Server.Close())
	// A kill in the middle of a write leaves half a temporary file.
	expect.NoError(t, os.WriteFile(filepath.Join(dir, "events.json.tmp123"),
		[]byte(`{"version":1,"eve`),
		0o600))
	expect.Equal(t, "events", 3, len(restart(t, dir).Events()))
}

func TestDataDir_FilesAreForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	emulatortest.Start(t, func(o *emulator.Options) { o.DataDir = dir })
	entries := expect.Must(os.ReadDir(dir))(t)
	for _, entry := range entries {
		info := expect.Must(entry.Info())(t)
		others := info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" // which has no modes
		if others && entry.Name() != "lock" {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		if strings.Contains(entry.Name(), ".tmp") {
			t.Errorf("%s was left behind", entry.Name())
		}
	}
	if len(entries) < 6 {
		t.Errorf("%d files, which is too few to prove anything", len(entries))
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
	expect.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	if _, err := emulator.Start(emulator.Options{DataDir: dir}); err == nil ||
		!strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
}
