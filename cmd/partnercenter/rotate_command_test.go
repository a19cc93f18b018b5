// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// serves expects a working refresh token.
func serves(t *testing.T, server *emulator.Server, token string) {
	t.Helper()
	s := newSession(t, server, map[string]string{"REFRESH_TOKEN": token})
	s.ends(t, exitOK, "doctor")
}

func TestRotate_WritesTheNewTokenToAPrivateFile(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	s := newSession(t, server, nil)
	path := filepath.Join(t.TempDir(), "token")
	s.ends(t, exitOK, "rotate --out", path)
	content := expect.Must(os.ReadFile(path))(t)
	expectPrivate(t, path)
	if s.out.Len() != 0 || string(content) == s.variables["PARTNERCENTER_REFRESH_TOKEN"] {
		t.Errorf("said %q; the file holds the old token", s.out.String())
	}
	expect.Contains(t, s.errors.String(), "The new refresh token is valid until ")
	s.wantNoSecret(t, s.said())
	serves(t, server, string(content))
}

func TestRotate_PrintsTheNewTokenAlone(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "rotate --print")
	s.wantNoSecret(t, s.errors.String())
	serves(t, server, strings.TrimSuffix(s.out.String(), "\n"))
}

func TestRotate_RenewsTheTokenInTheStore(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	path := filepath.Join(t.TempDir(), "tokens.json")
	cached := map[string]string{"REFRESH_TOKEN": "", "TOKEN_CACHE_PATH": path}
	newSession(t, server, cached).ends(t, exitOK, "login")
	for range 2 { // although the store has an access token, and tokens are single-use
		before := server.Count(emulator.KindToken)
		s := newSession(t, server, cached)
		s.ends(t, exitOK, "rotate")
		expect.Equal(t, "redemptions", 1, server.Count(emulator.KindToken)-before)
		expect.Equal(t, "standard output", "", s.out.String())
		s.wantNoSecret(t, s.said())
	}
}

func TestRotate_WithoutANewTokenItSaysSo(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.NoRotation = true })
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "rotate --print")
	expect.Contains(t, s.errors.String(), "no new refresh token")
	expect.Equal(t, "the token", s.variables["PARTNERCENTER_REFRESH_TOKEN"],
		strings.TrimSuffix(s.out.String(), "\n"))
}

func TestRotate_TokenWithoutMFAIsSaid(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, map[string]string{"REFRESH_TOKEN": server.IssueRefreshToken(
		emulator.WithoutMFA())})
	s.ends(t, exitOK, "rotate --print")
	expect.Contains(t, s.errors.String(), "WITHOUT MFA")
}

func TestRotate_RefusalLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, nil)
	server.RevokeRefreshTokens()
	dir := t.TempDir()
	path := filepath.Join(dir, "token")
	expect.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	s.ends(t, exitFailure, "rotate --out", path)
	expect.Contains(t, s.errors.String(), "AADSTS50173", "partnercenter login")
	left, err := os.ReadDir(dir)
	if content, _ := os.ReadFile(path); err != nil || len(left) != 1 || string(content) != "old" {
		t.Errorf("%v, %v, %q", left, err, content)
	}
}

func TestRotate_PlaceThatCannotBeWrittenIsAnErrorBeforeAnythingIsRedeemed(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, nil)
	s.ends(t, exitFailure, "rotate --out", filepath.Join(t.TempDir(), "missing", "token"))
	s.expectNoRequests(t)
}

// A wait that would outlast the limit is not begun.
func TestRotate_DoesNotWaitLongerThanItsTimeLimit(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	server.AddFault(emulator.Fault{Kind: emulator.KindToken, Times: -1,
		Status: http.StatusTooManyRequests, RetryAfter: "7200"})
	s := newSession(t, server, map[string]string{"MAX_RETRIES": "6"})
	s.ends(t, exitFailure, "rotate --print --timeout 1h")
	expect.Contains(t, s.errors.String(), "HTTP 429")
}
