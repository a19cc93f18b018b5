// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"bytes"
	"strings"
	"testing"
)

// A file has one subject, and a reader sees all of it. Tests are no exception.
func TestFiles_OfGoHaveAtMost300Lines(t *testing.T) {
	t.Parallel()
	const most = 300
	checked := 0
	for path, content := range repositoryFiles(t) {
		if !strings.HasSuffix(path, ".go") {
			continue
		}
		checked++
		if n := bytes.Count(content, []byte("\n")); n > most {
			t.Errorf("%s has %d lines, want at most %d: split it by subject", path, n, most)
		}
	}
	if checked < 500 {
		t.Errorf("only %d files were checked", checked)
	}
}
