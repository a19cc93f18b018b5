// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
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

// Keys of an entry.
const (
	keySubscriptionID = "subscription_id"
	keyEventID        = "event_id"
	keyStatus         = "status"
	keyReason         = "reason"
	keyAllowOverwrite = "allow_overwrite"
	keyAllowUnlisted  = "allow_unlisted"
)

// entryKeys returns the keys of an entry that the configuration uses. All others are evidence.
func entryKeys() []string {
	return []string{
		keySubscriptionID, keyEventID, keyStatus, keyReason,
		keyAllowOverwrite, keyAllowUnlisted,
	}
}

// CheckEvidenceKey refuses a key that the configuration uses itself. The error completes the name
// of a flag.
func CheckEvidenceKey(key string) error {
	if slices.Contains(entryKeys(), key) {
		return fmt.Errorf("must not name %q, because it is part of the decision", key)
	}
	return nil
}

// checker collects the findings in one file.
type checker struct {
	Report

	rules  Rules
	events map[string]place // the entry that names an event first

	fieldsMerged int
}

// place is the position of an entry.
type place struct {
	key  string
	line int
}

func (c *checker) report(at document.Position, problem, cure string) {
	c.Findings = append(c.Findings,
		Finding{Line: at.Line, Column: at.Column, Problem: problem, Cure: cure})
}

// alternatives returns "a, b, or c", each in quotes, or "a or b".
func alternatives(values []string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = document.Shown(v)
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	if len(parts) == 2 {
		return parts[0] + " or " + parts[1]
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + ", or " + parts[last]
}

// meantBy returns the candidate that s probably misspells, or "".
func meantBy(s string, candidates []string) string {
	return nearest.Of(s, candidates, min(2, len(s)/2))
}
