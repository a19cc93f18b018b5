// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package expect

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// CodesHead is the head of a table of codes in a guide.
const CodesHead = "| status/code | meaning | what to do, and why |\n|---|---|---|\n"

// CodeRow is a row of a table of facts: statuses with their codes, such as 403/20002, and what they
// mean, without sources.
type CodeRow struct {
	Codes   []string
	Meaning string
}

// CodeRows returns the rows of the first table of codes below a heading.
func CodeRows(t testing.TB, file, heading string) (rows []CodeRow) {
	t.Helper()
	_, facts, _ := strings.Cut(string(Must(os.ReadFile(file))(t)), "\n### "+heading+"\n")
	facts, _, _ = strings.Cut(facts, "\n## ")
	facts, _, _ = strings.Cut(facts, "\n### ")
	source := regexp.MustCompile(` \[[^\]]*\]`)
	for _, row := range regexp.MustCompile(`(?m)^\| (\d[\w/, ]*) \| (.+) \|$`).
		FindAllStringSubmatch(facts, -1) {
		rows = append(rows, CodeRow{strings.Split(row[1], ", "), source.ReplaceAllString(row[2], "")})
	}
	if len(rows) == 0 {
		t.Fatalf("%s has no table of codes below %q", file, heading)
	}
	return rows
}

// CodesInGuide compares a region of a guide with all codes below a heading of the facts, and with
// the advice that an error with each code gives. The codes of a row have the same advice.
func CodesInGuide(t testing.TB, facts, heading, guide, region string,
	advice func(code string) string, update bool) {
	t.Helper()
	table := CodesHead
	for _, row := range CodeRows(t, facts, heading) {
		for _, code := range row.Codes[1:] {
			Equal(t, "advice about "+code, advice(row.Codes[0]), advice(code))
		}
		table += fmt.Sprintf("| %s | %s | %s |\n", strings.Join(row.Codes, ", "), row.Meaning,
			advice(row.Codes[0]))
	}
	Region(t, guide, region, table, update)
}
