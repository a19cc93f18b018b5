// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package untrusted_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// FuzzEscapes puts any visible text into a cell of a spreadsheet, and into Markdown.
func FuzzEscapes(f *testing.F) {
	for _, seed := range []string{"=1+1", "  @SUM", "\u3000+1", "a|b", "<!--", "@kim", "#1",
		"javascript:x",
		"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593", "`x`", "![a](b)", "\u0301=1", "deadbeef"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) ||
			strings.ToValidUTF8(text, "") != text {
			return // each caller makes text visible first
		}
		if cell := strings.TrimSpace(untrusted.Cell(text)); strings.HasPrefix(cell, "=") ||
			strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") {
			t.Errorf("%q is computed", cell)
		}
		code := strings.TrimSuffix(strings.TrimPrefix(untrusted.Code(text), "<code>"), "</code>")
		if strings.ContainsAny(code, "<>|`*_[]()!@/\"'\\") {
			t.Errorf("%q is markup", code)
		}
		if prose := untrusted.Prose(text); !strings.HasPrefix(prose, "`") &&
			(strings.ContainsAny(prose, "<>|$") || strings.Contains(prose, "@"+text)) {
			t.Errorf("%q is markup", prose)
		}
	})
}
