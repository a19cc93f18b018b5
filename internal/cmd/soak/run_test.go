// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

// hanging is a CLI that never ends, and neither does a process that it has started.
func hanging(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "terraform")
	script := "#!/bin/sh\necho \"$1 began\"\nsleep 100000 & wait\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil { //nolint:gosec // G306: it runs.
		t.Fatal(err)
	}
	return path
}

func TestProgram_StopsACommandThatNeverEnds(t *testing.T) {
	t.Parallel()
	p := &program{path: hanging(t), dir: t.TempDir(), limit: time.Millisecond}
	_, err := p.do(t.Context(), &victim{}, "plan")
	var endless *endlessError
	if !errors.As(err, &endless) {
		t.Fatalf("got %v, want the limit", err)
	}
	expect.Equal(t, "line", "terraform plan", endless.line)
}

// A game with a command that never ends fails, and says which game that was.
func TestSoak_ReportsACommandThatNeverEnds(t *testing.T) {
	t.Parallel()
	s := &soak{cli: cli.CLI{Product: "Terraform", Path: hanging(t), Version: "1.11.4"},
		limit: time.Millisecond, ends: time.Now().Add(time.Hour), shorten: true}
	f, err := s.play(t.Context(), 7, []int{1, 2}, false)
	if err != nil || f == nil {
		t.Fatalf("got %v, %v, want a failure", f, err)
	}
	err = s.report(t.Context(), 7, f)
	expect.Contains(t, err.Error(), "seed 7, step 1:", "commands end", "did not end within 1ms",
		"bin/soak -games 1 -v -for 10m -seed 7 -only 1")
	expect.Equal(t, "games, without shorter ones", 1, s.counted.games)
}
