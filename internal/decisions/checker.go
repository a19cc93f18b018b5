// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

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
