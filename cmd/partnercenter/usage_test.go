// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A mistake is one line that says what to write instead, without a page of help before it.
func TestCommandLine_MistakesAreShortAndSuggestTheNearest(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"evnets":                `: unknown command "evnets". Did you mean events?`,
		"nonsense":              `: unknown command "nonsense". For help, run partnercenter --help.`,
		"--nonsense":            ": unknown flag --nonsense. For help, run partnercenter --help.",
		"events --sevrity High": " events: unknown flag --sevrity. Did you mean --severity?",
		"events -sevrity High":  " events: unknown flag --sevrity. Did you mean --severity?",
		"rotate -x": " rotate: unknown flag -x. For help, run partnercenter rotate " +
			"--help.",
		"rotate stray":                ` rotate: unexpected argument "stray". For help, run partnercenter rotate --help.`,
		"doctor -o yaml":              ` doctor: --output must be one of text, json, got "yaml".`,
		"events --output":             " events: --output requires a value.",
		"events --timeout soon":       ` events: --timeout must be a duration such as 90s or 5m, got "soon".`,
		"emulator --seed-events many": ` emulator: --seed-events must be a whole number, got "many".`,
		"emulator --seed-base today":  ` emulator: --seed-base must be a time in RFC 3339, got "today".`,
		"emulator --verbose=perhaps":  ` emulator: --verbose must be true or false, got "perhaps".`,
		"rotate --print --out x":      " rotate: --print conflicts with --out.",
		"check":                       " check: name the files to check, or - for standard input.",
		"check --require= x":          " check: --require must not be empty.",
		"events --\x1b[31m":           ` events: unknown flag --\u001b[31m. For help, run partnercenter events --help.`,
		"completion bsh":              ` completion: unknown command "bsh". Did you mean bash?`,
		"help evnets":                 ` help: unknown command "evnets". Did you mean events?`,
		"hepl":                        `: unknown command "hepl". Did you mean help?`,
		"events shwo":                 ` events: unexpected argument "shwo". Did you mean show?`,
	} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, line)
		expect.Equal(t, line, cli.Program+want+"\n", s.errors.String())
		expect.Equal(t, "output of "+line, "", s.out.String())
		s.expectNoRequests(t)
	}
}
