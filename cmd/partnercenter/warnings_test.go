// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Every command that uses the token cache warns on standard error, and its output stays unchanged.
func TestWarnings_OldTokenIsReportedOnStandardError(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cache := map[string]string{"REFRESH_TOKEN": "",
		"TOKEN_CACHE_PATH": filepath.Join(t.TempDir(), "tokens.json")}
	newSession(t, server, cache).ends(t, exitOK, "login")
	for _, command := range []string{"doctor", "rotate", "events"} {
		ageTokens(t, cache["TOKEN_CACHE_PATH"])
		s := newSession(t, server, cache)
		s.ends(t, exitOK, command)
		expect.Contains(t, s.errors.String(), "Warning: The refresh token in the token cache is ",
			" days old, and refresh tokens expire after 90 days.")
		s.wantNoSecret(t, s.said())
	}
}

// ageTokens makes the refresh tokens of a token cache old, and removes the access tokens.
func ageTokens(t *testing.T, path string) {
	t.Helper()
	content := expect.Must(os.ReadFile(path))(t)
	content = regexp.MustCompile(`"obtained_at": "[^"]*"`).ReplaceAll(content,
		[]byte(`"obtained_at": "2025-01-01T00:00:00Z"`))
	content = regexp.MustCompile(`"access_tokens"`).ReplaceAll(content, []byte(`"other_tokens"`))
	expect.NoError(t, os.WriteFile(path, content, 0o600))
}

func TestWarnings_TokenThatCannotBeSavedIsReportedOnStandardError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tokens.json")
	server := expect.Must(emulator.Start(emulator.Options{OnRequest: func(r emulator.Request) {
		if r.Kind != emulator.KindToken {
			return
		}
		// The place was checked before the request. Now there is a folder at that path.
		if err := os.MkdirAll(filepath.Join(path, "folder"), 0o700); err != nil {
			t.Error(err)
		}
	}}))(t)
	t.Cleanup(func() { expect.NoError(t, server.Close()) })
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path})
	s.ends(t, exitOK, "doctor")
	expect.Contains(t, s.errors.String(), "Warning: The new refresh token is not in the token cache: ",
		path)
	s.wantNoSecret(t, s.said())
}
