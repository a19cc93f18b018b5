// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPrivateFile_ReplacesAFileThatOthersCouldRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	for _, left := range []string{path, path + ".new"} {
		if err := os.WriteFile(left, []byte("old and longer"), 0o644); err != nil { //nolint:gosec // this is what is replaced
			t.Fatal(err)
		}
	}
	if err := writePrivate(path, "new"); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "new" {
		t.Errorf("%q, %v", content, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestPrivateFile_DiscardedLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := newPrivateFile(filepath.Join(dir, "secret"))
	if err != nil {
		t.Fatal(err)
	}
	f.discard()
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestPrivateFile_PlaceThatCannotBeWrittenIsKnownAtOnce(t *testing.T) {
	t.Parallel()
	if f, err := newPrivateFile(filepath.Join(t.TempDir(), "missing", "secret")); err == nil {
		t.Errorf("%v", f)
	}
}
