// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// changelogForm is what HashiCorp asks of a provider's changelog: sections in this order, and
// entries that name what they are about.
// https://developer.hashicorp.com/terraform/plugin/best-practices/versioning#changelog-specification
func changelogForm() *regexp.Regexp {
	const (
		months = "January|February|March|April|May|June|July|August|September|October|November|December"
		date   = `(` + months + `) \d{2}, \d{4}`
		entry  = `\* .+\n(  .+\n)*`
	)
	body := ""
	for _, section := range []string{"BREAKING CHANGES", "NOTES", "FEATURES", "ENHANCEMENTS",
		"BUG FIXES"} {
		form := entry
		if section == "FEATURES" {
			form = `\* \*\*New (Resource|Data Source|List Resource|Action|Function|Ephemeral Resource` +
				`|Command):\*\* ` + "`[a-z_ ]+`\\n"
		}
		body += `(\n` + section + `:\n\n(` + form + `)+)?`
	}
	release := func(when string) string {
		return `## \d+\.\d+\.\d+(-[0-9a-z.]+)? \((` + when + `)\)\n` + body
	}
	return regexp.MustCompile(`^` + release(`Unreleased|`+date) + `(\n` + release(date) + `)*$`)
}

func TestChangelog_HasHashiCorpsForm(t *testing.T) {
	t.Parallel()
	const released, good = "## 0.1.0 (December 01, 2026)\n",
		"## 0.1.0 (Unreleased)\n\nFEATURES:\n\n* **New Resource:** `partnercenter_thing`\n"
	for name, test := range map[string]struct {
		changelog string
		want      bool
	}{
		"ours":                  {readFile(t, "CHANGELOG.md"), true},
		"good":                  {good + "\nBUG FIXES:\n\n* provider: a\n  and b\n\n" + released, true},
		"empty":                 {"", false},
		"date in other form":    {"## 0.1.0 (2026-12-01)\n", false},
		"version with v":        {"## v0.1.0 (Unreleased)\n", false},
		"unknown section":       {released + "\nADDED:\n\n* provider: a\n", false},
		"sections in disorder":  {released + "\nBUG FIXES:\n\n* a: b\n\nNOTES:\n\n* a: b\n", false},
		"entry without section": {released + "\n* provider: a\n", false},
		"feature not named":     {released + "\nFEATURES:\n\n* a resource\n", false},
		"two unreleased":        {good + "\n" + good, false},
		"prose":                 {good + "\nAnd more.\n", false},
	} {
		expect.Equal(t, name, test.want, changelogForm().MatchString(test.changelog))
	}
}
