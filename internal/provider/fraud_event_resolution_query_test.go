// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const queryAddress = "partnercenter_fraud_event_resolution.test"

// query returns a configuration of one query with further arguments.
func query(arguments string) string {
	return "provider \"partnercenter\" {}\nlist \"partnercenter_fraud_event_resolution\" \"test\" " +
		"{\n  provider = partnercenter\n" + arguments + "\n}\n"
}

// queryOf returns a test of queries.
func queryOf(s *emulator.Server, steps ...resource.TestStep) resource.TestCase {
	for i := range steps {
		steps[i].Query = true
	}
	return resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{acctest.ListResources()},
		ProtoV6ProviderFactories: providersFor(s), Steps: steps,
	}
}

func exactly(text string) knownvalue.Check { return knownvalue.StringExact(text) }

func TestResolutionQuery_FindsWhatMatches(t *testing.T) {
	t.Parallel()
	identity := func(subscription, id string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"subscription_id": exactly(subscription),
			"event_id": exactly(id)}
	}
	resource.UnitTest(t, queryOf(startEmulator(t, varied()...),
		resource.TestStep{
			Config: query(`include_resource = true
				config {
					statuses       = ["active", "Resolved"]
					severities     = ["low"]
					detected_after = "2026-01-01T00:00:00Z"
					timeouts {
						list = "1m"
					}
				}`),
			QueryResultChecks: []querycheck.QueryResultCheck{
				querycheck.ExpectLength(queryAddress, 2),
				querycheck.ExpectIdentity(queryAddress, identity(subscriptionA, "e3")),
				querycheck.ExpectIdentity(queryAddress, identity(subscriptionB, "e4")),
				querycheck.ExpectResourceDisplayName(queryAddress,
					queryfilter.ByResourceIdentity(identity(subscriptionA, "e3")),
					exactly("Fabrikam, "+mining+", Low, Resolved (Ignore), 2026-01-03T12:00:00Z")),
				querycheck.ExpectResourceKnownValues(queryAddress,
					queryfilter.ByResourceIdentity(identity(subscriptionA, "e3")),
					[]querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("status"), KnownValue: exactly("Resolved")},
						{Path: tfjsonpath.New("reason"), KnownValue: exactly("Ignore")},
						{Path: tfjsonpath.New("resolved_by"), KnownValue: exactly(colleague)},
						{Path: tfjsonpath.New("listed"), KnownValue: knownvalue.Bool(true)},
						{Path: tfjsonpath.New("allow_overwrite"), KnownValue: knownvalue.Bool(false)},
						{Path: tfjsonpath.New("annotations"), KnownValue: knownvalue.Null()},
					}),
			},
		},
		resource.TestStep{
			Config: query("limit = 3"),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(queryAddress, 3),
				querycheck.ExpectIdentity(queryAddress, identity(subscriptionB, "e5"))},
		},
		resource.TestStep{Config: query(`config { subscription_id = "` + subscriptionA + `" }`),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(queryAddress, 3)}},
	))
}

// awkwardIDs are event ids that need escaping in HCL and on a command line.
func awkwardIDs() []string {
	return []string{`say "no"`, `${path.module}`, `%{ if true }x%{ endif }`, `$${x}`, `C:\new\table`,
		"a/b//c", "…é☃", "<<EOT", "#1"}
}

// TestQuery_GeneratedConfigurationPlansNothing for events in every status, and with any id.
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

// TestQuery_AnUndocumentedStatusWaitsForADecision: the event is imported, but no configuration can
// declare its standing.
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
