// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"strings"
	"testing"
)

// The example without the parts that need other providers.
func TestGuideCompromisedSubscription_IsNotResolvedBeforeTheChecklistIs(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env())
	w.copy("guides/compromised-subscription")
	w.write("containment.tf", "")
	w.write("versions.tf", "terraform {\n  required_providers {\n    partnercenter = {\n      source = \"terraform-partnercenter/partnercenter\"\n    }\n  }\n}\n")
	w.must(succeeded, "init")
	var tr transcript

	tr.add("terraform apply     # opens the incident", lineWith(t, w.must(succeeded, "apply", "-auto-approve"), "Apply complete!"))
	expectDecisions(t, "an open incident", s, map[string]string{fabrikamTest: "Investigating", fabrikamRegion: "Investigating"})

	opened := w.read("incident.yaml")
	closed := strings.Replace(opened, "status: Investigating", "status: Resolved", 1)
	w.write("incident.yaml", strings.Replace(closed, `: ""`, ": kim", 5))
	plan := w.must(failed, "plan")
	tr.add("terraform plan     # with status: Resolved, and five steps done", diagnosticBoxes(plan))

	w.write("incident.yaml", strings.ReplaceAll(closed, `: ""`, ": kim"))
	plan = w.must(hasChanges, "plan", "-detailed-exitcode", "-out=tfplan")
	tr.add("terraform plan     # with all steps done", firstChange(t, plan, 40))
	w.must(succeeded, "apply", "tfplan")
	expectDecisions(t, "a closed incident", s, map[string]string{fabrikamTest: "Resolved Fraud", fabrikamRegion: "Resolved Fraud"})
	w.must(succeeded, "plan", "-detailed-exitcode")
	tr.compare(t, "compromised-subscription")
}
