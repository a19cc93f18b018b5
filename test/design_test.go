// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

const decisionsFolder = "docs-dev/decisions"

// Nobody reads a record that is missing from the index.
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

// Every file, folder, or declaration of our own code that DESIGN.md and the records name exists.
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

// The table of dependencies gives the reason for each direct one.
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
		name = strings.TrimPrefix(name, "terraform-plugin") // of which one row can name several
		if !regexp.MustCompile(`(?m)^\|.*(?:[ /]|plugin)` + regexp.QuoteMeta(name) +
			`[ ,].*\|`).MatchString(table) {
			t.Errorf("DESIGN.md gives no reason for %s", module[1])
		}
	}
}

// Lines that nobody can wrap: the head of a page of the registry, code, rows of tables, and
// addresses.
var (
	frontMatterOrCode = regexp.MustCompile("(?s)^---\n.*?\n---\n|\n *```.*?\n *```")
	unwrappable       = regexp.MustCompile(`(?m:^ *\||^\[[^\]]+\]: \S+$)|https?://\S{60}`)
)

// Longer lines wrap in an editor with two columns, and in a review. docs/ is generated.
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

// importRow is a row of the linter's table of imports.
type importRow struct {
	Mode  string   `yaml:"list-mode"`
	Files []string `yaml:"files"`
}

// A package without a row could import anything. Rows that only forbid imports do not count,
// because they miss future packages.
func TestImports_EveryPackageHasARowThatListsThem(t *testing.T) {
	t.Parallel()
	var linter struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]importRow `yaml:"rules"`
				} `yaml:"depguard"`
			} `yaml:"settings"`
		} `yaml:"linters"`
	}
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, ".golangci.yml")), &linter))
	rules := linter.Linters.Settings.Depguard.Rules
	packages := map[string]bool{}
	for path := range repositoryFiles(t) {
		if path = filepath.ToSlash(path); !strings.HasSuffix(path, ".go") ||
			strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "tools/") ||
			packages[filepath.Dir(path)] {
			continue
		}
		packages[filepath.Dir(path)] = true
		var rows []string
		for name, row := range rules {
			if row.Mode == "strict" && row.holds(path) {
				rows = append(rows, name)
			}
		}
		if slices.Sort(rows); len(rows) != 1 {
			t.Errorf("%s has the rows %q, want exactly one", filepath.Dir(path), rows)
		}
	}
	if len(packages) < 30 {
		t.Errorf("found %d packages", len(packages))
	}
}

// holds reports whether the row applies to files that are not tests.
func (r importRow) holds(path string) bool {
	about := false
	for _, pattern := range r.Files {
		pattern, not := strings.CutPrefix(pattern, "!")
		if strings.HasPrefix(pattern, "$") || !matchesGlob(pattern, path) {
			continue
		}
		if not {
			return false
		}
		about = true
	}
	return about
}

func matchesGlob(pattern, path string) bool {
	regex := strings.NewReplacer(
		"**/", `(.*/)?`, "**", ".*", "*", "[^/]*", ".", `\.`, "{", "(", "}", ")", ",", "|",
	).Replace(pattern)
	return regexp.MustCompile("^" + regex + "$").MatchString(path)
}

// eachFile parses the files of our own code in the folders, except tests.
func eachFile(t *testing.T, folders []string, visit func(path string, node ast.Node)) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join("..", folder), func(path string, _ fs.DirEntry,
			err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err == nil {
				ast.Inspect(file, func(n ast.Node) bool {
					visit(path, n)
					return true
				})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Only the edges name settings and flags, and know Terraform: all other packages name settings by
// key.
func TestErrors_BelowTheEdgesNobodyNamesFlagsOrAttributes(t *testing.T) {
	t.Parallel()
	words := append(settings.Names(), "timeouts", "status", "reason", "subscription_id", "event_id",
		"allow_overwrite", "allow_unlisted")
	edge := regexp.MustCompile("`(" + strings.Join(words, "|") + ")`" +
		`|-parallelism|provider block|data source|\b[Tt]erraform (plan|apply)|PARTNERCENTER_[A-Z]{2,}` +
		`|(^|\s)--[a-z]`)
	below := []string{"anatomy", "audit", "auth", "backend", "files", "fraud", "jsonlist", "ledger",
		"partnercenter", "rest", "sharing", "transport"}
	for i, name := range below {
		below[i] = "internal/" + name
	}
	eachFile(t, below, func(path string, n ast.Node) {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		ofAzure := filepath.Base(path) == "azure_cli.go" // these are the flags of another program
		if found := edge.FindString(text); found != "" && !ofAzure {
			t.Errorf("%s says %q: name settings by key (package anatomy)", path, found)
		}
	})
}

// The text of an error is for people. Programs use its type and fields.
func TestErrors_NobodyLooksIntoTheirText(t *testing.T) {
	t.Parallel()
	isText := func(e ast.Expr) bool {
		found := false
		ast.Inspect(e, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 0 {
				if method, ok := call.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "Error" {
					found = true
				}
			}
			return !found
		})
		return found
	}
	eachFile(t, []string{"internal", "cmd"}, func(path string, n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			method, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return
			}
			if of, ok := method.X.(*ast.Ident); ok && of.Name == "strings" &&
				slices.ContainsFunc(n.Args, isText) {
				t.Errorf("%s: strings.%s of an error's text", path, method.Sel.Name)
			}
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && (isText(n.X) || isText(n.Y)) {
				t.Errorf("%s compares an error's text", path)
			}
		}
	})
}
