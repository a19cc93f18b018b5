// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// shown quotes text of the file for terminals and logs: escaped and truncated.
func shown(s string) string {
	const longest = 60 // characters
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return strconv.Quote(s)
}

// alternatives returns "a, b, or c", each in quotes, or "a or b".
func alternatives(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = shown(v)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	if len(quoted) == 2 {
		return quoted[0] + " or " + quoted[1]
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + ", or " + quoted[last]
}

// meantBy returns the candidate that s probably misspells, or "".
func meantBy(s string, candidates []string) string {
	return nearest.Of(s, candidates, min(2, len(s)/2))
}
