// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// serves wants a refresh token that works.
func serves(t *testing.T, server *emulator.Server, token string) {
	t.Helper()
	s := newSession(t, server, map[string]string{"REFRESH_TOKEN": token})
	if status := s.run(t.Context(), "doctor"); status != exitOK {
		t.Errorf("the token does not serve: %s", s.said())
	}
}

func TestRotate_WritesTheNewTokenToAPrivateFile(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	s := newSession(t, server, nil)
	path := filepath.Join(t.TempDir(), "token")
	if status := s.run(t.Context(), "rotate", "--out", path); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if s.out.Len() != 0 || string(content) == s.variables["PARTNERCENTER_REFRESH_TOKEN"] {
		t.Errorf("said %q; the file holds the old token", s.out.String())
	}
	wantContains(t, s.errors.String(), "A new refresh token, good until ")
	s.wantNoSecret(t, s.said())
	serves(t, server, string(content))
}

func TestRotate_PrintsTheNewTokenAlone(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	s := newSession(t, server, nil)
	if status := s.run(t.Context(), "rotate", "--print"); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	s.wantNoSecret(t, s.errors.String())
	serves(t, server, strings.TrimSuffix(s.out.String(), "\n"))
}

func TestRotate_RenewsTheTokenInTheStore(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	path := filepath.Join(t.TempDir(), "tokens.json")
	cached := map[string]string{"REFRESH_TOKEN": "", "TOKEN_CACHE_PATH": path}
	if s := newSession(t, server, cached); s.run(t.Context(), "login") != exitOK {
		t.Fatal(s.said())
	}
	for range 2 { // though an access token is in the store, and in spite of tokens that serve once
		before := server.Count(emulator.KindToken)
		s := newSession(t, server, cached)
		if status := s.run(t.Context(), "rotate"); status != exitOK || s.out.Len() != 0 {
			t.Fatalf("exit status %d: %s", status, s.said())
		}
		if n := server.Count(emulator.KindToken) - before; n != 1 {
			t.Errorf("%d redemptions, want 1", n)
		}
		s.wantNoSecret(t, s.said())
	}
}

func TestRotate_WithoutANewTokenItSaysSo(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.NoRotation = true })
	s := newSession(t, server, nil)
	if status := s.run(t.Context(), "rotate", "--print"); status != exitOK {
		t.Errorf("exit status %d", status)
	}
	wantContains(t, s.errors.String(), "no new refresh token")
	if got := strings.TrimSuffix(s.out.String(),
		"\n"); got != s.variables["PARTNERCENTER_REFRESH_TOKEN"] {
		t.Error("another token than the one that stays")
	}
}

func TestRotate_TokenWithoutMFAIsSaid(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, map[string]string{"REFRESH_TOKEN": server.IssueRefreshToken(
		emulator.WithoutMFA())})
	if status := s.run(t.Context(), "rotate", "--print"); status != exitOK {
		t.Errorf("exit status %d", status)
	}
	wantContains(t, s.errors.String(), "WITHOUT MFA")
}

func TestRotate_RefusalLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, nil)
	server.RevokeRefreshTokens()
	dir := t.TempDir()
	path := filepath.Join(dir, "token")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status := s.run(t.Context(), "rotate", "--out", path); status != exitFailure {
		t.Errorf("exit status %d", status)
	}
	wantContains(t, s.errors.String(), "AADSTS50173", "partnercenter login")
	left, err := os.ReadDir(dir)
	if content, _ := os.ReadFile(path); err != nil || len(left) != 1 || string(content) != "old" {
		t.Errorf("%v, %v, %q", left, err, content)
	}
}

func TestRotate_PlaceThatCannotBeWrittenIsAnErrorBeforeAnythingIsRedeemed(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, nil)
	if status := s.run(t.Context(), "rotate", "--out",
		filepath.Join(t.TempDir(), "missing", "token")); status != exitFailure {
		t.Errorf("exit status %d", status)
	}
	if n := server.Count(emulator.KindAny); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Elsewhere a save that fails is a warning. Here nobody else would hear of the new token.
func TestRotate_TokenThatIsNotInItsOnlyHomeIsAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tokens.json")
	if err := os.WriteFile(path, []byte(`{"refresh_token": "new"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for token, kept := range map[string]bool{"new": true, "newer": false} {
		if err := checkKept(path, auth.LoginResult{RefreshToken: token, ObtainedAt: now}); (err == nil) != kept {
			t.Errorf("%s: %v", token, err)
		}
	}
	if err := checkKept(path, auth.LoginResult{RefreshToken: "old"}); err != nil {
		t.Errorf("no new token came: %v", err)
	}
	if err := checkKept(path+".missing",
		auth.LoginResult{RefreshToken: "new", ObtainedAt: now}); err == nil {
		t.Error("no file is no error")
	}
}

func TestRotate_MistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"rotate"}, {"rotate", "--print", "--out", "x"},
		{"rotate", "stray"}} {
		s := newSession(t, startEmulator(t), nil)
		if status := s.run(t.Context(), args...); status != exitUsage || s.errors.Len() == 0 {
			t.Errorf("%q: exit status %d: %s", args, status, s.said())
		}
		if n := s.server.Count(emulator.KindAny); n != 0 {
			t.Errorf("%q: %d requests", args, n)
		}
	}
}
