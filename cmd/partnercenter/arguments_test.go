// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Scripts may use the spelling of Go's flag package: one hyphen or two before any name.
func TestNormalise_OldSpellingsOfFlags(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"events -status Active -o json":      "events --status Active -o json",
		"events --o json":                    "events -o json",
		"events --o=json":                    "events -o=json",
		"events -output=json -exit-code":     "events --output=json --exit-code",
		"events -ojson":                      "events -ojson",
		"events --status -o --o -status":     "events --status -o -o -status", // values
		"events -is-test=false -o -status":   "events --is-test=false -o -status",
		"events -exit-code -status Active":   "events --exit-code --status Active",
		"events -nonsense":                   "events --nonsense",
		"events -h":                          "events -h",
		"events -help":                       "events --help",
		"emulator -v -seed-events -1":        "emulator -v --seed-events -1",
		"emulator -api-http -seed 3":         "emulator --api-http --seed 3",
		"check -require x a.yaml -- -status": "check --require x a.yaml -- -status",
		"check -":                            "check -",
		"-help":                              "--help",
		"nonsense -status":                   "nonsense --status",
		"__complete events -status":          "__complete events -status",
	} {
		got := normalise(newRoot(cli.Environment{}), strings.Fields(args))
		expect.Equal(t, args, want, strings.Join(got, " "))
	}
}

func TestCommandLine_OneHyphenOrTwo(t *testing.T) {
	t.Parallel()
	server := night(t)
	for _, line := range []string{"events -o json -status Active -severity High",
		"events --o json --status Active --severity=High", "events -o=json -status=Active -severity High",
		"events -ojson --status Active --severity High"} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, line)
		expect.Equal(t, line, []string{"new-active"}, s.listed(t))
	}
}
