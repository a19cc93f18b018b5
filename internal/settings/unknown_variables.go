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

// UnknownVariables reports variables with our prefix that do not exist, and suggests the intended
// one. environ is the result of os.Environ. It does not look at values: a misspelled variable may
// hold a secret.
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

// isKnown recognizes the variables of the settings and of the test suite.
func isKnown(name string) bool {
	if runtime.GOOS == "windows" { // on systems where the case of a variable's name does not matter
		name = strings.ToUpper(name)
	}
	return strings.HasPrefix(name, testVariables) || slices.Contains(ownVariables(), name)
}

// testVariables are variables of the acceptance tests.
const testVariables = "PARTNERCENTER_TEST_"

func ownVariables() []string {
	var names []string
	for _, setting := range Names() {
		names = append(names, ownVariable(setting))
	}
	return names
}

// mostSlips is the maximum number of wrong letters in a misspelled name.
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
