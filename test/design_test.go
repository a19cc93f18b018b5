// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const decisionsFolder = "docs-dev/decisions"

// A record that the index lacks is read by nobody.
func TestDesign_IndexHasEveryDecision(t *testing.T) {
	t.Parallel()
	design := readFile(t, "DESIGN.md")
	records := glob(t, decisionsFolder+"/*.md")
	for i, path := range records { // in the order of their names
		name := filepath.Base(path)
		if want := fmt.Sprintf("%04d-", i+1); !strings.HasPrefix(name, want) {
			t.Errorf("%s: want the next number, %s", name, want)
		}
		record := readFile(t, decisionsFolder+"/"+name)
		title, _, _ := strings.Cut(strings.TrimPrefix(record, "# "), "\n")
		if link := fmt.Sprintf("- [%s](%s/%s)\n", title, decisionsFolder, name); !strings.Contains(design,
			link) {
			t.Errorf("the index of DESIGN.md lacks %s", link)
		}
		for _, part := range []string{"## Context", "## Decision", "## Consequences"} {
			expect.Contains(t, record, "\n"+part+"\n\n")
		}
	}
	if n := strings.Count(design, "]("+decisionsFolder+"/"); n != len(records) || n == 0 {
		t.Errorf("the index has %d records, the folder %d", n, len(records))
	}
}

// What DESIGN.md and the records name is there: a file, a folder, or a declaration of our own code.
func TestDesign_NamesWhatIsThere(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for path, content := range repositoryFiles(t) {
		if strings.HasSuffix(path, ".go") {
			code.Write(content)
		}
	}
	declared := code.String()
	pages := []string{"DESIGN.md"}
	for _, path := range glob(t, decisionsFolder+"/*.md") {
		pages = append(pages, decisionsFolder+"/"+filepath.Base(path))
	}
	file := regexp.MustCompile("`((?:internal|docs-dev|cmd|tools|templates)/[^`*]*)`")
	name := regexp.MustCompile("`(?:fraud|partnercenter)\\.(?:[A-Z]\\w*\\.)?([A-Z]\\w*)`")
	for _, page := range pages {
		text := readFile(t, page)
		for _, match := range file.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(root, match[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
		for _, match := range name.FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`(?m)^(type|func) (\([^)]*\) )?` + match[1] +
				`\b`).MatchString(declared) {
				t.Errorf("%s names %s, which is declared nowhere", page, match[0])
			}
		}
	}
}

// The table of dependencies gives each direct one its reason.
func TestDesign_GivesEveryDependencyAReason(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(readFile(t, "DESIGN.md"), "## Dependencies")
	modules := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(readFile(t, "go.mod"),
		-1)
	if len(modules) == 0 {
		t.Fatal("go.mod has no direct dependency")
	}
	for _, module := range modules {
		name := regexp.MustCompile(`/v\d+$`).ReplaceAllString(module[1], "")
		if !strings.HasPrefix(name, "golang.org/x/") {
			name = name[strings.LastIndex(name, "/")+1:]
		}
		name = strings.TrimPrefix(name, "terraform-plugin") // of which the table has several in one row
		if !regexp.MustCompile(`(?m)^\|.*(?:[ /]|plugin)` + regexp.QuoteMeta(name) +
			`[ ,].*\|`).MatchString(table) {
			t.Errorf("DESIGN.md gives no reason for %s", module[1])
		}
	}
}

// What nobody can wrap: the head of a page of the registry, code, rows of tables, and addresses.
var (
	frontMatterOrCode = regexp.MustCompile("(?s)^---\n.*?\n---\n|\n *```.*?\n *```")
	unwrappable       = regexp.MustCompile(`(?m:^ *\||^\[[^\]]+\]: \S+$)|https?://\S{60}`)
)

// Lines that are longer wrap in an editor beside another, and in a review. docs/ is generated.
func TestDocuments_LinesFitInto100Columns(t *testing.T) {
	t.Parallel()
	checked := 0
	for path, content := range repositoryFiles(t) {
		path = filepath.ToSlash(path)
		if ext := filepath.Ext(strings.TrimSuffix(path, ".tmpl")); ext != ".md" ||
			strings.HasPrefix(path, "docs/") || strings.Contains(path, "/testdata/") ||
			path == "CHANGELOG.md" { // one entry is one line
			continue
		}
		checked++
		text := frontMatterOrCode.ReplaceAllStringFunc(string(content), func(left string) string {
			return strings.Repeat("\n", strings.Count(left, "\n"))
		})
		for i, line := range strings.Split(text, "\n") {
			if n := utf8.RuneCountInString(line); n > 100 && !unwrappable.MatchString(line) {
				t.Errorf("%s:%d has %d columns", path, i+1, n)
			}
		}
	}
	if checked < 40 {
		t.Errorf("only %d documents were checked", checked)
	}
}
