// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// fakeAZ makes a folder that holds a fake az and nothing else.
func fakeAZ(t *testing.T, unix, windows string) string {
	t.Helper()
	dir := t.TempDir()
	name, script := "az", "#!/bin/sh\n"+unix+"\n"
	if runtime.GOOS == "windows" {
		name, script = "az.cmd", "@echo off\r\n"+windows+"\r\n"
	}
	//nolint:gosec // a program has to be executable
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRunAzureCLI_FindsItInPATHAndKeepsItsOutputsApart(t *testing.T) {
	t.Setenv("PATH", fakeAZ(t, `echo "args: $*"; echo complaint >&2; exit 3`,
		"echo args: %*\r\necho complaint 1>&2\r\nexit /b 3"))
	stdout, stderr, err := runAzureCLI(t.Context(), "account", "get-access-token", "--resource",
		"https://x.example.com")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("error %v", err)
	}
	if got := strings.TrimSpace(string(stdout)); got != "args: account get-access-token "+
		"--resource https://x.example.com" {
		t.Errorf("stdout %q", got)
	}
	if got := strings.TrimSpace(string(stderr)); got != "complaint" {
		t.Errorf("stderr %q", got)
	}
}

func TestRunAzureCLI_MissingProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, _, err := runAzureCLI(t.Context()); !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestRunCommand_EndsWithItsTimeAndWithTheCallers(t *testing.T) {
	t.Setenv("PATH", fakeAZ(t, "while :; do :; done", ":again\r\ngoto again"))
	if _, _, err := runCommand(t.Context(), 50*time.Millisecond, "az"); !errors.Is(err,
		context.DeadlineExceeded) {
		t.Errorf("its own limit: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := runCommand(ctx, time.Minute, "az"); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller's end: %v", err)
	}
}
