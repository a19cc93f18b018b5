// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"
)

func TestGuideTerraformTest_SuiteRunsAgainstTheEmulator(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, nil, "guides/terraform-test")
	var tr transcript
	out, status := w.Run("./test.sh")
	if status != 0 {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	// The parts that Terraform and OpenTofu agree about.
	tr.add("./test.sh", strings.Join(regexp.MustCompile(`(?m)^( +run .*|Success!.*)$`).FindAllString(out, -1), "\n"))
	tr.compare(t, "terraform-test")

	// The suite can fail.
	w.Write("main.tf", strings.Replace(w.Read("main.tf"), "annotations     = { ticket = each.value.ticket }", "annotations = { ticket = \"\" }", 1))
	if out, status := w.Run("./test.sh"); status != 1 || !strings.Contains(out, "The ticket is not kept.") {
		t.Errorf("with a broken module: exit status %d\n%s", status, out)
	}
}
