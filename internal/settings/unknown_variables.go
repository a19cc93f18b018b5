// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// UnknownVariables says of every variable whose name begins like one of ours, and is none, which
// one was probably meant. environ is what os.Environ returns. Values are not looked at: a variable
// that is misspelled may hold a secret.
func UnknownVariables(environ []string) []string {
	var warnings []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if looksOurs(name) && !isKnown(name) {
			warnings = append(warnings, unknownVariable(name))
		}
	}
	slices.Sort(warnings)
	return slices.Compact(warnings)
}

func looksOurs(name string) bool { return strings.HasPrefix(strings.ToUpper(name), "PARTNERCENT") }

// isKnown tells the variables of the settings, and those of the test suite.
func isKnown(name string) bool {
	if runtime.GOOS == "windows" { // where the case of a variable's name does not matter
		name = strings.ToUpper(name)
	}
	return strings.HasPrefix(name, testVariables) || slices.Contains(ownVariables(), name)
}

// testVariables are read by the acceptance tests.
const testVariables = "PARTNERCENTER_TEST_"

func ownVariables() []string {
	var names []string
	for _, setting := range Names() {
		names = append(names, ownVariable(setting))
	}
	return names
}

// mostSlips is in how many letters a name may differ from the one that was probably meant.
const mostSlips = 5

func unknownVariable(name string) string {
	printable := fmt.Sprintf("%.80q", name)
	text := "The environment variable " + strings.Trim(printable, `"`) +
		" is unknown and has no effect."
	if meant := nearest.Of(name, ownVariables(), mostSlips); meant != "" {
		text += " Did you mean " + meant + "?"
	}
	return text
}
