// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// The commands color nothing, not even on a terminal, and pass on no escape sequence of the
// service. So NO_COLOR has nothing to switch off, and CLICOLOR_FORCE nothing to force.
func TestOutput_HasNoEscapeSequences(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "one", time.Hour, func(e *emulator.Event) {
		e.CustomerFriendlyName, e.DisplayName = "\x1b[31mred\x1b[0m", "\u009b2Jcleared"
	})
	plan := filepath.Join("..", "..", "internal", "review", "testdata", "overwrite.json")
	for _, line := range []string{"", "help events", "version", "evnts", "doctor", "doctor -o json",
		"events --wide", "events -o json", "events -o markdown", "events -o csv", "events -o ledger",
		"events show one", "events show one -o json", "events show gone", "report", "report -o csv",
		"report -o markdown", "report -o json", "review " + plan + " -o text", "review " + plan,
		"check missing.yaml", "rotate --print"} {
		var out, errs bytes.Buffer
		env := cli.Environment{Stdout: &out, Stderr: &errs, Columns: 120,
			Values: []string{"TERM=xterm-256color", "CLICOLOR_FORCE=1", "FORCE_COLOR=1"}}
		variables := server.Env()
		for _, name := range slices.Sorted(maps.Keys(variables)) {
			env.Values = append(env.Values, name+"="+variables[name])
		}
		run(t.Context(), strings.Fields(line), env)
		said := out.String() + errs.String()
		if said == "" || strings.ContainsAny(said, "\x1b\u009b") {
			t.Errorf("%q wrote %q", line, said)
		}
	}
}
