// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// passed matches the lines of a test's output on which Terraform and OpenTofu agree.
func passed(output string) string {
	return strings.Join(regexp.MustCompile(`(?m)^( +run .*|Success!.*)$`).FindAllString(output, -1),
		"\n")
}

// Mocks replace the resources, and make no calls.
func TestGuideTerraformTest_MocksNeedNoEmulator(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, nil, "guides/terraform-test")
	var tr transcript
	tr.add("terraform test -filter=tests/mocked.tftest.hcl",
		passed(w.Must("test", "-filter=tests/mocked.tftest.hcl")))
	tr.compare(t, "terraform-test-mocked")
	w.Write("main.tf", withoutTicket(w.Read("main.tf")))
	expect.Contains(t, w.MustFail("test", "-filter=tests/mocked.tftest.hcl"),
		"The ticket is not kept.")
}

// If Terraform learns to mock a list of nested attributes, the guide must say so.
func TestGuideTerraformTest_MocksCannotFillTheListOfEvents(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, nil, "decisions-as-code")
	w.Write("decisions.yaml", "# none\n")
	test := func(override string) (string, int) {
		w.Write("mocked.tftest.hcl", `
mock_provider "partnercenter" {}
run "list" {
  command = plan
`+override+`
  assert {
    condition     = length(output.undecided_events) == 0
    error_message = "There is an event."
  }
}
`)
		return w.Run(w.Environment["TERRAFORM"], "test", "-no-color")
	}
	if out, status := test(""); status != 0 {
		t.Errorf("with mocks alone: exit status %d\n%s", status, out)
	}
	out, status := test(`override_data {
    target = data.partnercenter_fraud_events.listed
    values = { events = [{ event_id = "e9" }] }
  }`)
	if status == 0 || strings.Contains(out, "There is an event.") {
		t.Errorf("with an event: exit status %d\n%s", status, out)
	}
}

func withoutTicket(config string) string {
	return strings.Replace(config, "annotations     = { ticket = each.value.ticket }",
		"annotations = { ticket = \"\" }", 1)
}

func TestGuideTerraformTest_SuiteRunsAgainstTheEmulator(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, nil, "guides/terraform-test")
	var tr transcript
	out, status := w.Run("./test.sh")
	if status != 0 {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	tr.add("./test.sh", passed(out))
	tr.compare(t, "terraform-test")

	// The suite can fail.
	w.Write("main.tf", withoutTicket(w.Read("main.tf")))
	if out, status := w.Run("./test.sh"); status != 1 ||
		!strings.Contains(out, "The ticket is not kept.") {
		t.Errorf("with a broken module: exit status %d\n%s", status, out)
	}
}
