// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Each example of a query is valid for the provider as it is. Only Terraform 1.14 and later can tell; other CLIs leave
// these files alone, which is all that they must do.
func TestQueries_AreValid(t *testing.T) {
	t.Parallel()
	cli := newCLI(t)
	main := filepath.Join(root, "examples", "guides", onboarding, "main.tf")
	queries := append(glob(t, "examples/list-resources/*/*.tfquery.hcl"), glob(t, "examples/guides/*/*.tfquery.hcl")...)
	if len(queries) == 0 {
		t.Fatal("there are none")
	}
	validate := []string{"validate", "-query", "-no-color"}
	if !cli.queries(t) {
		main = filepath.Join(root, "examples", "provider", "provider.tf")
		validate = []string{"validate", "-no-color"}
	}
	for _, query := range queries {
		t.Run(filepath.Base(filepath.Dir(query))+"/"+filepath.Base(query), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			copyFile(t, main, dir)
			copyFile(t, query, dir)
			if out, err := cli.command(t, dir, validate...).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// queries reports whether the CLI has list resources.
func (c cli) queries(t *testing.T) bool {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), c.path, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(out), "Terraform v") && c.atLeast(1, 14)
}
