// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// frontPages are what a stranger reads first: in the repository, and in the registry.
func frontPages() []string { return []string{"README.md", "docs/index.md"} }

// A stranger learns on the first screen what this is, how far to trust it, and whose it is not.
func TestFrontPages_SayTheStatusFirst(t *testing.T) {
	t.Parallel()
	for _, page := range frontPages() {
		first := strings.Join(strings.SplitN(readFile(t, page), "\n", 31)[:30], "\n")
		for _, text := range []string{"0.1", "Never run against a live Partner Center",
			"not affiliated"} {
			if !strings.Contains(strings.Join(strings.Fields(first), " "), text) {
				t.Errorf("%s does not say %q in its first 30 lines", page, text)
			}
		}
	}
}

// What both pages explain, they explain in the same words.
func TestFrontPages_ExplainTheWordsAlike(t *testing.T) {
	t.Parallel()
	for _, heading := range []string{"Fraud, Legitimate, Ignore, Investigating", "Words"} {
		readme, index := section(t, "README.md", heading), section(t, "docs/index.md", heading)
		expect.Equal(t, heading, readme, index)
	}
}

// section is the text below a heading of the second level.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, after, found := strings.Cut(readFile(t, page), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %q", page, heading)
	}
	text, _, _ := strings.Cut(after, "\n## ")
	return strings.TrimSpace(text)
}

// Links into this repository, with or without its address, lead to a file and to a heading of it.
func TestPages_LinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	const repository = "https://github.com/terraform-partnercenter/" +
		"terraform-provider-partnercenter/blob/main/"
	link := regexp.MustCompile(`(?m)(?:\]\(|^\[[\w-]+\]: )([^)\s]+)`)
	pages := append(filesBelow(t, "docs"), filesBelow(t, "docs-dev")...)
	for _, page := range append(pages, "README.md", "DESIGN.md", "CONTRIBUTING.md") {
		for _, match := range link.FindAllStringSubmatch(readFile(t, page), -1) {
			target, ours := strings.CutPrefix(match[1], repository)
			switch {
			case strings.HasPrefix(target, "#"):
				target = page + target
			case !ours && strings.Contains(target, ":"): // an address elsewhere, or of mail
				continue
			case !ours:
				target = filepath.Join(filepath.Dir(page), target)
			}
			expectTarget(t, page, target)
		}
	}
}

// expectTarget fails unless there is such a file, and a heading in it if the target names one.
func expectTarget(t *testing.T, page, target string) {
	t.Helper()
	file, anchor, _ := strings.Cut(target, "#")
	info, err := os.Stat(filepath.Join(root, file))
	if err != nil {
		t.Errorf("%s links to %s: %v", page, target, err)
		return
	}
	if anchor != "" && !info.IsDir() && !anchors(readFile(t, file))[anchor] {
		t.Errorf("%s links to %s, which has no such heading", page, target)
	}
}

// anchors are the names by which GitHub and the registry link to parts of a page.
func anchors(page string) map[string]bool {
	all := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(page, -1) {
		name := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		all[strings.ReplaceAll(name, " ", "-")] = true
	}
	for _, match := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(page, -1) {
		all[match[1]] = true
	}
	return all
}
