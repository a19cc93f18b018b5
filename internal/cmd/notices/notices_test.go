// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// folder has these files.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		expect.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(name+" text\r\n"), 0o600))
	}
	return dir
}

func TestNotices_EveryTextOnceWithItsModules(t *testing.T) {
	t.Parallel()
	text := expect.Must(notices([]module{
		{"a v1", []string{folder(t, "LICENSE", "NOTICE.txt", "README.md", "license.go")}},
		{"b v2", []string{folder(t, "LICENSE")}},
		{"c v3", []string{folder(t), folder(t, "COPYING")}},
	}))(t)
	const line = "\n----------------------------------------------------------------------------" +
		"----\n"
	_, got, _ := strings.Cut(text, "\n")
	expect.Equal(t, "notices", line+"* a v1\n  https://pkg.go.dev/a@v1\n"+
		"* b v2\n  https://pkg.go.dev/b@v2\n"+line+"\nLICENSE text\n"+line+
		"* a v1\n  https://pkg.go.dev/a@v1\n"+line+"\nNOTICE.txt text\n"+line+
		"* c v3\n  https://pkg.go.dev/c@v3\n"+line+"\nCOPYING text\n", got)
}

func TestNotices_AModuleWithoutALicenseIsAnError(t *testing.T) {
	t.Parallel()
	dir := folder(t, "README.md", "license.go", "LICENSE-MIT.json")
	if _, err := notices([]module{{"a v1", []string{dir}}}); err == nil ||
		!strings.Contains(err.Error(), "a v1 has no license in "+dir) {
		t.Errorf("got %v", err)
	}
}

func TestLegal_Names(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"LICENSE": true, "LICENSE.md": true, "License.txt": true,
		"LICENCE": true, "LICENSE-APACHE-2.0.txt": true, "NOTICE": true, "COPYING": true,
		"PATENTS": true, "UNLICENSE": true, "README": false, "noticeboard": false,
	} {
		expect.Equal(t, name, want, legal.MatchString(name))
	}
}
