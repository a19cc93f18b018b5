// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// shown quotes a text of the file: escaped, since it goes to terminals and logs, and cut where it
// is long.
func shown(s string) string {
	const longest = 60 // characters
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return strconv.Quote(s)
}

// alternatives renders "a, b or c", each in quotes.
func alternatives(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = shown(v)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// nearest returns the candidate that s is a slip of, or an empty text.
func nearest(s string, candidates []string) string {
	best, fewest := "", 3
	for _, candidate := range candidates {
		edits := distance(strings.ToLower(s), strings.ToLower(candidate))
		if edits < fewest && edits <= (utf8.RuneCountInString(candidate)+1)/2 {
			best, fewest = candidate, edits
		}
	}
	return best
}

// distance counts the characters to insert, remove, replace or swap with their neighbor that lead
// from a to b.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	const tooMany = 99
	if len(from) > len(to)+2 || len(to) > len(from)+2 {
		return tooMany
	}
	var above []int // the row before the previous one
	previous := make([]int, len(to)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row := make([]int, len(to)+1)
		row[0] = i
		for j := 1; j <= len(to); j++ {
			replace := previous[j-1]
			if from[i-1] != to[j-1] {
				replace++
			}
			row[j] = min(previous[j]+1, row[j-1]+1, replace)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], above[j-2]+1)
			}
		}
		above, previous = previous, row
	}
	return previous[len(to)]
}
