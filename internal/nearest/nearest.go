// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package nearest finds what somebody probably meant to write.
package nearest

import "strings"

// Of returns the candidate that differs from s in the fewest letters, of several the first, and ""
// if each differs in more than limit. Case does not count.
func Of(s string, candidates []string, limit int) string {
	var best string
	for _, candidate := range candidates {
		d := distance(strings.ToLower(s), strings.ToLower(candidate), limit)
		if d <= limit {
			best, limit = candidate, d-1 // from now on only what is nearer
		}
		if limit < 0 {
			break
		}
	}
	return best
}

// distance counts the letters to change, add, or remove to make b of a (Levenshtein). It looks only
// at what is within the limit; beyond it, the result is some number above the limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		from, to := max(0, i-limit), min(len(b), i+limit+1)
		above, least := row[from], limit+1
		if row[from] = limit + 1; from == 0 {
			row[0] = i + 1
		}
		for j := from; j < to; j++ {
			change := above
			if a[i] != b[j] {
				change++
			}
			above = row[j+1]
			if j+1 > i+limit { // the row above ends before here
				above = limit + 1
			}
			row[j+1] = min(change, above+1, row[j]+1)
			least = min(least, row[j+1])
		}
		if least > limit && row[from] > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}
