// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// release is what the tool that releases is told.
type release struct {
	Builds []struct {
		ID, Main, Binary string
		Goos, Goarch     []string
		Ignore           any
	}
	Archives []struct {
		ID, Name     string `yaml:",omitempty"`
		NameTemplate string `yaml:"name_template"`
		IDs          []string
		Formats      []string
	}
	SBOMs []struct{ Artifacts string }
}

func readRelease(t *testing.T) (config release) {
	t.Helper()
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, ".goreleaser.yml")), &config))
	return config
}

// The registry hands out every archive that bears the provider's name, and Terraform runs what is
// in it. The guides send users to the archive of the command.
func TestRelease_RegistryGetsTheProviderAlone(t *testing.T) {
	t.Parallel()
	config := readRelease(t)
	var got [][]string
	for i, a := range config.Archives {
		b := config.Builds[i]
		got = append(got, []string{a.ID, b.ID, strings.Join(a.IDs, " "), strings.Join(a.Formats, " "),
			a.NameTemplate, b.Main, b.Binary})
	}
	expect.Equal(t, "builds", len(config.Archives), len(config.Builds))
	expect.Equal(t, "archives", [][]string{
		{"provider", "provider", "provider", "zip",
			"{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}",
			"", "{{ .ProjectName }}_v{{ .Version }}"},
		{"command", "command", "command", "tar.gz", "partnercenter_{{ .Version }}_{{ .Os }}_{{ .Arch }}",
			"./cmd/partnercenter", "partnercenter"},
	}, got)
}

// Both programs are for the same machines, and say the same of where they come from.
func TestRelease_CommandIsTreatedAsTheProvider(t *testing.T) {
	t.Parallel()
	config := readRelease(t)
	provider, command := config.Builds[0], config.Builds[1]
	expect.Equal(t, "systems", provider.Goos, command.Goos)
	expect.Equal(t, "processors", provider.Goarch, command.Goarch)
	expect.Equal(t, "left out", provider.Ignore, command.Ignore)
	if len(config.SBOMs) == 0 || config.SBOMs[0].Artifacts != "archive" || len(provider.Goos) == 0 {
		t.Errorf("there is no list of contents for every archive: %+v", config)
	}
	expect.Contains(t, readFile(t, ".github/workflows/release.yml"), "dist/*.zip\n", "dist/*.tar.gz\n")
}

// TestRelease_PagesNameTheArchiveOfTheCommand as the release does.
func TestRelease_PagesNameTheArchiveOfTheCommand(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"README.md", "docs/guides/authentication.md",
		"docs/guides/laptop.md"} {
		expect.Contains(t, readFile(t, page), "`partnercenter_VERSION_OS_ARCH.tar.gz`")
	}
}
