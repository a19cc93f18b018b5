// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
)

// badValues are values that a flag of a type refuses. Every text is a value for the other types.
func badValues() map[string]string {
	return map[string]string{"bool": "perhaps", "int": "many", "uint64": "-1", "duration": "soon"}
}

// mistakes returns invalid command lines for a command: an unknown flag, and for each flag no value
// and a bad one.
func mistakes(c *cobra.Command) (lines []string) {
	name := strings.TrimPrefix(c.CommandPath(), cli.Program)
	lines = append(lines, name+" --no-such-flag", name+" -?")
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal == "" {
			lines = append(lines, name+" --"+f.Name)
		}
		if bad, ok := badValues()[f.Value.Type()]; ok {
			lines = append(lines, name+" --"+f.Name+"="+bad)
		}
	})
	return lines
}

// Status 2 is what --exit-code asks for. Whatever is wrong with a command line, the status is 1, so
// that nobody has to look up which command means what.
func TestExitStatus_InvalidCommandLinesOfEveryCommand(t *testing.T) {
	t.Parallel()
	lines := []string{
		"", "nonsense", "events nonsense", "completion nonsense", "help nonsense", // unknown commands
		"events show", "check", "completion", "webhook", "login", "rotate", // something is missing
		"version x", "doctor x", "emulator x", "events x", "events show a b", "login x", "report x",
		"review a b", "rotate x", "webhook x", "completion bash x", // something is too much
		"doctor -o yaml", "emulator --seed-events -1", "events --older-than soon", "report --by day",
		"review --max-bytes 5", "check --require=", "webhook --listen 8080 --on-event x", // bad values
		"check --schema x", "rotate --print --out x", "events --write", // conflicts
		"events --exit-code nonsense", "review --exit-code a b",
		"events --environment mars", "doctor --environment mars", // read with the other settings
	}
	commands := 0
	everyCommand(newRoot(cli.Environment{}), func(c *cobra.Command) {
		commands++
		lines = append(lines, mistakes(c)...)
	})
	if commands < 17 || len(lines) < 150 {
		t.Fatalf("only %d command lines of %d commands", len(lines), commands)
	}
	server := startEmulator(t)
	for _, line := range lines {
		s := newSession(t, server, nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // some would serve for ever
		status := s.run(ctx, strings.Fields(line)...)
		late := ctx.Err() != nil
		cancel()
		if status != exitFailure || s.errors.Len() == 0 ||
			s.out.Len() != 0 && !strings.HasPrefix(line, "doctor --environment") || late {
			t.Errorf("%q: exit status %d, %s", line, status, s.said())
		}
	}
	(&session{server: server}).expectNoRequests(t)
}
