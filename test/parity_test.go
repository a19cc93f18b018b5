// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/parity"
)

// cited matches the ids of facts in a comment, on one line or several.
func cited(text string) []string {
	comment := regexp.MustCompile(`\n\s*//`).ReplaceAllString(text, " ")
	var ids []string
	for _, match := range regexp.MustCompile(
		`parity:\s+([a-z]+(?:-[a-z]+)+(?:,\s+[a-z]+(?:-[a-z]+)+)*)`).FindAllStringSubmatch(comment, -1) {
		ids = append(ids, regexp.MustCompile(`[a-z-]+`).FindAllString(match[1], -1)...)
	}
	return ids
}

// codeFiles returns our Go files, with or without tests.
func codeFiles(t *testing.T, tests bool) map[string]string {
	t.Helper()
	files := map[string]string{}
	for path, content := range repositoryFiles(t) {
		if strings.HasSuffix(path, ".go") && strings.HasSuffix(path, "_test.go") == tests {
			files[filepath.ToSlash(path)] = string(content)
		}
	}
	return files
}

// A comment that cites a fact leads to its row, and each row leads to the code that relies on it.
func TestParity_CommentsAndFactsLeadToEachOther(t *testing.T) {
	t.Parallel()
	facts := factsByID(t)
	used := map[string]bool{}
	for path, content := range codeFiles(t, false) {
		if strings.Contains(path, "internal/parity/") {
			continue // explains the form
		}
		for _, id := range cited(content) {
			if _, ok := facts[id]; !ok {
				t.Errorf("%s cites the fact %s, which internal/parity/facts lacks", path, id)
			}
			used[id] = true
		}
	}
	for id := range facts {
		if !used[id] {
			t.Errorf("no comment cites the fact %s: cite it where the code relies on it", id)
		}
	}
}

// A test of the emulator says nothing about what the provider does if a fact is otherwise.
func TestParity_NamedTestsExist(t *testing.T) {
	t.Parallel()
	declared := map[string]bool{}
	for path, content := range codeFiles(t, true) {
		if strings.Contains(path, "internal/emulator/") {
			continue
		}
		for _, match := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(content,
			-1) {
			declared[match[1]] = true
		}
	}
	for id, f := range factsByID(t) {
		if !declared[f.Test] {
			t.Errorf("the fact %s names %s, which is no test outside the emulator", id, f.Test)
		}
	}
}

// Every switch of the emulator is about one fact, and every fact names a switch that exists.
func TestParity_EverySwitchIsAboutAFact(t *testing.T) {
	t.Parallel()
	switches := map[string]int{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[emulator.Behaviour]()) {
		if !field.Anonymous {
			switches[field.Name] = 0
		}
	}
	for id, f := range factsByID(t) {
		if f.Switch == "" {
			continue
		}
		if _, ok := switches[f.Switch]; !ok {
			t.Errorf("the fact %s names the switch %s, which the emulator lacks", id, f.Switch)
		}
		switches[f.Switch]++
	}
	for name, count := range switches {
		if count != 1 {
			t.Errorf("%d facts name the emulator's switch %s, want one in internal/parity/facts", count,
				name)
		}
	}
}

// An assumption cites its facts, and those of all switches that it names.
func TestParity_AssumptionsOfTheEmulatorCiteFacts(t *testing.T) {
	t.Parallel()
	facts := factsByID(t)
	checked := 0
	for path, content := range codeFiles(t, false) {
		head, _, _ := strings.Cut(content, "\npackage ")
		_, list, found := strings.Cut(head, "\n// # Assumptions\n")
		if !found || path == "internal/emulator/doc.go" {
			continue
		}
		for _, item := range strings.Split(list, "\n//   - ")[1:] {
			checked++
			item, _, _ = strings.Cut(item, "\n//\n")
			expectCited(t, path, item, facts)
		}
	}
	if checked < 60 {
		t.Errorf("only %d assumptions were checked", checked)
	}
}

func expectCited(t *testing.T, path, item string, facts map[string]parity.Fact) {
	t.Helper()
	named := map[string]bool{}
	for _, brackets := range regexp.MustCompile(`\[([^\]]*)\]`).FindAllStringSubmatch(item, -1) {
		list, _, _ := strings.Cut(brackets[1], ":")
		for _, name := range regexp.MustCompile(`[A-Z]\w+`).FindAllString(list, -1) {
			named[name] = true
		}
	}
	ids := cited(item)
	for _, id := range ids {
		delete(named, facts[id].Switch)
	}
	if len(ids) == 0 || len(named) > 0 {
		t.Errorf("%s: the assumption %.50q must cite its facts, and those of %q", path, item,
			slices.Sorted(maps.Keys(named)))
	}
}

func factsByID(t *testing.T) map[string]parity.Fact {
	t.Helper()
	facts := map[string]parity.Fact{}
	for _, f := range expect.Must(parity.Facts())(t) {
		facts[f.ID] = f
	}
	return facts
}
