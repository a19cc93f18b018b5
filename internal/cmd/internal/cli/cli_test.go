// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestFind_TakesTheNamedProgram(t *testing.T) {
	path := fakeProgram(t, "some-cli", "Terraform v1.14.3")
	t.Setenv(PathVariable, path)
	t.Setenv("TF_CLI_CONFIG_FILE", "")

	found := expect.Must(Find(t.Context(), t.TempDir(), io.Discard))(t)
	if want := (CLI{Path: path, Product: "Terraform", Version: "1.14.3"}); found != want {
		t.Errorf("got %+v, want %+v", found, want)
	}
	if got, want := found.Environment(),
		[]string{PathVariable + "=" + path}; !slices.Equal(got, want) {
		t.Errorf("got the environment %q, want %q", got, want)
	}
}

func TestFind_RefusesANamedProgramThatCannotServe(t *testing.T) {
	for name, test := range map[string]struct{ says, want string }{
		"too old":       {"Terraform v1.5.7", "needs 1.8 or later"},
		"another thing": {"Vault v1.20.0", "neither Terraform nor OpenTofu"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(PathVariable, fakeProgram(t, "some-cli", test.says))
			_, err := Find(t.Context(), t.TempDir(), io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) ||
				!strings.Contains(err.Error(), PathVariable) {
				t.Errorf("got the error %v, want one that names %s and says %q", err, PathVariable, test.want)
			}
		})
	}
}

func TestFind_PassesOverATerraformThatIsTooOld(t *testing.T) {
	t.Setenv(PathVariable, "")
	old := fakeProgram(t, "terraform", "Terraform v1.5.7")
	tofu := fakeProgram(t, "tofu", "OpenTofu v1.12.6")
	t.Setenv("PATH", strings.Join([]string{filepath.Dir(old), filepath.Dir(tofu), "/bin", "/usr/bin"},
		string(filepath.ListSeparator)))

	var log strings.Builder
	found := expect.Must(Find(t.Context(), t.TempDir(), &log))(t)
	if found.Path != tofu || found.Name() != "tofu" {
		t.Errorf("got %+v, want %s", found, tofu)
	}
	expect.Contains(t, log.String(), "1.5.7")
	if !slices.Contains(found.Environment(), "TF_ACC_PROVIDER_HOST=registry.opentofu.org") {
		t.Errorf("the environment does not name OpenTofu's registry: %q", found.Environment())
	}
}

func TestEnvironment_ReplacesAConfigurationFileThatIsMissing(t *testing.T) {
	dir := t.TempDir()
	present := filepath.Join(dir, "present.tfrc")
	expect.NoError(t, os.WriteFile(present, nil, 0o600))
	replacement := "TF_CLI_CONFIG_FILE=" + os.DevNull

	t.Setenv("TF_CLI_CONFIG_FILE", present)
	if got := (CLI{}).Environment(); slices.Contains(got, replacement) {
		t.Errorf("a file that is there is replaced: %q", got)
	}
	t.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(dir, "missing.tfrc"))
	if got := (CLI{}).Environment(); !slices.Contains(got, replacement) {
		t.Errorf("a missing file is not replaced: %q", got)
	}
}

func TestOpenTofuVersion_IsTheOneInTheToolsModule(t *testing.T) {
	t.Parallel()
	version := expect.Must(openTofuVersion(filepath.Join("..", "..", "..", "..", "tools", "tofu",
		"go.mod")))(t)
	if !strings.HasPrefix(version, "1.") {
		t.Errorf("got %q", version)
	}
}

// fakeProgram makes a program that answers every command with a line.
func fakeProgram(t *testing.T, name, line string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	script := "#!/bin/sh\necho '" + line + "'\n"
	//nolint:gosec // G306: it has to be executable.
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}
