// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package untrusted keeps foreign text from acting in documents that people open: spreadsheets, and
// Markdown on platforms that look for mentions and links. It expects visible text; each caller has
// its own way to show invisible characters.
package untrusted

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell returns a cell of a CSV file. An apostrophe precedes a text that a spreadsheet would
// compute. In the log of a job, the text is no command.
func Cell(s string) string {
	s = InLog(s)
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	if strings.ContainsRune("=+-@|%＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// Code returns a text for a cell of a Markdown table, or "-" if it is empty. Its punctuation is
// written as character references, which begin neither markup nor a cell. It is in <code>, where
// platforms look for neither mentions nor links, so that ids can be copied unchanged.
func Code(s string) string {
	if s == "" {
		return "-"
	}
	var b strings.Builder
	for _, r := range s {
		plain := unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || r == '-'
		if r < utf8.RuneSelf && !plain {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return "<code>" + b.String() + "</code>"
}
