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

const (
	keyVault    = "key-vault"
	onboarding  = "onboarding"
	bulkCleanUp = "bulk-clean-up"
)

// Each configuration in the guides is valid for the provider as it is. In that of Key Vault an
// ephemeral variable stands for what needs another provider.
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

// What is a copy of the decisions example is shown on that page.
func TestGuides_ShowEveryExample(t *testing.T) {
	t.Parallel()
	guides := ""
	for _, file := range glob(t, "templates/guides/*.md.tmpl") {
		guides += readFile(t, strings.TrimPrefix(filepath.ToSlash(file), root+"/"))
	}
	for _, name := range append(filesBelow(t, "examples/guides"),
		filesBelow(t, "test/testdata/guides")...) {
		if !strings.Contains(guides, `"`+name+`"`) && !slices.Contains(copiesOfDecisions(), name) {
			t.Errorf("no guide shows %s", name)
		}
	}
}

// copiesOfDecisions are the files that a guide's folder has from examples/decisions-as-code, to
// work alone.
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

// filesBelow are the files of a folder of the repository and of the folders in it, named from the
// top.
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

// A page that names a test as its evidence must name one that exists.
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
	for _, file := range append(filesBelow(t, "internal"), filesBelow(t, "test")...) {
		if !strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range declaration.FindAllStringSubmatch(readFile(t, file), -1) {
			names = append(names, match[1])
		}
	}
	return names
}
