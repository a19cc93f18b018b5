// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package untrusted keeps text of others from acting in the forms that people open: spreadsheets,
// and Markdown on platforms that look for mentions and links. It expects visible text: each caller
// has its own way to show what cannot be seen.
package untrusted

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell is a cell of a CSV file. An apostrophe stands before what a spreadsheet would compute.
func Cell(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	if strings.ContainsRune("=+-@|%＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// Code is a text in a cell of a Markdown table, or "-" if it is empty. Its punctuation is written
// as character references, which begin neither markup nor a cell. It stands in <code>, where
// platforms look for neither mentions nor links, so ids can be copied as they are.
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
