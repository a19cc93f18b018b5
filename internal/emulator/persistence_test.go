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
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
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
	c := start(t, func(o *emulator.Options) { o.DataDir = dir })
	c.resolve(subA, "Fraud", eventA1).expect(t, http.StatusOK, "")
	c.server.RemoveSubscription(subB)
	refreshToken := c.server.RefreshToken()
	events, ca, secret := c.server.Events(), c.server.CACertPEM(), c.server.ClientSecret()
	if err := c.server.Close(); err != nil {
		t.Fatal(err)
	}

	next := newClient(t, restart(t, dir))
	if diff := cmp.Diff(events, next.server.Events()); diff != "" {
		t.Errorf("events: %s", diff)
	}
	if !bytes.Equal(ca, next.server.CACertPEM()) || secret != next.server.ClientSecret() {
		t.Error("the CA or the client secret is another one")
	}
	next.signIn(next.redemption(refreshToken)).expect(t, http.StatusOK, "")
	next.token = c.token
	next.list("?SubscriptionId="+subA).expect(t, http.StatusOK, "")
	next.list("?SubscriptionId="+subB).expect(t, http.StatusNotFound, "20003")
}

func TestDataDir_AWriteIsOnDiskBeforeItIsAnswered(t *testing.T) {
	t.Parallel()
	dir, copied := t.TempDir(), t.TempDir()
	c := start(t, func(o *emulator.Options) { o.DataDir = dir })
	c.resolve(subA, "Fraud", eventA1).expect(t, http.StatusOK, "")
	refreshToken := c.server.RefreshToken()
	// What a kill would leave at this moment.
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	next := newClient(t, restart(t, copied))
	if e, _ := next.server.Event(eventA1); e.EventStatus != "Resolved" {
		t.Errorf("the event is %s", e.EventStatus)
	}
	next.signIn(next.redemption(refreshToken)).expect(t, http.StatusOK, "")
}

func TestDataDir_ATornWriteLeavesTheOldState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, func(o *emulator.Options) { o.DataDir = dir })
	if err := c.server.Close(); err != nil {
		t.Fatal(err)
	}
	// A kill in the middle of a write leaves half a temporary file.
	if err := os.WriteFile(filepath.Join(dir, "events.json.tmp123"), []byte(`{"version":1,"eve`), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := len(restart(t, dir).Events()); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
}

func TestDataDir_FilesAreForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start(t, func(o *emulator.Options) { o.DataDir = dir })
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
	start(t, func(o *emulator.Options) { o.DataDir = dir })
	if s, err := emulator.Start(emulator.Options{DataDir: dir}); err == nil || !strings.Contains(err.Error(), "in use") {
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
	if _, err := emulator.Start(emulator.Options{DataDir: dir}); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
}

func TestClose_RemovesTheTemporaryCABundle(t *testing.T) {
	t.Parallel()
	c := start(t)
	content, err := os.ReadFile(c.server.CABundlePath())
	if err != nil || !bytes.Equal(content, c.server.CACertPEM()) {
		t.Errorf("the bundle: %v", err)
	}
	if err := c.server.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.server.CABundlePath()); !os.IsNotExist(err) {
		t.Errorf("the bundle is still there: %v", err)
	}
}

func TestStart_RefusesAddressesOffLoopback(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.7:0", "example.com:443", "nonsense"} {
		if _, err := emulator.Start(emulator.Options{Addr: addr}); err == nil {
			t.Errorf("%s: no error", addr)
		}
		if _, err := emulator.Start(emulator.Options{APIAddr: addr}); err == nil {
			t.Errorf("API on %s: no error", addr)
		}
	}
}

func TestStart_ServesOnEveryLoopbackName(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"localhost:0", "127.0.0.1:0", "[::1]:0"} {
		s, err := emulator.Start(emulator.Options{Addr: addr})
		if err != nil {
			if strings.Contains(addr, "::1") {
				continue // a machine without IPv6
			}
			t.Fatal(err)
		}
		c := newClient(t, s)
		c.list("").expect(t, http.StatusOK, "")
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestPlainHTTP_ServesTheAPIAlone(t *testing.T) {
	t.Parallel()
	c := start(t, func(o *emulator.Options) { o.PlainHTTPAPI = true })
	if !strings.HasPrefix(c.server.BaseURL(), "http://127.0.0.1:") || c.server.BaseURL() == c.server.HTTPSBaseURL() {
		t.Errorf("base URL %s", c.server.BaseURL())
	}
	if n := len(c.list("").ids(t)); n != 3 {
		t.Errorf("%d events", n)
	}
	for _, path := range []string{"/_emulator/secrets", "/" + c.server.TenantID() + "/v2.0/.well-known/openid-configuration"} {
		c.send(c.request(http.MethodGet, path, "")).expect(t, http.StatusNotFound, "1000")
	}
}

func TestSeed_IsDeterministicAndVaried(t *testing.T) {
	t.Parallel()
	seeded := func(random uint64) []emulator.Event {
		base := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
		c := start(t, func(o *emulator.Options) {
			o.Seed = emulator.Seed{Events: 400, Subscriptions: 12, Customers: 5, Random: random, Base: base}
		})
		return c.server.Events()
	}
	events := seeded(1)
	if diff := cmp.Diff(events, seeded(1)); diff != "" {
		t.Errorf("equal seeds differ: %s", diff)
	}
	if cmp.Equal(events, seeded(2)) {
		t.Error("different seeds are equal")
	}
	count := map[string]map[string]int{}
	note := func(what, value string) {
		if count[what] == nil {
			count[what] = map[string]int{}
		}
		count[what][value]++
	}
	for _, e := range events {
		note("subscription", e.SubscriptionID)
		note("customer", e.CustomerTenantID)
		note("type", e.EventType)
		note("severity", e.Severity)
		note("status", e.EventStatus)
		note("reason", e.ResolvedReason)
		note("id", e.EventID)
		if strings.HasPrefix(e.EventID, e.SubscriptionID+"_") {
			note("shape", "documented")
		} else {
			note("shape", "other")
		}
		if e.EventTime < "2026-04-02" || e.EventTime >= "2026-06-01" {
			t.Errorf("detected %s, not in the 60 days before the base", e.EventTime)
		}
		if e.EventStatus == "Resolved" && (e.ResolvedOn < e.EventTime || e.ResolvedOn > "2026-06-01T00:00:00.00" || len(e.ActivityLogs) == 0) {
			t.Errorf("detected %s, resolved %s, %d logs", e.EventTime, e.ResolvedOn, len(e.ActivityLogs))
		}
	}
	for what, want := range map[string]int{
		"subscription": 12, "customer": 5, "type": 7, "severity": 3, "status": 3, "reason": 4, "id": 400, "shape": 2,
	} {
		if len(count[what]) != want {
			t.Errorf("%d kinds of %s, want %d: %v", len(count[what]), what, want, count[what])
		}
	}
}
