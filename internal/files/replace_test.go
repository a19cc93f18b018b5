// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package files_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

func TestReplace_KeepsModeAndLink(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	write(t, path, "old and longer", 0o640)
	expect.NoError(t, os.Symlink("file", link))
	expect.NoError(t, files.Replace(link, []byte("new")))
	content := expect.Must(os.ReadFile(path))(t)
	info := expect.Must(os.Lstat(path))(t)
	if string(content) != "new" || info.Mode() != 0o640 {
		t.Errorf("%q with %v", content, info.Mode())
	}
	if target, err := os.Readlink(link); err != nil || target != "file" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	if entries := expect.Must(os.ReadDir(folder))(t); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestReplace_RefusesAnythingButAFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, path := range []string{folder, filepath.Join(folder, "missing"), "/dev/null"} {
		if err := files.Replace(path, nil); err == nil {
			t.Errorf("%s is replaced", path)
		}
	}
}
