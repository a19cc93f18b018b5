// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

// Readers copy the examples. Each one is valid for the provider as it is, whatever else stands in its folder.
func TestExamples_AreValid(t *testing.T) {
	t.Parallel()
	cli := newCLI(t)
	configurations := map[string][]string{
		"decisions-as-code": glob(t, "examples/decisions-as-code/*"),
	}
	for _, pattern := range []string{"examples/provider/*.tf", "examples/data-sources/*/*.tf", "examples/resources/*/resource*.tf", "examples/actions/*/action*.tf"} {
		for _, file := range glob(t, pattern) {
			configurations[file] = []string{file}
		}
	}
	for _, file := range glob(t, "examples/resources/*/import-by-*.tf") {
		configurations[file] = []string{file, filepath.Join(filepath.Dir(file), "resource.tf")}
	}

	for name, files := range configurations {
		t.Run(filepath.ToSlash(strings.TrimPrefix(name, filepath.Join(root, "examples")+string(filepath.Separator))), func(t *testing.T) {
			t.Parallel()
			acctest.SkipWithout(t, needs(name)...)
			dir := t.TempDir()
			for _, file := range files {
				copyFile(t, file, dir)
			}
			if out, err := cli.command(t, dir, "validate", "-no-color").CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// needs returns what an example uses that is a syntax error for a CLI without it.
func needs(example string) []acctest.Feature {
	switch {
	case filepath.Base(example) == "import-by-identity.tf":
		return []acctest.Feature{acctest.IdentityImport()}
	case filepath.Base(example) == keyVault:
		return []acctest.Feature{acctest.EphemeralVariables()}
	case filepath.Base(example) == onboarding:
		return []acctest.Feature{acctest.ListResources()}
	case strings.HasPrefix(filepath.Base(example), "action"), filepath.Base(example) == bulkCleanUp:
		return []acctest.Feature{acctest.Actions()}
	}
	return nil
}

// cli is the Terraform or OpenTofu under test, set up to use the provider just built.
type cli struct {
	path   string
	config string
}

func newCLI(t *testing.T) cli {
	t.Helper()
	program := buildProvider(t)
	c := cli{path: cliPath(t), config: filepath.Join(t.TempDir(), "cli.tfrc")}
	// An example without required_providers means hashicorp/partnercenter by the CLI's rules.
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n}\n",
		"terraform-partnercenter/partnercenter", filepath.Dir(program), "hashicorp/partnercenter", filepath.Dir(program))
	if err := os.WriteFile(c.config, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c cli) command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), c.path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+c.config, "CHECKPOINT_DISABLE=1")
	return cmd
}

func copyFile(t *testing.T, file, dir string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), content, 0o600); err != nil {
		t.Fatal(err)
	}
}
