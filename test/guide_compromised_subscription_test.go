// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// openIncident prepares the example without the parts that need other providers.
func openIncident(t *testing.T) (*emulator.Server, *workspace) {
	t.Helper()
	s := startEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env())
	w.copy("guides/compromised-subscription")
	w.write("containment.tf", "")
	w.write("versions.tf", "terraform {\n  required_providers {\n    partnercenter = {\n      source = \"terraform-partnercenter/partnercenter\"\n    }\n  }\n}\n")
	w.must(succeeded, "init")
	return s, w
}

// closeIncident returns the incident as resolved, with so many steps of the checklist done; -1 for all.
func closeIncident(incident string, steps int) string {
	return strings.Replace(strings.Replace(incident, "status: Investigating", "status: Resolved", 1), `: ""`, ": kim", steps)
}

func TestGuideCompromisedSubscription_CancelledOnTheDashboard(t *testing.T) {
	t.Parallel()
	s, w := openIncident(t)
	w.must(succeeded, "apply", "-auto-approve")
	s.CancelSubscription(fabrikam)
	if plan := w.must(hasChanges, "plan", "-detailed-exitcode"); !strings.Contains(plan, "Fraud event resolved otherwise by somebody else") {
		t.Errorf("the plan does not warn:\n%s", plan)
	}
	w.write("incident.yaml", closeIncident(w.read("incident.yaml"), -1))
	writes := s.Count(emulator.KindUpdate)
	w.must(succeeded, "apply", "-auto-approve")
	w.must(succeeded, "plan", "-detailed-exitcode")
	if n := s.Count(emulator.KindUpdate) - writes; n != 0 {
		t.Errorf("%d writes for what the dashboard has done", n)
	}
}

func TestGuideCompromisedSubscription_IsNotResolvedBeforeTheChecklistIs(t *testing.T) {
	t.Parallel()
	s, w := openIncident(t)
	var tr transcript

	tr.add("terraform apply     # opens the incident", lineWith(t, w.must(succeeded, "apply", "-auto-approve"), "Apply complete!"))
	expectDecisions(t, "an open incident", s, map[string]string{fabrikamTest: "Investigating", fabrikamRegion: "Investigating"})

	opened := w.read("incident.yaml")
	w.write("incident.yaml", closeIncident(opened, 5))
	plan := w.must(failed, "plan")
	tr.add("terraform plan     # with status: Resolved, and five steps done", diagnosticBoxes(plan))

	w.write("incident.yaml", closeIncident(opened, -1))
	plan = w.must(hasChanges, "plan", "-detailed-exitcode", "-out=tfplan")
	tr.add("terraform plan     # with all steps done", firstChange(t, plan, 40))
	w.must(succeeded, "apply", "tfplan")
	expectDecisions(t, "a closed incident", s, map[string]string{fabrikamTest: "Resolved Fraud", fabrikamRegion: "Resolved Fraud"})
	w.must(succeeded, "plan", "-detailed-exitcode")
	tr.compare(t, "compromised-subscription")
}
