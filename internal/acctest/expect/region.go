// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package expect

import (
	"os"
	"strings"
	"testing"
)

// Region compares a generated part of a page with its marks, and writes it if update is set.
// "make generate" sets it.
func Region(t testing.TB, file, name, content string, update bool) {
	t.Helper()
	page := string(Must(os.ReadFile(file))(t))
	begin, end := "<!-- begin "+name+": make generate -->\n", "<!-- end "+name+" -->\n"
	before, rest, hasBegin := strings.Cut(page, begin)
	was, after, hasEnd := strings.Cut(rest, end)
	if !hasBegin || !hasEnd {
		t.Fatalf("%s has no region %q", file, name)
	}
	content = "\n" + strings.TrimSpace(content) + "\n\n"
	if !update {
		Equal(t, file+": "+name+" (make generate writes it)", content, was)
		return
	}
	NoError(t, os.WriteFile(file, []byte(before+begin+content+end+after), 0o600))
}
