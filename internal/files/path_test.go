// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	getenv := func(name string) string {
		return map[string]string{"HOME": home, "USERPROFILE": home}[name]
	}
	for _, test := range []struct {
		path    string
		windows bool
		want    string
	}{
		{"~/tokens.json", false, filepath.Join(home, "tokens.json")},
		{"~/.config/partnercenter/tokens.json", false,
			filepath.Join(home, ".config", "partnercenter", "tokens.json")},
		{" ~/tokens.json\n", false, filepath.Join(home, "tokens.json")},
		{"~", false, home},
		{"~/tokens.json", true, filepath.Join(home, "tokens.json")},
		{`~\tokens.json`, true, filepath.Clean(home + string(filepath.Separator) + `\tokens.json`)},
		{"/var/~/tokens.json", false, "/var/~/tokens.json"},
		{"./~tokens", false, "./~tokens"},
		{"tokens.json", false, "tokens.json"},
		{"./-", false, "./-"},
		{"", false, ""},
	} {
		if got, err := expand(test.path, getenv, test.windows); err != nil || got != test.want {
			t.Errorf("%q: %q, %v, want %q", test.path, got, err, test.want)
		}
	}
}

func TestExpand_Mistakes(t *testing.T) {
	t.Parallel()
	nowhere := func(string) string { return "" }
	for _, test := range []struct {
		path    string
		windows bool
		want    string
	}{
		{"~kim/tokens.json", false, "only ~/ is expanded (to your own home folder)"},
		{"~kim", false, "only ~/ is expanded (to your own home folder)"},
		{"-", false, `must be a path, got "-"`},
		{" -\n", true, `must be a path, got "-"`},
		{`~\tokens.json`, false, "only ~/ is expanded (to your own home folder)"},
		{"~/tokens.json", false, "HOME is not set"},
		{"~/tokens.json", true, "USERPROFILE is not set"},
	} {
		if got, err := expand(test.path, nowhere, test.windows); err == nil ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %q, %v, want %q", test.path, got, err, test.want)
		}
	}
	if err := CheckPath("~/x"); err != nil {
		t.Errorf("a check that knows no home folder: %v", err)
	}
}
