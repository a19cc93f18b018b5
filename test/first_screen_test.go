// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// The front pages show a plan and a review for light and for dark, with a text for people who do
// not see them.
func TestFrontPages_ShowPicturesForBothThemes(t *testing.T) {
	t.Parallel()
	picture := regexp.MustCompile(`<picture>\s*<source media="\(prefers-color-scheme: dark\)" ` +
		`srcset="(\S+)-dark\.svg\S*">\s*<img src="(\S+)-light\.svg\S*" alt="([^"]+)">\s*</picture>`)
	word := regexp.MustCompile(`<[^>]+>`)
	for _, page := range frontPages() {
		shown := picture.FindAllStringSubmatch(readFile(t, page), -1)
		if len(shown) != 2 {
			t.Errorf("%s has %d pictures instead of 2", page, len(shown))
		}
		for _, match := range shown {
			name := "docs-dev/pictures/" + filepath.Base(match[1])
			light := word.ReplaceAllString(readFile(t, name+"-light.svg"), "")
			expect.Equal(t, name, light, word.ReplaceAllString(readFile(t, name+"-dark.svg"), ""))
			expect.Contains(t, light, "Resolved", "Fraud", "SEC-10")
			if match[1] != match[2] || len(match[3]) < 80 ||
				!strings.HasSuffix(match[1], strings.TrimPrefix(name, "docs-dev/")) {
				t.Errorf("%s: the pictures or the text of %s are not as they should be", page, name)
			}
		}
	}
}

// The lines that lead from a clone to a plan work as printed, in a clone that make install has
// prepared.
func TestFrontPages_FromACloneToAPlan(t *testing.T) {
	t.Parallel()
	lines := regexp.MustCompile("(?s)```sh\n(git clone [^\n]+\n.+?)```")
	readme := lines.FindStringSubmatch(readFile(t, "README.md"))
	if readme == nil {
		t.Fatal("README.md does not say how to get from a clone to a plan")
	}
	expect.Contains(t, readFile(t, "docs/index.md"), readme[0])

	w := acctest.NewWorkspace(t, nil)
	clone := filepath.Join(w.Folder, "pc")
	bin := filepath.Join(clone, "bin")
	expect.NoError(t, os.MkdirAll(bin, 0o700))
	expect.NoError(t, os.Symlink(acctest.CompanionProgram(t), filepath.Join(bin, "partnercenter")))
	expect.NoError(t, os.Symlink(w.Environment["TERRAFORM"], filepath.Join(bin, "terraform")))
	w.Environment["PATH"] = bin + string(os.PathListSeparator) + w.Environment["PATH"]
	expect.NoError(t, os.CopyFS(filepath.Join(clone, "examples"),
		os.DirFS(filepath.Join(root, "examples"))))

	_, script, _ := strings.Cut(readme[1], "\n")
	env := filepath.Join(w.Folder, "e")
	script = strings.NewReplacer("make install", "true",
		"/tmp/e", env, "sleep 3", "until [ -e "+env+" ]; do sleep 1; done").Replace(script)
	output, status := w.Run("sh", "-ec", "trap 'kill $!' EXIT\n"+script)
	if status != 0 || !regexp.MustCompile(`Plan: [1-9]\d* to add, 0 to change, 0 to destroy`).
		MatchString(output) {
		t.Errorf("the lines ended with the status %d and this output:\n%s", status, output)
	}
}
