// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// countsInPlan counts what a plan asked of the service.
type countsInPlan struct {
	server *emulator.Server
	kind   string
	want   int
}

func (c countsInPlan) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest,
	resp *plancheck.CheckPlanResponse) {
	if n := c.server.Count(c.kind); n != c.want {
		resp.Error = fmt.Errorf("the plan made %d requests of the kind %s, want %d", n, c.kind, c.want)
	}
}

func TestFraudEvents_AnUnknownFilterDefersTheRead(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	const address = "data.partnercenter_fraud_events.test"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `
				resource "terraform_data" "which" {
					input = { subscription = "` + subscriptionB +
				`", statuses = ["Active"], after = "2026-01-05T00:00:00Z" }
				}
				data "partnercenter_fraud_events" "test" {
					subscription_id = terraform_data.which.output.subscription
					statuses        = terraform_data.which.output.statuses
					detected_after  = terraform_data.which.output.after
				}`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionRead),
				countsInPlan{s, emulator.KindList, 0},
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				expectEvents("test", knownvalue.ObjectPartial(
					map[string]knownvalue.Check{"event_id": knownvalue.StringExact("e5")})),
			},
		}},
	})
}

func TestFraudEvents_AForgottenSubscriptionHasNoEvents(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.RemoveSubscription(subscriptionA)
	c := configuredClient(t, s)
	for _, subscription := range []string{subscriptionA, subscriptionB} { // B was never heard of
		filter := object{"subscription_id": subscription}
		expectIDs(t, c.events(filter))
		state, _, diags := c.readData(fraudEventSummaryType, filter, false)
		diags.none(t)
		expectEqual(t, "total", any(int64(0)), state["total"])
	}
	if !slices.ContainsFunc(s.Requests(), func(r emulator.Request) bool { return r.Status == 404 }) {
		t.Error("the service knows the subscription, so that this test shows nothing")
	}
}

func TestFraudEvents_ATimeoutEndsTheRead(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: time.Minute, Times: -1})
	soon := object{"timeouts": object{"read": "300ms"}}
	for name, config := range map[string]object{
		fraudEventsType: soon, fraudEventSummaryType: soon,
		fraudEventType: soon.with(object{"subscription_id": subscriptionA, "event_id": "e1"}),
	} {
		c, start := configuredClient(t, s, readyToken(s)), time.Now()
		_, _, diags := c.readData(name, config, false)
		diags.mustSay(t, "", "operation timed out", "`timeouts`", "MS-CorrelationId")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: the read took %s", name, took)
		}
	}
}

// TestFraudEvents_EachReadIsFresh reads twice in one process, as a long run does: a listing for the
// eye is not shared with the decisions' listing, nor kept.
func TestFraudEvents_EachReadIsFresh(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	expectEqual(t, "status", any("Active"), c.events(object{})[0]["status"])
	expect.NoError(t, s.ChangeStatus("e1", "Resolved", "Fraud", colleague))
	expectEqual(t, "status", any("Resolved"), c.events(object{})[0]["status"])
}
