// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package document reads a YAML document with lines and columns, and knows how Terraform reads it.
package document

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

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

// Position is a line and a column, both counted from 1.
type Position struct{ Line, Column int }

// At returns the position of a node.
func At(n *yaml.Node) Position { return Position{n.Line, n.Column} }

func mark(m yaml.Mark) Position { return Position{m.Line, m.Column} }

// Target resolves an alias.
func Target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// HasForeignTag reports a tag that changes the type of a value.
func HasForeignTag(n *yaml.Node) bool {
	if n.Style&yaml.TaggedStyle == 0 {
		return false
	}
	return n.Tag != "!!str" && n.Tag != "!!map" && n.Tag != "!!seq"
}

// Shown quotes text of the file for terminals and logs: escaped and truncated.
func Shown(s string) string {
	const longest = 60 // characters
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return strconv.Quote(s)
}
