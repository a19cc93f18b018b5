// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package decisions finds mistakes in a decisions file: a YAML map of short keys to entries about
// fraud events.
//
// The package checks the file as Terraform's yamldecode reads it: yamldecode silently keeps the
// last of equal keys, and it converts unquoted numbers, dates, and words such as no. The package
// parses the file with a YAML library that provides lines and columns, and asks Terraform's own
// reader for each value.
package decisions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
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

// Finding is a problem, its position, and its fix.
type Finding struct {
	Line, Column int // both count from 1; columns are characters
	Problem      string
	Cure         string
}

// String is "line:column: problem: cure". Quoted text of the file is escaped and truncated.
func (f Finding) String() string {
	return fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Problem, f.Cure)
}

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

// Check checks a whole file. The findings are sorted by position.
func Check(file []byte, rules Rules) Report {
	c := &checker{rules: rules, events: map[string]place{}}
	c.check(file)
	slices.SortStableFunc(c.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.Report
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

func (c *checker) check(file []byte) {
	found := checkText(file)
	var root *yaml.Node
	if found == nil {
		root, found = load(file)
	}
	if found != nil {
		c.Unreadable, c.Findings = true, []Finding{*found}
		return
	}
	if root == nil {
		return
	}
	entries := c.checkRoot(root)
	if len(c.Findings) == 0 {
		c.compareWithTerraform(file, entries)
	}
}

func (c *checker) report(at position, problem, cure string) {
	c.Findings = append(c.Findings, Finding{at.line, at.column, problem, cure})
}
