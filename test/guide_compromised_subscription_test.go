// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// openIncident prepares the example without the parts that need other providers.
func openIncident(t *testing.T) (*emulator.Server, *acctest.Workspace) {
	t.Helper()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := acctest.NewWorkspace(t, s.Env())
	copyExample(t, w, "guides/compromised-subscription")
	w.Write("containment.tf", "")
	w.Write("versions.tf", acctest.RequiredProviders)
	w.Must("init")
	return s, w
}

// closeIncident returns the incident as resolved, with so many steps of the checklist done; -1 for
// all.
func closeIncident(incident string, steps int) string {
	return strings.Replace(strings.Replace(incident, "status: Investigating", "status: Resolved", 1),
		`: ""`, ": kim", steps)
}

func TestGuideCompromisedSubscription_CancelledOnTheDashboard(t *testing.T) {
	t.Parallel()
	s, w := openIncident(t)
	w.Must("apply", "-auto-approve")
	s.CancelSubscription(fabrikam)
	if plan := w.MustPlanChanges(); !strings.Contains(plan,
		"Fraud event resolved otherwise by somebody else") {
		t.Errorf("the plan does not warn:\n%s", plan)
	}
	w.Write("incident.yaml", closeIncident(w.Read("incident.yaml"), -1))
	writes := s.Count(emulator.KindUpdate)
	w.Must("apply", "-auto-approve")
	w.MustPlanNothing()
	expect.Equal(t, "writes", 0, s.Count(emulator.KindUpdate)-writes)
}

func TestGuideCompromisedSubscription_IsNotResolvedBeforeTheChecklistIs(t *testing.T) {
	t.Parallel()
	s, w := openIncident(t)
	var tr transcript

	tr.add("terraform apply     # opens the incident",
		lineWith(t, w.Must("apply", "-auto-approve"), "Apply complete!"))
	expectDecisions(t, "an open incident", s,
		map[string]string{fabrikamTest: "Investigating", fabrikamRegion: "Investigating"})

	opened := w.Read("incident.yaml")
	w.Write("incident.yaml", closeIncident(opened, 5))
	plan := w.MustFail("plan")
	tr.add("terraform plan     # with status: Resolved, and five steps done", diagnosticBoxes(plan))

	w.Write("incident.yaml", closeIncident(opened, -1))
	plan = w.MustPlanChanges("-out=tfplan")
	tr.add("terraform plan     # with all steps done", firstChange(t, plan, 40))
	w.Must("apply", "tfplan")
	expectDecisions(t, "a closed incident", s,
		map[string]string{fabrikamTest: "Resolved Fraud", fabrikamRegion: "Resolved Fraud"})
	w.MustPlanNothing()
	tr.compare(t, "compromised-subscription")
}
