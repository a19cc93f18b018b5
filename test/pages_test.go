// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// frontPages are the first pages that a stranger reads: in the repository, and in the registry.
func frontPages() []string { return []string{"README.md", "docs/index.md"} }

// On the first screen, a stranger learns what this is, how far to trust it, and who does not own
// it.
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

// Both pages use the same words for the same explanations.
func TestFrontPages_ExplainTheWordsIdentically(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\([^)]+\)`)
	for _, heading := range []string{"Clicking, scripts, and this", "What it costs to set up",
		"Who should not use it", "Fraud, Legitimate, Ignore, Investigating", "Words"} {
		readme, index := section(t, "README.md", heading), section(t, "docs/index.md", heading)
		expect.Equal(t, heading, link.ReplaceAllString(readme, ""), link.ReplaceAllString(index, ""))
	}
}

// section returns the text below a heading of the second level.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, after, found := strings.Cut(readFile(t, page), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %q", page, heading)
	}
	text, _, _ := strings.Cut(after, "\n## ")
	return strings.TrimSpace(text)
}

// Links into this repository, with or without its address, lead to an existing file and heading.
func TestPages_LinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	repository := regexp.MustCompile(`^https://(github\.com|raw\.githubusercontent\.com)` +
		`/terraform-partnercenter/terraform-provider-partnercenter/(blob/)?main/`)
	link := regexp.MustCompile(`(?m)(?:\]\(|^\[[\w-]+\]: )([^)\s]+)`)
	pages := slices.Concat(filesBelow(t, "docs"), filesBelow(t, "docs-dev"), filesBelow(t, ".github"))
	for _, path := range glob(t, "*.md") {
		pages = append(pages, filepath.Base(path))
	}
	for _, page := range pages {
		if extension := filepath.Ext(page); extension != ".md" && extension != ".yml" {
			continue
		}
		for _, match := range link.FindAllStringSubmatch(readFile(t, page), -1) {
			target := repository.ReplaceAllString(match[1], "")
			ours := target != match[1]
			switch {
			case strings.HasPrefix(target, "#"):
				target = page + target
			case !ours && strings.Contains(target, ":"): // an external address, or a mail address
				continue
			case !ours:
				target = filepath.Join(filepath.Dir(page), target)
			}
			expectTarget(t, page, target)
		}
	}
}

// expectTarget fails unless the file exists, and contains the heading if the target names one.
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

// anchors returns the names by which GitHub and the registry link to parts of a page.
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

const (
	keyVault    = "key-vault"
	onboarding  = "onboarding"
	bulkCleanUp = "bulk-clean-up"
)

// Each configuration in the guides is valid for the provider unchanged. In the one for Key Vault,
// an ephemeral variable replaces the part that needs another provider.
func TestGuides_ConfigurationsAreValid(t *testing.T) {
	t.Parallel()
	for _, main := range glob(t, "examples/guides/*/main.tf") {
		guide := filepath.Base(filepath.Dir(main))
		files := append(glob(t, "examples/guides/"+guide+"/*.tf"),
			glob(t, "examples/guides/"+guide+"/*.yaml")...)
		if guide == keyVault {
			files = []string{main, filepath.Join("testdata", "key-vault-stand-in.tf")}
		}
		t.Run(guide, func(t *testing.T) {
			t.Parallel()
			acctest.SkipWithout(t, needs(guide)...)
			expectValid(t, files)
		})
	}
}

// The page of a copied decisions example shows the copy.
func TestGuides_ShowEveryExample(t *testing.T) {
	t.Parallel()
	guides := ""
	for _, file := range glob(t, "templates/guides/*.md.tmpl") {
		guides += readFile(t, strings.TrimPrefix(filepath.ToSlash(file), root+"/"))
	}
	for _, name := range append(filesBelow(t, "examples/guides"),
		filesBelow(t, "test/testdata/guides")...) {
		// A policy's tests and generated schemas are long, and a link to them is enough.
		long := strings.HasSuffix(name, "_test.rego") || strings.HasSuffix(name, ".schema.json")
		linked := long && strings.Contains(guides, "/"+name+"\n")
		if !linked && !strings.Contains(guides, `"`+name+`"`) && !slices.Contains(copiesOfDecisions(), name) {
			t.Errorf("no guide shows %s", name)
		}
	}
}

// copiesOfDecisions returns the files that a guide's folder copies from examples/decisions-as-code,
// so that it works alone.
func copiesOfDecisions() []string {
	var copies []string
	for _, name := range []string{"entries.tf", "main.tf", "undecided.tf", "versions.tf"} {
		copies = append(copies, "examples/guides/policy-as-code/"+name)
	}
	return copies
}

func TestGuides_CopiesOfDecisionsAreCopies(t *testing.T) {
	t.Parallel()
	for _, name := range copiesOfDecisions() {
		original := "examples/decisions-as-code/" + filepath.Base(name)
		if readFile(t, name) != readFile(t, original) {
			t.Errorf("%s differs from %s: copy it again", name, original)
		}
	}
}

// filesBelow returns the files of a folder of the repository and its subfolders, with paths from
// the top.
func filesBelow(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(root), folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A test that a page names as evidence exists.
func TestPages_NameTestsThatExist(t *testing.T) {
	t.Parallel()
	known := testNames(t)
	named := 0
	for _, file := range append(glob(t, "docs/guides/*.md"), glob(t, "docs-dev/*.md")...) {
		content := expect.Must(os.ReadFile(file))(t)
		for _, match := range regexp.MustCompile("`(Test[A-Z]\\w+)`").FindAllStringSubmatch(
			string(content), -1) {
			named++
			if !slices.Contains(known, match[1]) {
				t.Errorf("%s: there is no %s", file, match[1])
			}
		}
	}
	if named == 0 {
		t.Error("no page names a test")
	}
}

func testNames(t *testing.T) []string {
	t.Helper()
	var names []string
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	for _, file := range slices.Concat(filesBelow(t, "internal"),
		filesBelow(t, "cmd"), filesBelow(t, "test")) {
		if !strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range declaration.FindAllStringSubmatch(readFile(t, file), -1) {
			names = append(names, match[1])
		}
	}
	return names
}

// Readers must not take a budget for a limit.
func TestPages_ABudgetStopsNothing(t *testing.T) {
	t.Parallel()
	expect.Contains(t, readFile(t, "docs/resources/customer_usage_budget.md"),
		"**A budget never stops spending.**")
}
