// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package terminal makes text fit for a terminal: visible, aligned, and within its width.
package terminal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostBytes is more than any script needs for a column. A text of combining marks has no width.
const mostBytes = 16

// Shortened truncates a text that is wider than the given number of columns.
func Shortened(s string, columns int) string {
	most := mostBytes * columns
	if Width(s) <= columns && len(s) <= most {
		return s
	}
	used := 1 // the ellipsis
	for i, r := range s {
		if used += runeWidth(r); used > columns || i >= most {
			return s[:i] + "…"
		}
	}
	return s
}

// Padded pads a text with spaces.
func Padded(s string, columns int) string {
	return s + strings.Repeat(" ", max(0, columns-Width(s)))
}

// Width returns the number of columns that a text without control characters needs.
func Width(s string) int {
	if len(s) == utf8.RuneCountInString(s) {
		return len(s)
	}
	columns := 0
	for _, r := range s {
		columns += runeWidth(r)
	}
	return columns
}

// runeWidth is based on the Unicode blocks of wide characters (East Asian scripts, emoji).
// Combining marks have no width.
func runeWidth(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r < 0x1100:
		return 1
	}
	for _, block := range [...][2]rune{
		{0x1100, 0x115F},
		{0x2E80, 0xA4CF},
		{0xA960, 0xA97F},
		{0xAC00, 0xD7A3},
		{0xF900, 0xFAFF},
		{0xFE30, 0xFE6F},
		{0xFF00, 0xFF60},
		{0xFFE0, 0xFFE6},
		{0x1F300, 0x1F64F},
		{0x1F680, 0x1F6FF},
		{0x1F900, 0x1F9FF},
		{0x1FA70, 0x1FAFF},
		{0x20000, 0x3FFFD},
	} {
		if r >= block[0] && r <= block[1] {
			return 2
		}
	}
	return 1
}
