// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const fraudEventSummaryType = "partnercenter_fraud_event_summary"

// resolvedAfter is an event that was resolved a day ago, so long after its detection.
func resolvedAfter(id string, response time.Duration) emulator.Event {
	return event(id, func(e *emulator.Event) {
		const layout = "2006-01-02T15:04:05.00"
		resolved := time.Now().UTC().Add(-24 * time.Hour).Truncate(time.Second)
		e.EventTime, e.ResolvedOn = resolved.Add(-response).Format(layout), resolved.Format(layout)
		e.EventStatus, e.ResolvedReason, e.ResolvedBy = "Resolved", "Fraud", colleague
	})
}

// spreads are the documented event types with what the given ones come to, as events, partners,
// customers and subscriptions.
func spreads(given map[string][4]int) map[string]knownvalue.Check {
	for _, eventType := range fraud.EventTypes() {
		if _, ok := given[eventType]; !ok {
			given[eventType] = [4]int{}
		}
	}
	checks := map[string]knownvalue.Check{}
	for eventType, n := range given {
		checks[eventType] = knownvalue.ObjectExact(map[string]knownvalue.Check{
			"events": knownvalue.Int64Exact(int64(n[0])), "partners": knownvalue.Int64Exact(int64(n[1])),
			"customers":     knownvalue.Int64Exact(int64(n[2])),
			"subscriptions": knownvalue.Int64Exact(int64(n[3])),
		})
	}
	return checks
}

func numbers(counts map[string]int64) knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for key, n := range counts {
		checks[key] = knownvalue.Int64Exact(n)
	}
	return knownvalue.MapExact(checks)
}

func TestFraudEventSummary_EveryAttribute(t *testing.T) {
	t.Parallel()
	// Responses of one hour, and of 90 minutes and 20 seconds: 1.2527… hours on average.
	s := startEmulator(t, append(varied(), resolvedAfter("r1", time.Hour),
		resolvedAfter("r2", 90*time.Minute+20*time.Second))...)
	var checks []statecheck.StateCheck
	expect := func(name, attribute string, check knownvalue.Check) {
		checks = append(checks, statecheck.ExpectKnownValue("data.partnercenter_fraud_event_summary."+
			name, tfjsonpath.New(attribute), check))
	}
	expect("all", "total", knownvalue.Int64Exact(7))
	expect("all", "by_status", numbers(map[string]int64{"Active": 3, "Investigating": 1,
		"Resolved": 3}))
	expect("all", "by_severity", numbers(map[string]int64{"Low": 2, "Medium": 3, "High": 2}))
	expect("all", "by_event_type", knownvalue.MapExact(spreads(map[string][4]int{
		mining: {4, 1, 1, 1}, usage: {2, 1, 2, 2}, futureType: {1, 1, 1, 1},
	})))
	expect("all", "customers", knownvalue.Int64Exact(2))
	expect("all", "subscriptions", knownvalue.Int64Exact(2))
	expect("all", "oldest_unresolved_event_time", knownvalue.StringExact("2026-01-01T12:00:00Z"))
	expect("all", "average_response_hours", knownvalue.Float64Exact(1.25))
	expect("none", "total", knownvalue.Int64Exact(0))
	expect("none", "by_status", numbers(map[string]int64{"Active": 0, "Investigating": 0,
		"Resolved": 0}))
	expect("none", "by_severity", numbers(map[string]int64{"Low": 0, "Medium": 0, "High": 0}))
	expect("none", "by_event_type", knownvalue.MapExact(spreads(map[string][4]int{})))
	expect("none", "customers", knownvalue.Int64Exact(0))
	expect("none", "subscriptions", knownvalue.Int64Exact(0))
	expect("none", "oldest_unresolved_event_time", knownvalue.Null())
	expect("none", "average_response_hours", knownvalue.Null())
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `
				data "partnercenter_fraud_event_summary" "all" {
					timeouts { read = "1m" }
				}
				data "partnercenter_fraud_event_summary" "none" { event_types = ["TypeOfTomorrow"] }`,
			ConfigStateChecks: checks,
		}},
	})
}

// TestFraudEventSummary_FiltersLikeTheList counts what the list shows under the same filters.
func TestFraudEventSummary_FiltersLikeTheList(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	c := configuredClient(t, s)
	for _, filter := range []object{
		{},
		{"subscription_id": strings.ToUpper(subscriptionB)},
		{"statuses": []string{"active"}},
		{"event_types": []string{usage}, "is_test": false},
		{"severities": []string{"LOW", "Medium"}},
		{"customer_tenant_id": tailspin},
		{"value_added_reseller_tenant_id": northwind},
		{"detected_after": "2026-01-02T12:00:00Z", "detected_before": "2026-01-04T12:00:00Z"},
	} {
		want := len(c.events(filter))
		state, _, diags := c.readData(fraudEventSummaryType, filter, false)
		diags.none(t)
		expectEqual(t, "total", any(int64(want)), state["total"])
		if want == 0 {
			t.Errorf("%v lets nothing pass, so that this shows nothing", filter)
		}
		requests := requestsOf(s, emulator.KindList)
		list, summary := requests[len(requests)-2], requests[len(requests)-1]
		expectEqual(t, "query", list.Query, summary.Query)
	}
}

func TestFraudEventSummary_ChecksFiltersLikeTheList(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t))
	c.validateData(fraudEventSummaryType, object{
		"detected_after": "2026-02-01T00:00:00Z", "detected_before": "2026-01-01T00:00:00Z",
	}).mustSay(t, "detected_after", "must be earlier")
	c.validateData(fraudEventSummaryType, object{"severities": []string{}}).mustSay(t, "severities",
		"empty set")
}

func TestFraudEventSummary_FiltersThatTheClassicModelCannotMeetAreSaid(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, varied()...),
		map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"})
	state, _, diags := c.readData(fraudEventSummaryType, object{"severities": []string{"High"}}, false)
	diags.mustSay(t, "severities", "no event passes", "new_events_model")
	expectEqual(t, "total", any(int64(0)), state["total"])
}

func TestFraudEventSummary_AForgottenSubscriptionHasNoEvents(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.RemoveSubscription(subscriptionA)
	state, _, diags := configuredClient(t, s).readData(fraudEventSummaryType,
		object{"subscription_id": subscriptionA}, false)
	diags.none(t)
	expectEqual(t, "total", any(int64(0)), state["total"])
}

func TestFraudEventSummary_AFailureIsNoCount(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 403})
	state, _, diags := configuredClient(t, s).readData(fraudEventSummaryType, object{}, false)
	diags.mustSay(t, "", "Partner Center call failed", "403")
	expectEqual(t, "total", nil, state["total"])
}
