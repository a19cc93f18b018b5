// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// guide is a page below templates/guides.
type guide struct {
	file, number, title, group, text string
}

func guides(t *testing.T) []guide {
	t.Helper()
	head := regexp.MustCompile(`\A---\npage_title: "(\d\d) (.+)"\nsubcategory: "(.+)"\n`)
	var all []guide
	for _, path := range glob(t, "templates/guides/*.md.tmpl") {
		name := strings.TrimSuffix(filepath.Base(path), ".md.tmpl")
		text := readFile(t, "templates/guides/"+name+".md.tmpl")
		match := head.FindStringSubmatch(text)
		if match == nil {
			t.Errorf("%s needs a page_title with a number of two digits, and a subcategory", name)
			continue
		}
		all = append(all, guide{file: name, number: match[1], title: match[2], group: match[3],
			text: text})
	}
	return all
}

// The registry sorts guides by title: numbers keep them in the order in which one reads them.
func TestGuides_AreNumberedInThreeGroups(t *testing.T) {
	t.Parallel()
	taken := map[string]string{}
	for _, g := range guides(t) {
		want := "3 Prove"
		switch {
		case g.number < "10":
			want = "1 Start"
		case g.number < "30":
			want = "2 Run"
		}
		if g.group != want {
			t.Errorf("%s has the number %s and the group %q instead of %q", g.file, g.number, g.group, want)
		}
		if other, is := taken[g.number]; is {
			t.Errorf("%s and %s have the number %s", g.file, other, g.number)
		}
		taken[g.number] = g.file
	}
}

// A guide first gives its purpose, and only then its requirements.
func TestGuides_BeginWithTheirPurpose(t *testing.T) {
	t.Parallel()
	heading := regexp.MustCompile(`(?m)^# (.+)\n\n((?:.+\n)+)`)
	for _, g := range guides(t) {
		match := heading.FindStringSubmatch(g.text)
		if match == nil {
			t.Errorf("%s has no paragraph below its heading", g.file)
			continue
		}
		if !strings.HasPrefix(match[1], g.title) {
			t.Errorf("%s has the title %q and the heading %q", g.file, g.title, match[1])
		}
		first := strings.TrimLeft(match[2], "*")
		for _, other := range []string{"Requires", "You need", "A test", "Tests", "|", "-", "`"} {
			if strings.HasPrefix(first, other) {
				t.Errorf("%s begins with %q instead of its purpose", g.file, other)
			}
		}
	}
}

// The page of the provider leads to every guide, by group and in order.
func TestGuides_AreListedByTheIndex(t *testing.T) {
	t.Parallel()
	index := readFile(t, "templates/index.md.tmpl")
	at := 0
	for _, g := range numbers(guides(t)) {
		found := strings.Index(index, g.number+" [")
		link := g.number + " [" + g.title + "](guides/" + g.file + ".md)"
		switch {
		case !strings.Contains(index, link):
			t.Errorf("templates/index.md.tmpl does not list %s", link)
		case found < at:
			t.Errorf("templates/index.md.tmpl lists %s too early", link)
		default:
			at = found
		}
	}
}

// numbers sorts guides by number.
func numbers(all []guide) []guide {
	slices.SortFunc(all, func(a, b guide) int { return cmp.Compare(a.number, b.number) })
	return all
}

// Every control of the guide has a row that names its tests, and no row is about another control.
func TestControlMapping_TestsStandBehindEachRow(t *testing.T) {
	t.Parallel()
	row := regexp.MustCompile(`(?m)^\| ([^|]+?) \| (.+) \|$`)
	named := map[string]bool{}
	for _, match := range row.FindAllStringSubmatch(readFile(t, "docs-dev/control-tests.md"), -1) {
		named[match[1]] = true
		if match[1] != "control" && !strings.Contains(match[2], "`Test") &&
			!strings.HasPrefix(match[2], "none: ") {
			t.Errorf("%q names no test", match[1])
		}
	}
	heads := []string{"control", "criterion", "requirement"}
	for _, match := range row.FindAllStringSubmatch(readFile(t,
		"templates/guides/control-mapping.md.tmpl"), -1) {
		switch {
		case slices.Contains(heads, match[1]):
		case !named[match[1]]:
			t.Errorf("docs-dev/control-tests.md does not name the tests of %q", match[1])
		case !strings.Contains(match[2], ".md)") && !strings.HasSuffix(match[2], "| none"):
			t.Errorf("%q leads to no page", match[1])
		}
		delete(named, match[1])
	}
	delete(named, "control")
	for control := range named {
		t.Errorf("the guide has no control %q", control)
	}
}
