// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// sinceQuery skips a test of plugin-testing whose CLI has no list resources.
func sinceQuery() []tfversion.TerraformVersionCheck {
	return []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}
}

// sinceIdentityImport skips a test of plugin-testing whose CLI cannot import by identity.
func sinceIdentityImport() []tfversion.TerraformVersionCheck {
	return []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}
}

// skipWithoutQuery skips a test that runs the CLI itself, unless that is Terraform 1.14 or later.
func skipWithoutQuery(t *testing.T) {
	t.Helper()
	out := must(exec.CommandContext(t.Context(), cliProgram(t), "version").Output())(t)
	version := regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\d+)\.(\d+)\.`).FindStringSubmatch(string(out))
	if version == nil {
		t.Fatalf("no version in %q", out)
	}
	major, minor := must(strconv.Atoi(version[2]))(t), must(strconv.Atoi(version[3]))(t)
	if version[1] != "Terraform" || major == 1 && minor < 14 {
		t.Skipf("%s lacks list resources (new in Terraform 1.14)", version[0])
	}
}
