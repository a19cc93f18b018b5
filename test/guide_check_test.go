// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// The guide shows what the command says about the guide's own file after four slips of the pen.
func TestGuideDecisions_CheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, nil, "decisions-as-code")
	check := func() (string, int) {
		out, status := w.Run(acctest.CompanionProgram(t), "check", "decisions.yaml")
		return "$ partnercenter check decisions.yaml\n" + out, status
	}
	if out, status := check(); status != 0 {
		t.Errorf("the shipped file: exit status %d: %s", status, out)
	}
	good := w.Read("decisions.yaml")
	w.Write("decisions.yaml", strings.NewReplacer(
		"ticket: SEC-1042", "ticket: 0042",
		"fabrikam-load-test:", "adatum-miner:",
		"ticket: SEC-1043", "ticket: SEC-1043 #urgent",
		"status: Investigating\n", "status: Resolved\n  reson: Ignore\n",
	).Replace(good))
	out, status := check()
	if status != 1 {
		t.Errorf("exit status %d: %s", status, out)
	}
	compareGolden(t, filepath.Join("testdata", "guides", "check.txt"), out)
}

// Whoever copies a decisions file from here begins without a finding.
func TestCheckCommand_ShippedDecisionsAreGood(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t, nil)
	examples := absolute(t, "examples")
	var files []string
	for _, pattern := range []string{"*/decisions*.yaml", "*/*/decisions*.yaml"} {
		found := expect.Must(filepath.Glob(filepath.Join(examples, pattern)))(t)
		files = append(files, found...)
	}
	if len(files) < 3 {
		t.Errorf("only %q are found", files)
	}
	args := append([]string{"check"}, files...)
	if out, status := w.Run(acctest.CompanionProgram(t), args...); status != 0 {
		t.Errorf("exit status %d: %s", status, out)
	}
}

// What the check finds good, Terraform reads as it stands; what it says that Terraform makes of a
// value, Terraform does.
func TestCheckCommand_KnowsWhatTerraformMakesOfAValue(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, nil)
	for written, read := range map[string]string{
		"0042": "42", "1e3": "1000", "0x1F": "31", "1.10": "1.1",
		"2026-03-04": "2026-03-04T00:00:00Z", "no": "false",
		"on": "true", ".5": "0.5", "+12": "12", ">-\n    0042": "42",
	} {
		entry := "adatum:\n  subscription_id: \"" + adatum +
			"\"\n  event_id: \"e\"\n  status: Resolved\n  reason: Fraud\n  ticket: " + written +
			"\n"
		w.Write("decisions.yaml", entry)
		out, status := w.Run(acctest.CompanionProgram(t), "check", "decisions.yaml")
		if status != 1 || !strings.Contains(out, `, "`+read+`": put it in quotes`) {
			t.Errorf("%q: exit status %d: %s", written, status, out)
		}
		w.Write("main.tf",
			`output "ticket" { value = tostring(yamldecode(file("decisions.yaml")).adatum.ticket) }`)
		w.Must("apply", "-auto-approve")
		expect.Equal(t, written, read, strings.TrimSpace(w.Must("output", "-raw", "ticket")))
	}
}
