// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

// Rules are a team's rules for its file.
type Rules struct {
	Evidence []string // keys of evidence that an entry may carry
	Required []string // keys of evidence that a decided entry must carry
}

// DefaultEvidence returns the keys that the examples and guides use.
func DefaultEvidence() []string {
	return []string{"ticket", "decided_by", "rationale", "approved_by"}
}

// evidence returns the keys to check: the allowed and the required ones.
func (r Rules) evidence() []string {
	keys := slices.Clone(r.Evidence)
	for _, name := range r.Required {
		if !slices.Contains(keys, name) {
			keys = append(keys, name)
		}
	}
	return keys
}

// Finding is a problem, its position, and its fix.
type Finding = document.Finding

// MaxSize is the maximum size of a file.
const MaxSize = document.MaxSize

// Report summarizes the file and lists its problems.
type Report struct {
	Unreadable bool // as YAML; if false, there is only this one finding
	Entries    int
	Undecided  int // entries with an empty reason
	Overwrites int // entries with allow_overwrite
	Unlisted   int // entries with allow_unlisted
	Findings   []Finding
}

// Summary returns a text such as "3 entries, 2 undecided, 1 finding".
func (r Report) Summary() string {
	if r.Unreadable {
		return "not readable, " + counted(len(r.Findings), "finding", "findings")
	}
	parts := []string{
		counted(r.Entries, "entry", "entries"),
		fmt.Sprintf("%d undecided", r.Undecided),
	}
	if r.Overwrites > 0 {
		parts = append(parts, fmt.Sprintf("%d with %s", r.Overwrites, keyAllowOverwrite))
	}
	if r.Unlisted > 0 {
		parts = append(parts, fmt.Sprintf("%d with %s", r.Unlisted, keyAllowUnlisted))
	}
	return strings.Join(append(parts, counted(len(r.Findings), "finding", "findings")), ", ")
}

// counted returns "1 item" or "2 items".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
