// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// UnknownVariables says of every variable whose name begins like one of ours, and is none, which one was probably meant.
// environ is what os.Environ returns. Values are not looked at: a variable that is misspelled may hold a secret.
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

func unknownVariable(name string) string {
	printable := fmt.Sprintf("%.80q", name)
	text := "The environment variable " + strings.Trim(printable, `"`) + " is not known and has no effect."
	if nearest := nearestVariable(name); nearest != "" {
		text += " Did you mean " + nearest + "?"
	}
	return text
}

// nearestVariable is the known name that is the fewest slips away; empty if every one is too many.
func nearestVariable(name string) string {
	const slips = 5
	nearest, fewest := "", slips+1
	for _, known := range ownVariables() {
		if d := distance(strings.ToUpper(name), known); d < fewest {
			nearest, fewest = known, d
		}
	}
	return nearest
}

// distance counts the letters that have to be put in, taken out or replaced (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
