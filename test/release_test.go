// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// releaseItems are the items of a list at the top of .goreleaser.yml, by their id.
func releaseItems(t *testing.T, list string) map[string]string {
	t.Helper()
	_, rest, found := strings.Cut(readFile(t, ".goreleaser.yml"), "\n"+list+":\n")
	if !found {
		t.Fatalf(".goreleaser.yml has no list %s", list)
	}
	if end := regexp.MustCompile(`(?m)^\S`).FindStringIndex(rest); end != nil {
		rest = rest[:end[0]]
	}
	items := map[string]string{}
	for _, item := range regexp.MustCompile(`(?m)^ {2}- `).Split(rest, -1)[1:] {
		if id := setting(item, "id"); id != "" {
			items[id] = item
		} else {
			t.Errorf("an item of %s has no id:\n%s", list, item)
		}
	}
	return items
}

// setting is the value of a setting of an item, on its own line.
func setting(item, name string) string {
	match := regexp.MustCompile(`(?m)^(?: {4})?` + name + `: (.+)$`).FindStringSubmatch(item)
	if match == nil {
		return ""
	}
	return match[1]
}

// The registry hands out every archive that bears the provider's name, and Terraform runs what is
// in it.
func TestRelease_RegistryGetsTheProviderAlone(t *testing.T) {
	t.Parallel()
	builds, archives := releaseItems(t, "builds"), releaseItems(t, "archives")
	type archive struct{ IDs, Formats, Name, Main, Binary string }
	got := map[string]archive{}
	for id, a := range archives {
		got[id] = archive{setting(a, "ids"), setting(a, "formats"), setting(a, "name_template"),
			setting(builds[id], "main"), setting(builds[id], "binary")}
	}
	want := map[string]archive{
		"provider": {
			IDs: "[provider]", Formats: "[zip]",
			Name:   `"{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}"`,
			Binary: `"{{ .ProjectName }}_v{{ .Version }}"`,
		},
		// The guides send users to this archive.
		"command": {
			IDs: "[command]", Formats: "[tar.gz]",
			Name: `"partnercenter_{{ .Version }}_{{ .Os }}_{{ .Arch }}"`,
			Main: "./cmd/partnercenter", Binary: "partnercenter",
		},
	}
	expect.Equal(t, "archives", want, got)
	if len(builds) != len(archives) {
		t.Errorf("%d builds and %d archives", len(builds), len(archives))
	}
}

// Both programs are for the same machines, and say the same of where they come from.
func TestRelease_CommandIsTreatedAsTheProvider(t *testing.T) {
	t.Parallel()
	builds := releaseItems(t, "builds")
	for _, name := range []string{"goos", "goarch", "ignore"} {
		anchor, _, _ := strings.Cut(setting(builds["provider"], name), " ")
		if alias := setting(builds["command"], name); anchor == "" ||
			"*"+strings.TrimPrefix(anchor, "&") != alias {
			t.Errorf("%s is %q for the provider and %q for the command", name, anchor, alias)
		}
	}
	config := readFile(t, ".goreleaser.yml")
	expect.Contains(t, config, "\nsboms:\n  - artifacts: archive\n")
	attested := readFile(t, ".github/workflows/release.yml")
	for _, pattern := range []string{"dist/*.zip\n", "dist/*.tar.gz\n"} {
		expect.Contains(t, attested, pattern)
	}
}

// TestRelease_PagesNameTheArchiveOfTheCommand as the release does.
func TestRelease_PagesNameTheArchiveOfTheCommand(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"README.md", "docs/guides/authentication.md",
		"docs/guides/laptop.md"} {
		expect.Contains(t, readFile(t, page), "`partnercenter_VERSION_OS_ARCH.tar.gz`")
	}
}
