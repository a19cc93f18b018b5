// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// exitUnchanged and exitChanges are what plan -detailed-exitcode ends with.
const (
	exitUnchanged = 0
	exitChanges   = 2
)

// expectExit plans, and returns the output if the plan ends as wanted.
func (c *commandLine) expectExit(want int) string {
	c.t.Helper()
	out, status := c.run("plan", "-no-color", "-input=false", "-detailed-exitcode")
	if status != want {
		c.t.Fatalf("the plan ends with %d, want %d\n%s", status, want, out)
	}
	return out
}

// awkwardIDs are event ids that need care in HCL, and on a command line.
func awkwardIDs() []string {
	return []string{`say "no"`, `${path.module}`, `%{ if true }x%{ endif }`, `$${x}`, `C:\new\table`, "a/b//c", "…é☃", "<<EOT", "#1"}
}

// TestQuery_GeneratedConfigurationPlansNothing for events in every status, and with whatever id.
func TestQuery_GeneratedConfigurationPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	var events []emulator.Event
	for i, id := range append(awkwardIDs(), "plain") {
		at := [][2]string{
			{"Active", "None"}, {"Investigating", "None"}, {"Resolved", "Fraud"}, {"Resolved", "Ignore"}, {"Resolved", "Legitimate"}, {"active", "fraud"},
		}[i%6]
		events = append(events, event(id, func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = at[0], at[1]
			e.CustomerFriendlyName = "Quote \" and ${brace}"
		}))
	}
	s := startEmulator(t, events...)
	c := startCommandLine(t, s, "")
	c.write("all.tfquery.hcl", query(""))

	c.must("query", "-no-color", "-generate-config-out=generated.tf")
	if out := c.expectExit(exitChanges); !strings.Contains(out, fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(events))) {
		t.Errorf("the plan does more than import:\n%s", out)
	}
	c.must("apply", "-auto-approve", "-no-color", "-input=false")
	c.expectExit(exitUnchanged)
	var want []string
	for _, e := range events {
		want = append(want, e.EventID)
	}
	slices.Sort(want)
	expectEqual(t, "events in state", want, c.stateEvents())
	expectWrites(t, s, 0)
}

// TestQuery_AnUndocumentedStatusWaitsForADecision: it is imported, and no configuration can declare it as it stands.
func TestQuery_AnUndocumentedStatusWaitsForADecision(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	s := startEmulator(t, event("e1", func(e *emulator.Event) { e.EventStatus = "Escalated" }))
	c := startCommandLine(t, s, "")
	c.write("all.tfquery.hcl", query(""))

	out := c.must("query", "-no-color", "-generate-config-out=generated.tf")
	if !strings.Contains(out, "no configuration can declare") {
		t.Errorf("the query does not warn:\n%s", out)
	}
	if out := c.mustFail("plan", "-no-color", "-input=false"); !strings.Contains(out, `"Escalated" is none of`) {
		t.Errorf("the plan does not say what is wrong:\n%s", out)
	}
	c.write("generated.tf", strings.ReplaceAll(c.read("generated.tf"), `"Escalated"`, `"Investigating"`))
	c.must("apply", "-auto-approve", "-no-color", "-input=false")
	c.expectExit(exitUnchanged)
	expectStanding(t, s, "e1", "Investigating", "None")
}
