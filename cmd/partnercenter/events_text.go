// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Text from the service can contain anything, and the listing goes to terminals and into files. So
// invisible characters (control characters, the start of escape sequences, line breaks of every
// kind, direction marks) are escaped.

// visible shows such characters as YAML and Go escape them: \u001b, \U000e0001.
func visible(s string) string {
	return escapeRunes(s, isInvisible, func(r rune) string {
		if r > 0xFFFF {
			return fmt.Sprintf(`\U%08x`, r)
		}
		return fmt.Sprintf(`\u%04x`, r)
	})
}

// visibleJSON does the same to a JSON document, in which such characters occur only in strings, and
// line breaks never do. JSON writes characters beyond 16 bits as two.
func visibleJSON(document string) string {
	invisible := func(r rune) bool { return r != '\n' && isInvisible(r) }
	return escapeRunes(document, invisible, func(r rune) string {
		if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
			return fmt.Sprintf(`\u%04x\u%04x`, high, low)
		}
		return fmt.Sprintf(`\u%04x`, r)
	})
}

// escapeRunes copies only text that contains such a character.
func escapeRunes(s string, escaped func(rune) bool, escape func(rune) string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, escaped) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if escaped(r) {
			b.WriteString(escape(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isInvisible(r rune) bool { return !unicode.IsGraphic(r) }

// shortened cuts a text that is wider than the given number of columns.
func shortened(s string, columns int) string {
	if width(s) <= columns {
		return s
	}
	used := 1 // the ellipsis
	for i, r := range s {
		if used += runeWidth(r); used > columns {
			return s[:i] + "…"
		}
	}
	return s
}

// padded fills a text with spaces.
func padded(s string, columns int) string {
	return s +
		strings.Repeat(" ", max(0, columns-width(s)))
}

// width is the number of columns that a terminal needs for a text without control characters.
func width(s string) int {
	if len(s) == utf8.RuneCountInString(s) {
		return len(s)
	}
	columns := 0
	for _, r := range s {
		columns += runeWidth(r)
	}
	return columns
}

// runeWidth is based on the Unicode blocks of wide characters (East Asian scripts, emoji). Marks
// that combine with the letter before them have no width.
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

// quoted is a text in double quotes.
func quoted(s string) string {
	return `"` + visible(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)) + `"`
}
