// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package nearest suggests the name that somebody probably meant.
package nearest

import "strings"

// Of returns the first candidate that differs from s in the fewest letters, or "" if all differ in
// more than limit letters. It ignores case.
func Of(s string, candidates []string, limit int) string {
	var best string
	for _, candidate := range candidates {
		d := distance(strings.ToLower(s), strings.ToLower(candidate), limit)
		if d <= limit {
			best, limit = candidate, d-1 // from now on, only nearer ones count
		}
		if limit < 0 {
			break
		}
	}
	return best
}

// distance is the number of letters to change, add, or remove to turn a into b (Levenshtein). If it
// exceeds the limit, the result is any number above the limit.
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
