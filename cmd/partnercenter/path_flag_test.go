// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Values in quotes, in .env files and in HCL never pass through a shell that would replace the ~.
func TestPathFlags_TildeMeansTheHomeFolder(t *testing.T) {
	home, elsewhere := t.TempDir(), t.TempDir()
	t.Chdir(elsewhere)
	server := startEmulator(t)
	for _, line := range []string{"rotate --out ~/token", "rotate --token-cache ~/rotated.json",
		"login --token-cache ~/partnercenter/tokens.json"} {
		s := newSession(t, server, nil)
		s.variables["HOME"] = home
		s.ends(t, exitOK, line)
		_, name, _ := strings.Cut(line, "~/")
		expectPrivate(t, filepath.Join(home, name))
	}
	merge := newSession(t, server, nil)
	merge.variables["HOME"] = home
	ledger := filepath.Join(home, "decisions.yaml")
	expect.NoError(t, os.WriteFile(ledger, nil, 0o600))
	inject(server, "new", time.Hour)
	merge.ends(t, exitOK, "events -o ledger --write --merge ~/decisions.yaml")
	expect.Contains(t, string(expect.Must(os.ReadFile(ledger))(t)), "event_id: \"new\"")
	plan := []byte(`{"format_version": "1.2", "resource_changes": []}`)
	expect.NoError(t, os.WriteFile(filepath.Join(home, "plan.json"), plan, 0o600))
	for _, line := range []string{"check ~/decisions.yaml", "review ~/plan.json"} {
		reads, refuses := newSession(t, server, nil), newSession(t, server, nil)
		reads.variables["HOME"] = home
		reads.ends(t, exitOK, line)
		refuses.ends(t, exitFailure, strings.Replace(line, "~/", "~kim/", 1))
		expect.Contains(t, refuses.said(), "the file begins with ~ and a name")
	}
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": "~/partnercenter/tokens.json",
		"REFRESH_TOKEN": ""})
	s.variables["HOME"] = home
	s.ends(t, exitOK, "rotate")
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestPathFlags_Mistakes(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][2]string{
		"only ~/ is expanded (to your own home folder)": {"rotate --out", "~kim/token"},
		"--out is an unreplaced placeholder":            {"rotate --out", "$(Agent.TempDirectory)"},
		"--out contains an unreplaced placeholder":      {"rotate --out", "${{ runner.temp }}/token"},
		"HOME is not set":                               {"emulator --data-dir", "~/emulator"},
		"--out must not be empty":                       {"report --out", ""},
		"--token-cache begins with ~":                   {"rotate --token-cache", "~kim/tokens.json"},
		"--token-cache is an unreplaced placeholder":    {"rotate --token-cache", "${CACHE}"},
	} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, args[0], args[1])
		expect.Contains(t, s.errors.String(), want)
		s.expectNoRequests(t)
	}
}

// namesAPath reports whether the value of a flag is a file or a folder.
func namesAPath(f *pflag.Flag) bool {
	value, _ := pflag.UnquoteUsage(f)
	return strings.Contains(value, "file") || value == "folder"
}

// People take - for a standard stream, and nobody wants a file of that name.
func TestPathFlags_DashIsNoFile(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	server := startEmulator(t)
	needs := map[string]string{"webhook": " --on-event true", "events show": " x"}
	refused := map[string]bool{}
	everyCommand(newRoot(cli.Environment{}), func(c *cobra.Command) {
		name := strings.TrimPrefix(c.CommandPath(), cli.Program+" ")
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !namesAPath(f) || f.Name == "merge" {
				return
			}
			refused[f.Name] = true
			s := newSession(t, server, nil)
			s.ends(t, exitFailure, name+needs[name]+" --"+f.Name, "-")
			expect.Contains(t, s.said(), "--"+f.Name+` must be a path, got "-"`)
		})
	})
	expect.Equal(t, "flags", "audit-log behave-like data-dir env-file keep out ready-file report "+
		"tls-cert tls-key token-cache", strings.Join(slices.Sorted(maps.Keys(refused)), " "))
	expect.Equal(t, "requests", 0, server.Count(emulator.KindAny))
	expect.Equal(t, "files", 0, len(expect.Must(os.ReadDir(folder))(t)))
	for line, instead := range map[string]string{"rotate --out -": "use --print",
		"report --out -": "omit the flag", "emulator --env-file -": "omit the flag",
		"emulator --ready-file -": "write ./-", "doctor --report -": "write ./-"} {
		s := newSession(t, server, nil)
		s.ends(t, exitFailure, line)
		expect.Contains(t, s.said(), instead+".\n")
	}
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": "-"})
	s.ends(t, exitFailure, "events")
	expect.Contains(t, s.errors.String(), `PARTNERCENTER_TOKEN_CACHE_PATH must be a path, got "-"`)
	s = newSession(t, server, nil)
	s.ends(t, exitOK, "rotate --out ./-")
	expectPrivate(t, filepath.Join(folder, "-"))
}

// Anything but a regular file stays unchanged, and is detected before the refresh token is
// redeemed.
func TestPrivateFiles_OnlyARegularFileIsAccepted(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	link, device, nowhere := filepath.Join(folder, "link"), filepath.Join(folder, "device"),
		filepath.Join(folder, "nowhere")
	expect.NoError(t, errors.Join(os.Symlink(folder, link), os.Symlink("/dev/null", device),
		os.Symlink("missing", nowhere)))
	for _, path := range []string{folder, link, device, nowhere} {
		for _, line := range []string{"rotate --out", "login --token-cache", "emulator --env-file",
			"emulator --ready-file"} {
			s := newSession(t, startEmulator(t), nil)
			s.openURL = func(string) error { t.Errorf("%s: a person had to sign in", line); return nil }
			s.ends(t, exitFailure, line, path)
			if !strings.HasPrefix(line, "login") { // the token cache is identified by the link's target
				expect.Contains(t, s.errors.String(), path)
			}
			s.expectNoRequests(t)
			if info, err := os.Lstat(path); err != nil || info.Mode().IsRegular() {
				t.Errorf("%s: %v, %v", line, info, err)
			}
		}
	}
}

func TestRotate_ALinkIsFollowed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	expect.NoError(t, errors.Join(os.WriteFile(file, []byte("old"), 0o600), os.Symlink("file", link)))
	server := startEmulator(t)
	newSession(t, server, nil).ends(t, exitOK, "rotate --out", link)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("%v, %v", info, err)
	}
	content := expect.Must(os.ReadFile(file))(t)
	serves(t, server, string(content))
}

// A misspelled variable is reported without its value, which may be a secret.
func TestWarnings_UnknownVariable(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"CLIENTSECRET": "s3cret~value"})
	s.ends(t, exitOK, "events")
	expect.Contains(t, s.errors.String(),
		"Warning: The environment variable PARTNERCENTER_CLIENTSECRET is unknown and has no effect. "+
			"Did you mean PARTNERCENTER_CLIENT_SECRET?\n")
	if strings.Contains(s.said(), "s3cret") {
		t.Errorf("the value is in %q", s.said())
	}
}

func TestEvents_EmptySeatBeltIsAMistake(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	s.variables["PARTNERCENTER_READ_ONLY"] = ""
	s.ends(t, exitFailure, "events")
	s.expectNoRequests(t)
	expect.Contains(t, s.errors.String(), "PARTNERCENTER_READ_ONLY is set but empty")
}
