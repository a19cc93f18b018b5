// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// The form that HashiCorp asks of a provider's changelog:
// https://developer.hashicorp.com/terraform/plugin/best-practices/versioning#changelog-specification.
var (
	releaseHeading = regexp.MustCompile(
		`^## \d+\.\d+\.\d+(-[0-9a-z.]+)? \((Unreleased|(January|February|March|April|May|June|July|August|September|October|November|December) \d{2}, \d{4})\)$`)
	entry = regexp.MustCompile(`^\* (\*\*New [A-Z][A-Za-z ]+:\*\* ` + "`[a-z_]+`" +
		`|(provider|(resource|data-source|list-resource|action)/[a-z_]+): .+|.+)$`)
	feature = regexp.MustCompile(
		`^\* \*\*New (Resource|Data Source|List Resource|Action|Function|Ephemeral Resource|Command):\*\* ` + "`[a-z_ ]+`$")
)

// sections are the categories of a release, in the order in which they have to stand.
func sections() []string {
	return []string{"BREAKING CHANGES:", "NOTES:", "FEATURES:", "ENHANCEMENTS:", "BUG FIXES:"}
}

func TestChangelog_HasHashiCorpsForm(t *testing.T) {
	t.Parallel()
	for _, problem := range changelogProblems(readFile(t, "CHANGELOG.md")) {
		t.Error(problem)
	}
}

func TestChangelogProblems_AreFound(t *testing.T) {
	t.Parallel()
	const good = "## 0.1.0 (Unreleased)\n\nFEATURES:\n\n* **New Resource:** `partnercenter_thing`\n"
	for name, test := range map[string]struct{ changelog, problem string }{
		"good":               {good, ""},
		"empty":              {"", "no release"},
		"date in other form": {"## 0.1.0 (2026-12-01)\n" + good, "line 1"},
		"version with v":     {"## v0.1.0 (Unreleased)\n", "line 1"},
		"unknown section":    {"## 0.1.0 (Unreleased)\n\nADDED:\n", "line 3"},
		"sections in disorder": {"## 0.1.0 (Unreleased)\n\nBUG FIXES:\n\n* provider: a\n\nFEATURES:\n",
			"line 7"},
		"entry without section": {"## 0.1.0 (Unreleased)\n\n* provider: a\n", "line 3"},
		"feature not named":     {"## 0.1.0 (Unreleased)\n\nFEATURES:\n\n* a resource\n", "line 5"},
		"two unreleased":        {"## 0.2.0 (Unreleased)\n\n## 0.1.0 (Unreleased)\n", "line 3"},
		"prose":                 {good + "\nAnd more.\n", "line 7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := strings.Join(changelogProblems(test.changelog), "\n")
			if (test.problem == "") != (found == "") || !strings.Contains(found, test.problem) {
				t.Errorf("got %q, want it to name %q", found, test.problem)
			}
		})
	}
}

// changelogProblems returns what is wrong with a changelog's form, one sentence for each line at
// fault.
func changelogProblems(changelog string) []string {
	var c changelogCheck
	for line := range strings.Lines(changelog) {
		c.number++
		if wrong := c.check(strings.TrimRight(line, "\n")); wrong != "" {
			c.problems = append(c.problems, fmt.Sprintf("CHANGELOG.md, line %d: %s", c.number, wrong))
		}
	}
	if c.releases == 0 {
		c.problems = append(c.problems, "CHANGELOG.md has no release")
	}
	return c.problems
}

// changelogCheck is what has been read so far.
type changelogCheck struct {
	number   int
	releases int
	section  int // index into sections, plus one; 0 before the first of a release
	problems []string
}

// check reads one line and says what is wrong with it, if anything.
func (c *changelogCheck) check(line string) string {
	switch {
	case line == "":
		return ""
	case strings.HasPrefix(line, "#"):
		return c.heading(line)
	case strings.HasPrefix(line, "*"):
		return c.entry(line)
	}
	for i, section := range sections() {
		if line != section {
			continue
		}
		if c.section > i {
			return "the sections of a release stand in the order " + strings.Join(sections(), " ")
		}
		c.section = i + 1
		return ""
	}
	return fmt.Sprintf("%q is neither a release, a section nor an entry", line)
}

func (c *changelogCheck) heading(line string) string {
	c.releases++
	c.section = 0
	if !releaseHeading.MatchString(line) {
		return "a release is headed like this: ## 1.2.3 (January 02, 2026), or (Unreleased)"
	}
	if c.releases > 1 && strings.HasSuffix(line, "(Unreleased)") {
		return "only the first release can be unreleased"
	}
	return ""
}

func (c *changelogCheck) entry(line string) string {
	switch {
	case c.section == 0:
		return "an entry stands in a section"
	case !entry.MatchString(line):
		return "an entry names what it is about: * resource/partnercenter_thing: text"
	case sections()[c.section-1] == "FEATURES:" && !feature.MatchString(line):
		return "a feature names what is new: * **New Resource:** `partnercenter_thing`"
	}
	return ""
}
