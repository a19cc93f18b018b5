// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// hostile returns an event with the same text in every field.
func hostile(text string) fraud.Event {
	e := open(text, 3*day)
	e.Severity, e.EventType, e.Status, e.CustomerFriendlyName = text, text, fraud.Status(text), text
	return e
}

func hostileTexts() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "a|b\n\n# c", "@admin #1 !2",
		"[a](javascript:alert(1)) `b` https://evil.example", "=HYPERLINK(\"https://evil.example\")",
		"\u202e\x1b[31m", " +1", "\t-1", "@SUM(A1)", strings.Repeat("x", 10_000), "</style></script>",
		"{{.Report}}", "\xff", "＝1",
	}
}

func TestReport_HostileTextStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		done := hostile(text)
		done.Status, done.Reason, done.ResolvedBy = fraud.Resolved, fraud.Reason(text), text
		done.ResolvedOn = noon()
		r := reportOf(hostile(text), done)
		var page, plain, md, sheet bytes.Buffer
		expect.NoError(t, r.WriteHTML(&page))
		expect.NoError(t, reportOf(hostile("a"), hostile("a")).WriteHTML(&plain))
		if n := strings.Count(page.String(), "<script"); n != 1 {
			t.Errorf("%q: the page has %d scripts", text, n)
		}
		if strings.Contains(page.String(), "<img src=x") {
			t.Errorf("%q: the page has the element", text)
		}
		expect.NoError(t, r.WriteMarkdown(&md))
		for _, line := range strings.Split(md.String(), "\n") {
			if cells := strings.Count(line, "|"); strings.HasPrefix(line, "|") && cells != 13 &&
				cells != 7 && cells != 4 {
				t.Errorf("%q breaks the table: %s", text, line)
			}
		}
		for _, bad := range []string{"<script", "<img", "@admin", "](", "https://", "\x1b"} {
			if strings.Contains(md.String(), bad) {
				t.Errorf("%q: the Markdown has %q", text, bad)
			}
		}
		expect.NoError(t, r.WriteCSV(&sheet))
		lines, err := csv.NewReader(&sheet).ReadAll()
		expect.NoError(t, err)
		for _, line := range lines {
			for _, cell := range line {
				if cell = strings.TrimSpace(cell); cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
					t.Errorf("%q: a formula: %q", text, cell)
				}
			}
		}
	}
}
