// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Values in quotes, in .env files and in HCL never meet a shell that would replace the ~.
func TestPathFlags_TildeMeansTheHomeFolder(t *testing.T) {
	home, elsewhere := t.TempDir(), t.TempDir()
	t.Chdir(elsewhere)
	server := startEmulator(t)
	for _, args := range [][]string{
		{"rotate", "--out", "~/token"}, {"login", "--token-cache", "~/partnercenter/tokens.json"},
		{"rotate", "--token-cache", "~/rotated.json"},
	} {
		s := newSession(t, server, nil)
		s.variables["HOME"] = home
		if status := s.run(t.Context(), args...); status != exitOK {
			t.Errorf("%q: exit status %d: %s", args, status, s.said())
		}
		if info, err := os.Stat(filepath.Join(home, args[2][2:])); err != nil || info.Mode() != 0o600 {
			t.Errorf("%q: %v, %v", args, info, err)
		}
	}
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": "~/partnercenter/tokens.json",
		"REFRESH_TOKEN": ""})
	s.variables["HOME"] = home
	if status := s.run(t.Context(), "rotate"); status != exitOK {
		t.Errorf("exit status %d: %s", status, s.said())
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestPathFlags_Mistakes(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"Only ~/ is expanded, to your own home folder": {"rotate", "--out", "~kim/token"},
		"it is an unreplaced placeholder":              {"rotate", "--out", "$(Agent.TempDirectory)"},
		"it contains an unreplaced placeholder":        {"rotate", "--out", "${{ runner.temp }}/token"},
		"give --print for standard output":             {"rotate", "--out", "-"},
		"HOME is not set":                              {"emulator", "--data-dir", "~/emulator"},
		"`--token-cache` begins with ~":                {"rotate", "--token-cache", "~kim/tokens.json"},
		"`--token-cache` is an unreplaced placeholder": {"rotate", "--token-cache", "${CACHE}"},
	} {
		s := newSession(t, startEmulator(t), nil)
		if status := s.run(t.Context(), args...); status == exitOK {
			t.Errorf("%q: exit status %d", args, status)
		}
		wantContains(t, s.errors.String(), want)
		if n := s.server.Count(emulator.KindAny); n != 0 {
			t.Errorf("%q: %d requests", args, n)
		}
	}
}

// What is there and is no regular file stays as it is, and is known before the refresh token is
// redeemed.
func TestPrivateFiles_WhatIsNoRegularFileIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	link, device, nowhere := filepath.Join(folder, "link"), filepath.Join(folder, "device"),
		filepath.Join(folder, "nowhere")
	if err := errors.Join(os.Symlink(folder, link), os.Symlink("/dev/null", device),
		os.Symlink("missing", nowhere)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, link, device, nowhere} {
		for _, args := range [][]string{
			{"rotate", "--out", path}, {"login", "--token-cache", path}, {"emulator", "--env-file", path},
			{"emulator", "--ready-file", path},
		} {
			s := newSession(t, startEmulator(t), nil)
			s.openURL = func(string) error { t.Errorf("%q: a person had to sign in", args); return nil }
			if status := s.run(t.Context(), args...); status != exitFailure {
				t.Errorf("%q: exit status %d", args, status)
			}
			if args[0] != "login" { // the token cache is named by what the link leads to
				wantContains(t, s.errors.String(), path)
			}
			if n := s.server.Count(emulator.KindAny); n != 0 || s.out.Len() != 0 {
				t.Errorf("%q: %d requests, said %q", args, n, s.out.String())
			}
			if info, err := os.Lstat(path); err != nil || info.Mode().IsRegular() {
				t.Errorf("%q: %v, %v", args, info, err)
			}
		}
	}
}

func TestRotate_ALinkIsFollowed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	if err := errors.Join(os.WriteFile(file, []byte("old"), 0o600),
		os.Symlink("file", link)); err != nil {
		t.Fatal(err)
	}
	server := startEmulator(t)
	if s := newSession(t, server, nil); s.run(t.Context(), "rotate", "--out", link) != exitOK {
		t.Fatal(s.said())
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("%v, %v", info, err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	serves(t, server, string(content))
}

// A misspelled variable is told, and its value is not: it may be a secret.
func TestWarnings_UnknownVariable(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"CLIENTSECRET": "s3cret~value"})
	if status := s.run(t.Context(), "events"); status != exitOK {
		t.Errorf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(),
		"Warning: The environment variable PARTNERCENTER_CLIENTSECRET is not known and has no "+
			"effect. Did you mean PARTNERCENTER_CLIENT_SECRET?\n")
	if strings.Contains(s.said(), "s3cret") {
		t.Errorf("the value is in %q", s.said())
	}
}

func TestEvents_EmptySeatBeltIsAMistake(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	s.variables["PARTNERCENTER_READ_ONLY"] = ""
	if status := s.run(t.Context(), "events"); status != exitFailure ||
		s.server.Count(emulator.KindAny) != 0 {
		t.Errorf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(), "PARTNERCENTER_READ_ONLY is set but empty")
}
