// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestLacks_EachProductCountsSeparately(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		output  string
		feature Feature
		want    string
	}{
		{"Terraform v1.11.4", IdentityImport(),
			"Terraform 1.11.4 lacks import by identity (new in 1.12)"},
		{"Terraform v1.12.0", IdentityImport(), ""},
		{"OpenTofu v1.11.0", IdentityImport(), "OpenTofu 1.11.0 lacks import by identity (new in 1.12)"},
		{"OpenTofu v1.12.6", IdentityImport(), ""},
		{"Terraform v1.10.0", EphemeralVariables(), ""},
		{"OpenTofu v1.10.9", EphemeralVariables(),
			"OpenTofu 1.10.9 lacks ephemeral variables (new in 1.11)"},
		{"Terraform v1.13.5", Actions(), "Terraform 1.13.5 lacks actions (new in 1.14)"},
		{"Terraform v1.14.0-rc1", Actions(), ""},
		{"OpenTofu v1.14.0", Actions(), "OpenTofu 1.14.0 lacks actions"},
		{"OpenTofu v1.14.0", ListResources(), "OpenTofu 1.14.0 lacks list resources"},
		{"A warning comes first.\n\nTerraform v1.16.3\non linux_amd64\n", ListResources(), ""},
	} {
		c, err := parseCLI(test.output)
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, test.output, test.want, c.Lacks(test.feature))
	}
}

func TestParseCLI_RefusesAnotherProgram(t *testing.T) {
	t.Parallel()
	if c, err := parseCLI("Vault v1.20.0"); err == nil {
		t.Errorf("got %+v", c)
	}
}

// Not parallel either.
func TestUnderTest_AsksAProgramOnce(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	t.Setenv("TF_ACC_TERRAFORM_PATH", script(t, "echo asked >> '"+log+"'; echo 'Terraform v1.14.0'"))
	for range 3 {
		if c, err := underTest(t.Context()); err != nil || c.Product != "Terraform" {
			t.Fatal(c, err)
		}
	}
	content, err := os.ReadFile(log)
	if err != nil || string(content) != "asked\n" {
		t.Errorf("asked: %q, %v", content, err)
	}
}

// script is a program that runs one line of shell.
func script(t *testing.T, line string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "cli")
	content := []byte("#!/bin/sh\n" + line + "\n")
	//nolint:gosec // G306: it has to be executable.
	if err := os.WriteFile(program, content, 0o700); err != nil {
		t.Fatal(err)
	}
	return program
}

// Not parallel: the environment selects the program under test.
func TestFeature_SkipsTestsOfMissingFeatures(t *testing.T) {
	says := func(line string) string { return script(t, "echo '"+line+"'") }
	check := func() (resp tfversion.CheckTerraformVersionResponse) {
		// plugin-testing reports 1.14.0 for an OpenTofu 1.14.0.
		Actions().CheckTerraformVersion(t.Context(),
			tfversion.CheckTerraformVersionRequest{TerraformVersion: tfversion.Version1_14_0}, &resp)
		return resp
	}

	t.Setenv("TF_ACC_TERRAFORM_PATH", says("OpenTofu v1.14.0"))
	if resp := check(); resp.Error != nil || resp.Skip != "OpenTofu 1.14.0 lacks actions" {
		t.Errorf("got %+v", resp)
	}
	t.Run("OpenTofu", func(t *testing.T) {
		defer func() {
			if !t.Skipped() {
				t.Error("a test of its own is not skipped")
			}
		}()
		SkipWithout(t, IdentityImport(), Actions())
	})
	t.Setenv("TF_ACC_TERRAFORM_PATH", says("Terraform v1.14.0"))
	if resp := check(); resp.Error != nil || resp.Skip != "" {
		t.Errorf("got %+v", resp)
	}
	t.Setenv("TF_ACC_TERRAFORM_PATH", says("Vault v1.20.0"))
	if resp := check(); resp.Error == nil || !strings.Contains(resp.Error.Error(), "neither") {
		t.Errorf("got %+v", resp)
	}
}
