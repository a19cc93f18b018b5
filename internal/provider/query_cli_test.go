// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// awkwardIDs are event ids that need care in HCL, and on a command line.
func awkwardIDs() []string {
	return []string{`say "no"`, `${path.module}`, `%{ if true }x%{ endif }`, `$${x}`, `C:\new\table`,
		"a/b//c", "…é☃", "<<EOT", "#1"}
}

// TestQuery_GeneratedConfigurationPlansNothing for events in every status, and with whatever id.
func TestQuery_GeneratedConfigurationPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	var events []emulator.Event
	for i, id := range append(awkwardIDs(), "plain") {
		at := [][2]string{
			{"Active", "None"}, {"Investigating", "None"}, {"Resolved", "Fraud"}, {"Resolved", "Ignore"},
			{"Resolved", "Legitimate"}, {"active", "fraud"},
		}[i%6]
		events = append(events, event(id, func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = at[0], at[1]
			e.CustomerFriendlyName = "Quote \" and ${brace}"
		}))
	}
	s := startEmulator(t, events...)
	w := newWorkspace(t, s, "")
	w.Write("all.tfquery.hcl", query(""))

	w.Must("query", "-no-color", "-generate-config-out=generated.tf")
	if out := w.MustPlanChanges("-no-color"); !strings.Contains(out,
		fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(events))) {
		t.Errorf("the plan does more than import:\n%s", out)
	}
	w.Must("apply", "-auto-approve", "-no-color")
	w.MustPlanNothing("-no-color")
	var want []string
	for _, e := range events {
		want = append(want, e.EventID)
	}
	slices.Sort(want)
	expectEqual(t, "events in state", want, stateEvents(t, w))
	expectWrites(t, s, 0)
}

// TestQuery_AnUndocumentedStatusWaitsForADecision: it is imported, and no configuration can declare
// it as it stands.
func TestQuery_AnUndocumentedStatusWaitsForADecision(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	s := startEmulator(t, event("e1", func(e *emulator.Event) { e.EventStatus = "Escalated" }))
	w := newWorkspace(t, s, "")
	w.Write("all.tfquery.hcl", query(""))

	out := w.Must("query", "-no-color", "-generate-config-out=generated.tf")
	expect.Contains(t, out, "no configuration can declare")
	if out := w.MustFail("plan", "-no-color"); !strings.Contains(out, `must be one of`) {
		t.Errorf("the plan does not say what is wrong:\n%s", out)
	}
	w.Write("generated.tf", strings.ReplaceAll(w.Read("generated.tf"), `"Escalated"`,
		`"Investigating"`))
	w.Must("apply", "-auto-approve", "-no-color")
	w.MustPlanNothing("-no-color")
	expectStanding(t, s, "e1", "Investigating", "None")
}
