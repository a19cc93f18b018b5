// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// importRow is a row of the linter's table of imports.
type importRow struct {
	Mode  string   `yaml:"list-mode"`
	Files []string `yaml:"files"`
}

// A package without a row could import anything. Rows that only forbid do not count: they miss what
// comes later.
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

// holds reports whether the row is about a file that is no test.
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
