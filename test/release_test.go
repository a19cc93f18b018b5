// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// release is the configuration of the release tool.
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
	SBOMs []struct {
		ID, Artifacts  string
		IDs, Documents []string
	}
}

func readRelease(t *testing.T) (config release) {
	t.Helper()
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, ".goreleaser.yml")), &config))
	return config
}

// The registry offers every archive with the provider's name, and Terraform runs its content. The
// guides send users to the archive of the command.
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

// Both programs support the same machines, and report the same origin.
func TestRelease_CommandIsTreatedAsTheProvider(t *testing.T) {
	t.Parallel()
	config := readRelease(t)
	provider, command := config.Builds[0], config.Builds[1]
	expect.Equal(t, "systems", provider.Goos, command.Goos)
	expect.Equal(t, "processors", provider.Goarch, command.Goarch)
	expect.Equal(t, "left out", provider.Ignore, command.Ignore)
	expect.Equal(t, "SBOMs", len(config.Archives), len(config.SBOMs))
	for i, sbom := range config.SBOMs {
		archive := config.Archives[i]
		expect.Equal(t, "SBOM", []string{archive.ID, "binary", archive.NameTemplate + ".sbom.json"},
			[]string{strings.Join(sbom.IDs, " "), sbom.Artifacts, strings.Join(sbom.Documents, " ")})
	}
	expect.Contains(t, readFile(t, ".github/workflows/release.yml"), "dist/*.zip\n", "dist/*.tar.gz\n",
		"dist/*.sbom.json\n")
}

// The rehearsal reads nearly every file, so a filter of its paths would leave out some of them.
func TestRelease_EveryChangeIsRehearsed(t *testing.T) {
	t.Parallel()
	var pipeline struct {
		On   map[string]map[string]any
		Jobs map[string]map[string]any
	}
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, ".github/workflows/ci.yml")), &pipeline))
	expect.Equal(t, "events", map[string]map[string]any{"pull_request": nil,
		"push": {"branches": []any{"main"}}}, pipeline.On)
	job := pipeline.Jobs["release"]
	for _, condition := range []string{"if", "needs", "continue-on-error"} {
		if got, ok := job[condition]; ok {
			t.Errorf("the rehearsal depends on %s: %v", condition, got)
		}
	}
	steps, _ := job["steps"].([]any)
	last, _ := steps[len(steps)-1].(map[string]any)
	expect.Equal(t, "last step", map[string]any{"run": "make release-check"}, last)
}

// TestRelease_PagesNameTheArchiveOfTheCommand as the release does.
func TestRelease_PagesNameTheArchiveOfTheCommand(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"README.md", "docs/guides/authentication.md",
		"docs/guides/laptop.md"} {
		expect.Contains(t, readFile(t, page), "`partnercenter_VERSION_OS_ARCH.tar.gz`")
	}
}

// changelogForm is the form that HashiCorp requires of a provider's changelog: sections in this
// order, and entries that name their subject.
// https://developer.hashicorp.com/terraform/plugin/best-practices/versioning#changelog-specification
func changelogForm() *regexp.Regexp {
	const (
		months = "January|February|March|April|May|June|July|August|September|October|November|December"
		date   = `(` + months + `) \d{2}, \d{4}`
		entry  = `\* .+\n(  .+\n)*`
	)
	body := ""
	for _, section := range []string{"BREAKING CHANGES", "NOTES", "FEATURES", "ENHANCEMENTS",
		"BUG FIXES"} {
		form := entry
		if section == "FEATURES" {
			form = `\* \*\*New (Resource|Data Source|List Resource|Action|Function|Ephemeral Resource` +
				`|Command):\*\* ` + "`[a-z_ ]+`\\n"
		}
		body += `(\n` + section + `:\n\n(` + form + `)+)?`
	}
	release := func(when string) string {
		return `## \d+\.\d+\.\d+(-[0-9a-z.]+)? \((` + when + `)\)\n` + body
	}
	return regexp.MustCompile(`^` + release(`Unreleased|`+date) + `(\n` + release(date) + `)*$`)
}

func TestChangelog_HasHashiCorpsForm(t *testing.T) {
	t.Parallel()
	const released, good = "## 0.1.0 (December 01, 2026)\n",
		"## 0.1.0 (Unreleased)\n\nFEATURES:\n\n* **New Resource:** `partnercenter_thing`\n"
	for name, test := range map[string]struct {
		changelog string
		want      bool
	}{
		"ours":                  {readFile(t, "CHANGELOG.md"), true},
		"good":                  {good + "\nBUG FIXES:\n\n* provider: a\n  and b\n\n" + released, true},
		"empty":                 {"", false},
		"date in other form":    {"## 0.1.0 (2026-12-01)\n", false},
		"version with v":        {"## v0.1.0 (Unreleased)\n", false},
		"unknown section":       {released + "\nADDED:\n\n* provider: a\n", false},
		"sections in disorder":  {released + "\nBUG FIXES:\n\n* a: b\n\nNOTES:\n\n* a: b\n", false},
		"entry without section": {released + "\n* provider: a\n", false},
		"feature not named":     {released + "\nFEATURES:\n\n* a resource\n", false},
		"two unreleased":        {good + "\n" + good, false},
		"prose":                 {good + "\nAnd more.\n", false},
	} {
		expect.Equal(t, name, test.want, changelogForm().MatchString(test.changelog))
	}
}

// The registry trusts the manifest, and Terraform then asks for that protocol. Nobody who installs
// the provider could start it if it served another one.
func TestManifest_ProtocolIsTheOneServed(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	expect.NoError(t, json.Unmarshal([]byte(readFile(t, "terraform-registry-manifest.json")),
		&manifest))
	if manifest.Version != 1 {
		t.Errorf("the manifest has version %d, and the registry knows version 1", manifest.Version)
	}
	served := []string{servedProtocol(t) + ".0"}
	expect.Equal(t, "protocols of the manifest", served, manifest.Metadata.ProtocolVersions)
}

// servedProtocol starts the provider's program as Terraform does, and returns the protocol version
// that it announces: the second field of the line core|protocol|network|address|type.
func servedProtocol(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), acctest.ProviderProgram(t))
	cmd.Env = append(os.Environ(),
		// Terraform sets this variable. Without it, a person who starts the program by hand gets an
		// explanation instead.
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=5,6")
	stdout := expect.Must(cmd.StdoutPipe())(t)
	expect.NoError(t, cmd.Start())
	defer func() {
		expect.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait() // killed, so an error is certain
	}()

	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider announced %q: %v", line, err)
	}
	fields := strings.Split(line, "|")
	if len(fields) < 5 {
		t.Fatalf("the provider announced %q", line)
	}
	if fields[2] == "unix" {
		// The socket, which a killed provider cannot remove.
		t.Cleanup(func() { _ = os.Remove(fields[3]) })
	}
	return fields[1]
}
