// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// paths are the settings that name a file.
func paths() []string {
	var names []string
	for _, name := range settings.Names() {
		if strings.HasSuffix(name, "_path") {
			names = append(names, name)
		}
	}
	return names
}

func TestResolve_TildeMeansTheHomeFolder(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	want := filepath.Join(home, "partnercenter", "file")
	if len(paths()) != 8 {
		t.Errorf("paths are %v", paths())
	}
	for _, name := range paths() {
		if s := settle(t, map[string]string{name: "~/partnercenter/file"},
			map[string]string{"HOME": home}); s.Text(name) != want {
			t.Errorf("%s in the block: %q, want %q", name, s.Text(name), want)
		}
		for _, variable := range settings.Variables(name) {
			s := settle(t, nil, map[string]string{"HOME": home, variable: "~/partnercenter/file"})
			if s.Text(name) != want || s.Origin(name) != variable {
				t.Errorf("%s: %q from %q, want %q", variable, s.Text(name), s.Origin(name), want)
			}
		}
	}
	// A secret is no path.
	if s := settle(t, map[string]string{"client_secret": "~/s3cret"},
		nil); s.Text("client_secret") != "~/s3cret" {
		t.Errorf("the secret became %q", s.Text("client_secret"))
	}
}

func TestResolve_TildeThatMeansNothing(t *testing.T) {
	t.Parallel()
	for _, name := range paths() {
		refused(t, nil, "PARTNERCENTER_"+strings.ToUpper(name), "~/file") // HOME is not set
		refused(t, nil, "PARTNERCENTER_"+strings.ToUpper(name), "~kim/file")
		if problems := settings.Check(block(map[string]string{name: "~kim/file"}),
			fits); len(problems) != 1 || string(problems[0].Setting) != name {
			t.Errorf("%s: %v, want one problem", name, problems)
		}
	}
}
