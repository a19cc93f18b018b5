// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	// The events in examples/decisions-as-code/decisions.yaml.
	adatum         = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
	fabrikam       = "2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32"
	adatumMiner    = adatum + "_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
	fabrikamTest   = fabrikam + "_e7b09c35-64d1-4f8a-b2e6-19a5c3d70f48"
	fabrikamRegion = fabrikam + "_8d41f2b6-c07e-4359-8e1a-5b6f90d3a27c"

	colleague = "kim@contoso-partner.example"
)

// decidedEvents returns the events in examples/decisions-as-code/decisions.yaml, before any
// decision.
func decidedEvents() []emulator.Event { return emulator.StoryEvents(emulator.StoryDecisions) }

// standings returns status and reason of every event, by its id.
func standings(s *emulator.Server) map[string]string {
	all := map[string]string{}
	for _, e := range s.Events() {
		all[e.EventID] = strings.TrimSuffix(e.EventStatus+" "+e.ResolvedReason, " None")
	}
	return all
}

func asDecided() map[string]string {
	return map[string]string{adatumMiner: "Resolved Fraud", fabrikamTest: "Resolved Ignore",
		fabrikamRegion: "Investigating"}
}

func TestGuideDecisions_FileIsAppliedAndStable(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	var tr transcript

	plan := w.MustPlanChanges("-out=tfplan")
	tr.add("terraform plan -out=tfplan", firstChange(t, plan, 40))
	tr.add("terraform apply tfplan", lineWith(t, w.Must("apply", "tfplan"), "Apply complete!"))
	tr.add("terraform plan", lineWith(t, w.MustPlanNothing(), "No changes."))
	tr.compare(t, "decisions-as-code")

	expect.Equal(t, "Partner Center", asDecided(), standings(s))
}

func TestGuideDecisions_PluralResourceTakesTheSameFile(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	copyExample(t, w, "guides/many-decisions")
	w.Write("main.tf", "") // decisions.tf replaces it
	var tr transcript

	tr.add("terraform apply", firstChange(t, w.Must("apply", "-auto-approve"), 17))
	w.MustPlanNothing()
	tr.compare(t, "many-decisions")

	expect.Equal(t, "Partner Center", asDecided(), standings(s))
}

// The file says which alert may be overwritten or recorded unlisted, in both forms; an entry
// without a reason declares nothing.
func TestGuideDecisions_EntriesHaveTheirOwnOptions(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"decisions-as-code", "guides/many-decisions"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			s := acctest.StartEmulator(t, decidedEvents()[0])
			colleagueSets(t, s, adatumMiner, "Resolved", "Ignore")
			w := newWorkspace(t, s.Env(), "decisions-as-code")
			if form != "decisions-as-code" {
				copyExample(t, w, form)
				w.Write("main.tf", "")
			}
			overwriting, old := written("new", adatumMiner), written("old", "aged-out")
			open := written("open", "e2", "reason: Fraud", `reason: ""`)
			w.Write("decisions.yaml", overwriting+old+open)
			expect.Contains(t, w.MustFail("plan"), "allow_unlisted = true")
			w.Write("decisions.yaml", overwriting+"  allow_overwrite: true\n"+old+"  allow_unlisted: true\n"+
				open)
			expect.Contains(t, strings.Join(strings.Fields(w.Must("apply", "-auto-approve")), " "),
				"nothing is declared for them: open.")
			expect.Equal(t, "Partner Center", map[string]string{adatumMiner: "Resolved Fraud"}, standings(s))
		})
	}
}

// The trap that the guide warns about: a decided event disappears from the list that says what to
// decide.
func TestGuideDecisions_ForEachOverOpenEventsPlansADestroy(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "guides/for-each-trap")
	var tr transcript

	tr.add("terraform apply", lineWith(t, w.Must("apply", "-auto-approve"), "Apply complete!"))
	plan := w.MustPlanChanges()
	tr.add("terraform plan", firstChange(t, plan, 3), diagnosticBoxes(plan))
	tr.compare(t, "for-each-trap")

	// The event is gone from the list, so Terraform can only forget the decision. After that, the plan
	// is empty.
	w.Must("apply", "-auto-approve")
	w.MustPlanNothing()
	expect.Equal(t, "standing", "Resolved Ignore", standings(s)[fabrikamTest])
}

// With reactivate_on_destroy, the trap repeats forever: each apply reverses the one before.
func TestGuideDecisions_ForEachOverOpenEventsSwingsWithReactivation(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "guides/for-each-trap")
	w.Write("reactivate_override.tf",
		"resource \"partnercenter_fraud_event_resolution\" \"noise\" {\n  reactivate_on_destroy = "+
			"true\n}\n")
	for _, want := range []string{"Resolved Ignore", "Active", "Resolved Ignore"} {
		w.Must("apply", "-auto-approve")
		expect.Equal(t, "standing", want, standings(s)[fabrikamTest])
	}
}

// The guide shows the command's output for the guide's own file with four mistakes.
func TestGuideDecisions_CheckNamesTheMistakes(t *testing.T) {
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

// A copy of a decisions file from here begins without findings.
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

// Terraform reads every value that passes the check unchanged. If the check says that Terraform
// converts a value, Terraform does.
func TestCheckCommand_KnowsHowTerraformReadsAValue(t *testing.T) {
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
