// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package codes compares the error codes of a guide with the facts and with the errors themselves.
package codes

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Head is the head of a table of codes in a guide.
const Head = "| status/code | meaning | what to do, and why |\n|---|---|---|\n"

// Row is a row of a table of facts: statuses with their codes, such as 403/20002, and what they
// mean, without sources.
type Row struct {
	Codes   []string
	Meaning string
}

// Rows returns the rows of the first table of codes below a heading.
func Rows(t testing.TB, file, heading string) (rows []Row) {
	t.Helper()
	_, facts, _ := strings.Cut(string(expect.Must(os.ReadFile(file))(t)), "\n### "+heading+"\n")
	facts, _, _ = strings.Cut(facts, "\n## ")
	facts, _, _ = strings.Cut(facts, "\n### ")
	source := regexp.MustCompile(` \[[^\]]*\]`)
	for _, row := range regexp.MustCompile(`(?m)^\| (\d[\w/, ]*) \| (.+) \|$`).
		FindAllStringSubmatch(facts, -1) {
		rows = append(rows, Row{strings.Split(row[1], ", "), source.ReplaceAllString(row[2], "")})
	}
	if len(rows) == 0 {
		t.Fatalf("%s has no table of codes below %q", file, heading)
	}
	return rows
}

// InGuide compares a region of the troubleshooting guide with all codes below a heading of
// docs-dev/respond.md, and with the advice of the error that a refusal with each status and code
// causes. The codes of a row have the same advice.
func InGuide(t testing.TB, heading, region string, refused func(status int, code string) error,
	update bool) {
	t.Helper()
	advice := func(statusAndCode string) string {
		status, code, _ := strings.Cut(statusAndCode, "/")
		err := refused(expect.Must(strconv.Atoi(status))(t), code)
		if err == nil {
			t.Fatalf("%s is no error", statusAndCode)
		}
		said := anatomy.Of(err).Advice.In(func(k anatomy.Key) string { return "`" + string(k) + "`" })
		return cmp.Or(said, "none")
	}
	root := moduleRoot(t)
	table := Head
	for _, row := range Rows(t, filepath.Join(root, "docs-dev", "respond.md"), heading) {
		for _, code := range row.Codes[1:] {
			expect.Equal(t, "advice about "+code, advice(row.Codes[0]), advice(code))
		}
		table += fmt.Sprintf("| %s | %s | %s |\n", strings.Join(row.Codes, ", "), row.Meaning,
			advice(row.Codes[0]))
	}
	guide := filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl")
	expect.Region(t, guide, region, table, update)
}

// moduleRoot finds the folder of go.mod, in or above that of the test.
func moduleRoot(t testing.TB) string {
	t.Helper()
	dir := expect.Must(os.Getwd())(t)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			t.Fatal("there is no go.mod")
		}
		dir = above
	}
}
