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
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

// Check checks a whole file. The findings are sorted by position.
func Check(file []byte, rules Rules) Report {
	c := &checker{rules: rules, events: map[string]place{}}
	c.check(file)
	slices.SortStableFunc(c.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.Report
}

func (c *checker) check(file []byte) {
	found := document.CheckText(file)
	var root *yaml.Node
	if found == nil {
		root, found = document.Load(file)
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
