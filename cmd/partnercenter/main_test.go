// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestRun_HelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	expect.Equal(t, "exit status", exitOK,
		run(t.Context(), []string{"--help"}, cli.Environment{Stdout: &out, Stderr: &errs}))
	for _, c := range commands(cli.Environment{}) {
		expect.Contains(t, out.String(), "  "+c.Name()+" ", c.Short)
	}
}

func TestRun_WithoutACommandIsAUsageError(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"nonsense"}} {
		var out, errs bytes.Buffer
		status := run(t.Context(), args, cli.Environment{Stdout: &out, Stderr: &errs})
		if status != exitFailure || errs.Len() == 0 || out.Len() != 0 {
			t.Errorf("%q: exit status %d, %q, %q", args, status, &out, &errs)
		}
	}
}

// A secret does not belong on a command line, and a token needs a place.
func TestCommandLine_MistakesAreReportedAndSendNothing(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"doctor -o yaml", "doctor stray", "doctor --refresh-token x",
		"emulator --nonsense", "emulator stray", "emulator --seed-events -1",
		"login", "login --print --token-cache x", "login stray", "login --client-secret x",
		"rotate", "rotate --print --out x", "rotate stray",
	} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, line)
		s.expectNoRequests(t)
	}
}

func TestCommandLine_HelpSucceeds(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	s.ends(t, exitOK, "emulator -h")
	expect.Contains(t, s.out.String(), "--data-dir")
}
