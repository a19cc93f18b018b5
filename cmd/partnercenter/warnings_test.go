// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Whoever uses the token cache says on standard error what needs attention, and its output stays as
// it is.
func TestWarnings_OldTokenIsToldOnStandardError(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cache := map[string]string{"REFRESH_TOKEN": "",
		"TOKEN_CACHE_PATH": filepath.Join(t.TempDir(), "tokens.json")}
	if s := newSession(t, server, cache); s.run(t.Context(), "login") != exitOK {
		t.Fatal(s.said())
	}
	for _, command := range [][]string{{"doctor"}, {"rotate"}, {"events"}} {
		ageTokens(t, cache["TOKEN_CACHE_PATH"])
		s := newSession(t, server, cache)
		if status := s.run(t.Context(), command...); status != exitOK {
			t.Errorf("%q: exit status %d: %s", command, status, s.said())
		}
		wantContains(t, s.errors.String(), "Warning: The refresh token in the token cache is ",
			" days old, and such tokens die after 90.")
		s.wantNoSecret(t, s.said())
	}
}

// ageTokens makes the refresh tokens of a token cache old, and the access tokens unknown.
func ageTokens(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = regexp.MustCompile(`"obtained_at": "[^"]*"`).ReplaceAll(content,
		[]byte(`"obtained_at": "2025-01-01T00:00:00Z"`))
	content = regexp.MustCompile(`"access_tokens"`).ReplaceAll(content, []byte(`"other_tokens"`))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWarnings_TokenThatCannotBeSavedIsToldOnStandardError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tokens.json")
	server, err := emulator.Start(emulator.Options{OnRequest: func(r emulator.Request) {
		if r.Kind != emulator.KindToken {
			return
		}
		// The place was checked before the request. Now a folder is in the way.
		if err := os.MkdirAll(filepath.Join(path, "folder"), 0o700); err != nil {
			t.Error(err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path})
	if status := s.run(t.Context(), "doctor"); status != exitOK {
		t.Errorf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(), "Warning: The new refresh token is not in the token cache: ",
		path)
	s.wantNoSecret(t, s.said())
}
