// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestReview_FormsAndExitStatus(t *testing.T) {
	t.Parallel()
	overwrite := filepath.Join("..", "..", "internal", "review", "testdata", "overwrite.json")
	one := filepath.Join("..", "..", "internal", "review", "testdata", "one.json")
	for _, c := range []struct {
		args   []string
		stdin  string
		status int
		says   string
		not    string
	}{
		{[]string{one}, "", exitOK, "| Severity |", ""},
		{[]string{one}, "", exitOK, "\n### Adatum (", ""},
		{[]string{one, "-o", "text"}, "", exitOK, "Severity:", ""},
		{[]string{one, "-o", "json"}, "", exitOK, `"attention": 0`, ""},
		{[]string{overwrite}, "", exitOK, "**Overwrites a resolution**", ""},
		{[]string{overwrite, "--exit-code"}, "", exitFound, "**Overwrites a resolution**", ""},
		{[]string{one, "--exit-code"}, "", exitOK, "1 decision (1 Fraud)", ""},
		{[]string{one, "--no-names"}, "", exitOK, "\n### ", "Adatum"},
		{nil, `{"format_version": "1.2", "planned_values": {}}`, exitOK, "**No decisions.", ""},
		{[]string{"-"}, "PK\x03\x04", exitFailure, "binary form", ""},
		{[]string{"missing.json"}, "", exitFailure, "cannot be read", ""},
		{[]string{"."}, "", exitFailure, "must be a file", ""},
		{[]string{"--max-bytes", "10"}, "", exitFailure, "at least 2000, got 10", ""},
		{[]string{"a", "b"}, "", exitFailure, "name one plan", ""},
	} {
		var out, errs bytes.Buffer
		status := run(t.Context(), append([]string{"review"}, c.args...),
			cli.Environment{Stdin: strings.NewReader(c.stdin), Stdout: &out, Stderr: &errs})
		expect.Equal(t, strings.Join(c.args, " "), c.status, status)
		if said := out.String() + errs.String(); !strings.Contains(said, c.says) {
			t.Errorf("%v does not say %q:\n%s", c.args, c.says, said)
		} else if c.not != "" && strings.Contains(said, c.not) {
			t.Errorf("%v says %q:\n%s", c.args, c.not, said)
		}
	}
}

// A command that waits for its input ends with the first signal.
func TestInput_EndsWhenInterrupted(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"review"}, {"check", "-"}} {
		input, writer := io.Pipe()
		ctx, interrupt := context.WithCancel(t.Context())
		status := make(chan int)
		go func() {
			status <- run(ctx, args, cli.Environment{Stdin: input, Stdout: io.Discard, Stderr: io.Discard})
		}()
		expect.Must(writer.Write([]byte("{")))(t)
		interrupt()
		expect.Equal(t, args[0], exitFailure, expect.Received(t, "the end of "+args[0], status))
		expect.NoError(t, writer.Close())
	}
}

func TestReview_ATerminalGetsText(t *testing.T) {
	t.Parallel()
	one := filepath.Join("..", "..", "internal", "review", "testdata", "one.json")
	for columns, want := range map[int]string{0: "| Severity |", 80: "Severity:"} {
		var out bytes.Buffer
		run(t.Context(), []string{"review", one},
			cli.Environment{Stdout: &out, Stderr: &out, Columns: columns})
		expect.Contains(t, out.String(), want)
	}
}
