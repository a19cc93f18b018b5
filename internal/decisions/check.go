// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package decisions says what is wrong with a file of decisions about fraud events: a YAML map of
// short keys to entries.
//
// What counts is what Terraform's yamldecode makes of the file. It keeps the last of equal keys and
// says nothing, and it reads unquoted numbers, dates, and words such as no as other values than
// those written. The package reads the file with a YAML library that knows lines and columns, and
// asks the reader that Terraform uses what becomes of each value.
package decisions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Rules are what a team has agreed on for its file.
type Rules struct {
	Evidence []string // keys of evidence that an entry may carry
	Required []string // keys of evidence that a decided entry must carry
}

// DefaultEvidence returns the keys that the examples and guides use.
func DefaultEvidence() []string {
	return []string{"ticket", "decided_by", "rationale", "approved_by"}
}

// Finding is something that is wrong, where it stands, and what to do about it.
type Finding struct {
	Line, Column int // both from 1; columns are characters
	Problem      string
	Cure         string
}

// String is "line:column: problem: cure". Whatever it quotes of the file is escaped and cut.
func (f Finding) String() string {
	return fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Problem, f.Cure)
}

// Report is what the file holds and what is wrong with it.
type Report struct {
	Unreadable bool // as YAML: nothing is known but the one finding
	Entries    int
	Undecided  int // those whose reason is still empty
	Overwrites int // those with allow_overwrite
	Unlisted   int // those with allow_unlisted
	Findings   []Finding
}

// Summary counts what the file holds: "3 entries, 2 undecided, 1 finding".
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

// Check reads a whole file. The findings are sorted by position.
func Check(file []byte, rules Rules) Report {
	c := &checker{rules: rules, events: map[string]place{}}
	c.check(file)
	slices.SortStableFunc(c.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.Report
}

// checker collects what it finds in one file.
type checker struct {
	Report

	rules  Rules
	events map[string]place // which entry was the first to name an event

	fieldsMerged int
}

// place is where an entry stands.
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
