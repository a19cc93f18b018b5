// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A path of one person's machine does not work anywhere else.
func TestFiles_NameNoPathOfAMachine(t *testing.T) {
	t.Parallel()
	top := expect.Must(filepath.Abs(root))(t)
	files := repositoryFiles(t)
	paths := newMachinePaths(top, slices.Collect(maps.Keys(files)))
	for path, content := range files {
		if found := paths.find(content); found != "" {
			t.Errorf("%s names a path of somebody's machine: %q", path, found)
		}
	}
}

func TestMachinePaths_DistinguishesThemFromOthers(t *testing.T) {
	t.Parallel()
	paths := newMachinePaths("/builds/ada/provider",
		[]string{"docs/index.md", "templates/guide.md.tmpl"})
	for text, want := range map[string]bool{
		`cd "/` + `home/ada/provider"`:       true,
		"/" + "Users/ada/provider":           true,
		"see /" + "builds/notes.md":          true,
		"see ../" + "notes/plan.md":          true,
		"see .." + "/../notes":               true,
		"[the index](../" + "docs/index.md)": false,
		"[a guide](../" + "guide.md)":        false,
		"a tenant a/.." + "/b":               false,
		"https://example.com/home/ada":       false,
		"https://example.com/builds/7":       false,
		"/" + "home, /usr/bin and /dev/null": false,
	} {
		if got := paths.find([]byte(text)); (got != "") != want {
			t.Errorf("%q: found %q, want a path: %t", text, got, want)
		}
	}
}

// Any machine may have the repository in one of these folders, and every system has them.
func TestMachinePaths_IgnoresFoldersOfEverySystem(t *testing.T) {
	t.Parallel()
	for _, top := range []string{"/tmp/checkout", "/opt/provider", "/usr/src/provider", "/provider"} {
		text := "see /tmp/plan, /opt/terraform, /usr/bin/tofu and /provider/x"
		if got := newMachinePaths(top, nil).find([]byte(text)); (got != "") != (top == "/provider") {
			t.Errorf("checked out at %s: found %q", top, got)
		}
	}
}

// machinePaths recognizes paths that exist only on some machine.
type machinePaths struct {
	absolute *regexp.Regexp
	names    map[string]bool // of everything in the repository, for paths that lead out of a folder
}

// pathBegins matches the text before a path, but not in an address.
const pathBegins = `(?m)(?:^|[\s"'(=` + "`" + `])`

var leadingOut = regexp.MustCompile(pathBegins + `(?:\.\./)+(\w[\w.-]*)`)

// newMachinePaths finds people's folders, and the folder of this checkout.
func newMachinePaths(top string, files []string) machinePaths {
	folders := []string{"home", "root", "Users"}
	first, _, _ := strings.Cut(strings.TrimPrefix(filepath.ToSlash(top), "/"), "/")
	ofEverySystem := []string{"mnt", "opt", "private", "srv", "tmp", "usr", "var"}
	if first != "" && !slices.Contains(ofEverySystem, first) {
		folders = append(folders, regexp.QuoteMeta(first))
	}
	m := machinePaths{
		absolute: regexp.MustCompile(pathBegins + `/(?:` + strings.Join(folders, "|") + `)/\w`),
		names:    map[string]bool{"bin": true}, // which make fills
	}
	for _, file := range files {
		for _, name := range strings.Split(filepath.ToSlash(file), "/") {
			m.names[strings.TrimSuffix(name, ".tmpl")], m.names[name] = true, true
		}
	}
	return m
}

// find returns the first such path in a text, or "".
func (m machinePaths) find(text []byte) string {
	if found := m.absolute.Find(text); found != nil {
		return string(found)
	}
	for _, match := range leadingOut.FindAllSubmatch(text, -1) {
		if !m.names[string(match[1])] {
			return string(match[0])
		}
	}
	return ""
}

// repositoryFiles returns the texts of the repository by path, without build results and Git's
// files.
func repositoryFiles(t *testing.T) map[string][]byte {
	t.Helper()
	foreign := []string{".git", ".terraform", "bin", "dist"} // .git is a file in a worktree
	tree, files := os.DirFS(root), map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(foreign, entry.Name()):
			return fs.SkipDir
		case entry.IsDir(), slices.Contains(foreign, entry.Name()):
			return nil
		}
		content, err := fs.ReadFile(tree, path)
		if err == nil && !bytes.Contains(content, []byte{0}) {
			files[path] = content
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
