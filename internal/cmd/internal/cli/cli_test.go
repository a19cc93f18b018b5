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

// fakeProgram creates a program that answers every command with a line.
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

// onPath makes these programs the only ones on PATH.
func onPath(t *testing.T, programs ...string) {
	t.Helper()
	var folders []string
	for _, program := range programs {
		folders = append(folders, filepath.Dir(program))
	}
	t.Setenv("PATH", strings.Join(folders, string(filepath.ListSeparator)))
}

// withTools creates a top folder whose tools module pins OpenTofu 1.12.6.
func withTools(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	module := filepath.Join(root, "tools", "tofu")
	expect.NoError(t, os.MkdirAll(module, 0o700))
	expect.NoError(t, os.WriteFile(filepath.Join(module, "go.mod"),
		[]byte("require (\n\tgithub.com/opentofu/opentofu v1.12.6\n)\n"), 0o600))
	return root
}

func TestFindAll_TakesEachProgramOnce(t *testing.T) {
	terraform, tofu := fakeProgram(t, "terraform", "Terraform v1.11.4"),
		fakeProgram(t, "tofu", "OpenTofu v1.12.6")
	onPath(t, terraform, tofu)
	link := filepath.Join(t.TempDir(), "link")
	expect.NoError(t, os.Symlink(terraform, link))
	listed, alike := fakeProgram(t, "terraform-1.16", "Terraform v1.16.3"),
		fakeProgram(t, "tofu-again", "OpenTofu v1.12.6")
	t.Setenv(ListVariable, strings.Join([]string{link, "", listed, alike, listed},
		string(filepath.ListSeparator)))
	last := fakeProgram(t, "last", "Terraform v1.8.5")
	t.Setenv(PathVariable, last)

	var log strings.Builder
	found := expect.Must(FindAll(t.Context(), withTools(t), &log))(t)
	want := []CLI{
		{terraform, "Terraform", "1.11.4"},
		{tofu, "OpenTofu", "1.12.6"},
		{listed, "Terraform", "1.16.3"},
		{last, "Terraform", "1.8.5"},
	}
	if !slices.Equal(found, want) {
		t.Errorf("got  %+v\nwant %+v", found, want)
	}
	if got, want := log.String(), "Not using "+alike+": it is OpenTofu 1.12.6, as is "+tofu+
		"\n"; got != want {
		t.Errorf("got the log %q, want %q", got, want)
	}
}

func TestFindAll_TakesTheOpenTofuThatIsBuilt(t *testing.T) {
	onPath(t)
	t.Setenv(PathVariable, "")
	t.Setenv(ListVariable, "")
	root := withTools(t)
	built := filepath.Join(root, "bin", "tofu-1.12.6")
	expect.NoError(t, os.MkdirAll(filepath.Dir(built), 0o700))
	expect.NoError(t, os.Rename(fakeProgram(t, "tofu", "OpenTofu v1.12.6"), built))
	found, err := FindAll(t.Context(), root, io.Discard)
	if want := []CLI{{built, "OpenTofu", "1.12.6"}}; err != nil || !slices.Equal(found, want) {
		t.Errorf("got %+v and the error %v, want %+v", found, err, want)
	}
}

func TestFindAll_AListedProgramHasToWork(t *testing.T) {
	for _, variable := range []string{ListVariable, PathVariable} {
		for name, path := range map[string]string{
			"missing": filepath.Join(t.TempDir(), "missing"),
			"too old": fakeProgram(t, "terraform", "Terraform v1.5.7"),
		} {
			t.Run(variable+" "+name, func(t *testing.T) {
				onPath(t, fakeProgram(t, "terraform", "Terraform v1.11.4"))
				t.Setenv(PathVariable, "")
				t.Setenv(ListVariable, "")
				t.Setenv(variable, path)
				_, err := FindAll(t.Context(), withTools(t), io.Discard)
				if err == nil || !strings.Contains(err.Error(), variable) ||
					!strings.Contains(err.Error(), path) {
					t.Errorf("got the error %v, want one that names %s and %s", err, variable, path)
				}
			})
		}
	}
}

func TestFindAll_SkipsABrokenProgramOnPath(t *testing.T) {
	onPath(t, fakeProgram(t, "terraform", "Terraform v1.5.7"))
	t.Setenv(PathVariable, "")
	t.Setenv(ListVariable, "")
	var log strings.Builder
	found, err := FindAll(t.Context(), withTools(t), &log)
	if err == nil || !strings.Contains(err.Error(), "make tofu") {
		t.Errorf("got %+v and the error %v, want one that says how to get a CLI", found, err)
	}
	expect.Contains(t, log.String(), "1.5.7")
}

func TestCleanEnvironment_LeavesOutTheUsersOwnSettings(t *testing.T) {
	t.Parallel()
	got := CleanEnvironment([]string{"PATH=/bin", "PARTNERCENTER_ACCESS_TOKEN=x", "ARM_CLIENT_ID=x",
		"TF_WORKSPACE=x", "HOME=/"})
	if want := []string{"PATH=/bin", "HOME=/"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
