// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Readers copy the examples. Each one is valid for the provider as it is, whatever else stands in its folder.
func TestExamples_AreValid(t *testing.T) {
	t.Parallel()
	cli := newCLI(t)
	configurations := map[string][]string{
		"decisions-as-code": glob(t, "examples/decisions-as-code/*"),
	}
	for _, pattern := range []string{"examples/provider/*.tf", "examples/data-sources/*/*.tf", "examples/resources/*/resource*.tf"} {
		for _, file := range glob(t, pattern) {
			configurations[file] = []string{file}
		}
	}
	for _, file := range glob(t, "examples/resources/*/import-by-*.tf") {
		// Importing by identity is new in 1.12 and a syntax error before.
		if strings.Contains(file, "identity") && !cli.atLeast(1, 12) {
			continue
		}
		configurations[file] = []string{file, filepath.Join(filepath.Dir(file), "resource.tf")}
	}

	for name, files := range configurations {
		t.Run(filepath.ToSlash(strings.TrimPrefix(name, filepath.Join(root, "examples")+string(filepath.Separator))), func(t *testing.T) {
			t.Parallel()
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

// cli is the Terraform or OpenTofu under test, set up to use the provider just built.
type cli struct {
	path         string
	config       string
	major, minor int
}

func newCLI(t *testing.T) cli {
	t.Helper()
	c := cli{path: cliPath(t)}

	dir := t.TempDir()
	program := buildProvider(t)
	c.config = filepath.Join(dir, "cli.tfrc")
	// An example without required_providers means hashicorp/partnercenter by the CLI's rules.
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n}\n",
		"terraform-partnercenter/partnercenter", filepath.Dir(program), "hashicorp/partnercenter", filepath.Dir(program))
	if err := os.WriteFile(c.config, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}

	out, err := c.command(t, dir, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^(?:Terraform|OpenTofu) v(\d+)\.(\d+)\.`).FindStringSubmatch(string(out))
	if version == nil {
		t.Fatalf("no version in %q", out)
	}
	for i, part := range []*int{&c.major, &c.minor} {
		if *part, err = strconv.Atoi(version[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// cliPath is the program that plugin-testing would take.
func cliPath(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatal("there is no terraform on PATH and TF_ACC_TERRAFORM_PATH is not set: make test finds or builds a CLI")
	}
	return path
}

func (c cli) atLeast(major, minor int) bool {
	return c.major > major || (c.major == major && c.minor >= minor)
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
