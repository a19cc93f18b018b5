// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestRead_OwnConfiguration(t *testing.T) {
	t.Parallel()
	c := expect.Must(Read("../../../.."))(t)
	for target, want := range map[Target]bool{
		{"linux", "amd64"}: true, // HCP Terraform requires it
		{"windows", "386"}: true, {"darwin", "386"}: false,
	} {
		expect.Equal(t, target.String(), want, slices.Contains(c.Targets(), target))
	}
	expect.Equal(t, "packages", []string{".", "./cmd/partnercenter"},
		[]string{c.Builds[0].Package(), c.Builds[1].Package()})
}

func TestRead_Mistakes(t *testing.T) {
	t.Parallel()
	const provider = "project_name: p\nbuilds:\n" +
		"  - {id: provider, goos: [linux], goarch: [amd64, arm]}\n"
	for content, want := range map[string]string{
		"builds: []": "needs project_name and builds",
		"project_name: p\nbuilds: [{id: a, goos: [linux]}]": "needs project_name and builds",
		"builds: {}": "cannot",
		provider + "  - {id: command, goos: [linux], goarch: [amd64]}\n": "provider and command have " +
			"different targets",
	} {
		folder := t.TempDir()
		expect.NoError(t, os.WriteFile(filepath.Join(folder, File), []byte(content), 0o600))
		if _, err := Read(folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
}
