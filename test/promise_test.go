// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// promise is what users may rely on: names, and the properties of each. The guide "Versions and
// compatibility" promises that both only grow.
type promise map[string][]string

func (p promise) add(name string, properties ...string) {
	for _, property := range properties {
		if !slices.Contains(p[name], property) {
			p[name] = append(p[name], property)
		}
	}
	slices.Sort(p[name])
}

func (p promise) text() string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p)) {
		fmt.Fprintf(&text, "%s: %s\n", name, strings.Join(p[name], ", "))
	}
	return text.String()
}

func readPromise(text string) promise {
	p := promise{}
	for line := range strings.Lines(text) {
		name, properties, _ := strings.Cut(strings.TrimSpace(line), ": ")
		p.add(name, strings.Split(properties, ", ")...)
	}
	return p
}

// without returns the names and properties that p has and other lacks, one "NAME: PROPERTY" each.
func (p promise) without(other promise) []string {
	var lacking []string
	for name, properties := range p {
		for _, property := range properties {
			if !slices.Contains(other[name], property) {
				lacking = append(lacking, name+": "+property)
			}
		}
	}
	slices.Sort(lacking)
	return lacking
}

// breaking matches the section about breaking changes of the newest version.
var breaking = regexp.MustCompile(
	`(?s)\A## [^\n]+\n\nBREAKING CHANGES:\n(.+?)\n(?:[A-Z ]+:\n|## |\z)`)

// released matches the heading of a version that has a date.
var released = regexp.MustCompile(`(?m)^## \S+ \([A-Z][a-z]+ \d`)

// announced reports whether the changelog lists a name under breaking changes: the last part of the
// name in backquotes, and the word before it, as in "resource/partnercenter_x: `y` is removed".
// Before the first release, nothing is promised yet.
func announced(name, changelog string) bool {
	if !released.MatchString(changelog) {
		return true
	}
	section := breaking.FindStringSubmatch(changelog)
	if section == nil {
		return false
	}
	words := strings.Fields(name)
	subject, last := words[max(0, len(words)-2)], words[len(words)-1]
	last = last[strings.LastIndex(last, ".")+1:]
	return strings.Contains(section[1], subject) && strings.Contains(section[1], "`"+last+"`")
}

// vanished returns what the promise has, the program lacks, and the changelog does not announce.
func vanished(made, kept promise, changelog string) []string {
	return slices.DeleteFunc(made.without(kept), func(lacking string) bool {
		name, _, _ := strings.Cut(lacking, ": ")
		return announced(name, changelog)
	})
}

// keeps fails if the program lacks something that testdata/promise/NAME.txt promises. -update adds
// what is new, and drops only what the changelog announces.
func (p promise) keeps(t *testing.T, name string) {
	t.Helper()
	file := filepath.Join("testdata", "promise", name+".txt")
	content, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	made, changelog := readPromise(string(content)), readFile(t, "CHANGELOG.md")
	gone := vanished(made, p, changelog)
	for _, lacking := range gone {
		t.Errorf("%s: is no longer so. Keep it, or list it in CHANGELOG.md under BREAKING CHANGES",
			lacking)
	}
	if *update {
		for _, lacking := range gone {
			name, property, _ := strings.Cut(lacking, ": ")
			p.add(name, property)
		}
		expect.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		expect.NoError(t, os.WriteFile(file, []byte(p.text()), 0o600))
		return
	}
	for _, added := range p.without(made) {
		t.Errorf("%s: is new. Promise it with -update", added)
	}
	for _, dropped := range made.without(p) {
		if !slices.Contains(gone, dropped) {
			t.Errorf("%s: is no longer so, which may be. Drop it with -update", dropped)
		}
	}
}

func TestPromise_OnlyTheChangelogExcusesWhatVanishes(t *testing.T) {
	t.Parallel()
	const next, last = "## 0.3.0 (Unreleased)\n\n", "\n## 0.2.0 (December 01, 2026)\n\n"
	const breaks = "BREAKING CHANGES:\n\n"
	made := readPromise("events [].event_id: text\n" +
		"resource partnercenter_x a.b: String, may be omitted\n")
	kept := readPromise("resource partnercenter_x a.b: String\nresource partnercenter_x c: Bool\n")
	for changelog, want := range map[string]int{
		next + "FEATURES:\n\n* resource/partnercenter_x: `b`\n" + last:             2,
		next + breaks + "* resource/partnercenter_x: `b` is required now\n" + last: 1,
		next + breaks + "* resource/partnercenter_y: `b`\n" + last:                 2,
		next + "FEATURES:\n\n* x\n" + last + breaks + "* partnercenter_x: `b`\n":   2,
		next + "FEATURES:\n\n* x\n":                                                0, // never released
	} {
		expect.Equal(t, changelog, want, len(vanished(made, kept, changelog)))
	}
	expect.Equal(t, "the text", made.text(), readPromise(made.text()).text())
}
