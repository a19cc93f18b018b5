// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const fraudEventType = "partnercenter_fraud_event"

func TestFraudEvent_IDsMatchInAnyCaseAndStayAsWritten(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Abc", func(e *emulator.Event) { e.Severity = "Low" }), event("aBC"),
		event("Other"))
	c := configuredClient(t, s)
	upper := strings.ToUpper(subscriptionA)
	for asked, severity := range map[string]any{"Abc": "Low", "oTHER": "Medium"} {
		state, _, diags := c.readData(fraudEventType, object{"subscription_id": upper, "event_id": asked},
			false)
		diags.none(t)
		expectEqual(t, "severity", severity, state["severity"])
		expectEqual(t, "event_id", any(asked), state["event_id"])
		expectEqual(t, "subscription_id", any(upper), state["subscription_id"])
	}
	_, _, diags := c.readData(fraudEventType,
		object{"subscription_id": subscriptionA, "event_id": "abc"}, false)
	diags.mustSay(t, "event_id", "Ambiguous event id", "Abc", "aBC", "exactly the same case")
}

func TestFraudEvent_AnUnlistedEventIsAnErrorWithAWayOut(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	read := func() diagnostics {
		_, _, diags := c.readData(fraudEventType,
			object{"subscription_id": subscriptionA, "event_id": "gone"}, false)
		return diags
	}
	diags := read()
	diags.mustSay(t, "event_id", "Fraud event not listed", "does not list event gone", subscriptionA,
		"Check the ids", "partnercenter_fraud_events")
	if strings.Contains(diags[0].Detail, "allow_unlisted") {
		t.Errorf("%q speaks of an argument that the data source does not have", diags[0].Detail)
	}
	s.RemoveSubscription(subscriptionA)
	read().mustSay(t, "event_id", "Fraud event not listed",
		"does not know subscription "+subscriptionA, "Check the ids")
}

func TestFraudEvent_IsFoundWhilePagesShift(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	c := configuredClient(t, s)
	shifting(t, s)
	_, _, diags := c.readData(fraudEventType,
		object{"subscription_id": subscriptionA, "event_id": "e1"}, false)
	diags.none(t)
}

func TestFraudEvent_BadIDsAreRefusedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t))
	c.validateData(fraudEventType, object{"subscription_id": "Contoso", "event_id": "e1"}).mustSay(t,
		"subscription_id", "must be a GUID")
	c.validateData(fraudEventType,
		object{"subscription_id": subscriptionA, "event_id": " "}).mustSay(t, "event_id", "is empty")
}

const fraudEventSummaryType = "partnercenter_fraud_event_summary"

// resolvedAfter returns an event that was resolved a day ago, this long after its detection.
func resolvedAfter(id string, response time.Duration) emulator.Event {
	return event(id, func(e *emulator.Event) {
		const layout = "2006-01-02T15:04:05.00"
		resolved := time.Now().UTC().Add(-24 * time.Hour).Truncate(time.Second)
		e.EventTime, e.ResolvedOn = resolved.Add(-response).Format(layout), resolved.Format(layout)
		e.EventStatus, e.ResolvedReason, e.ResolvedBy = "Resolved", "Fraud", colleague
	})
}

func TestFraudEventSummary_EveryAttribute(t *testing.T) {
	t.Parallel()
	// Responses after one hour, and after 90 minutes and 20 seconds: 1.2527… hours on average.
	c := configuredClient(t, startEmulator(t, append(varied(), resolvedAfter("r1", time.Hour),
		resolvedAfter("r2", 90*time.Minute+20*time.Second))...))
	summaries := object{}
	for name, filter := range map[string]object{
		"all": {"timeouts": object{"read": "1m"}}, "none": {"event_types": []string{"TypeOfTomorrow"}},
	} {
		state, _, diags := c.readData(fraudEventSummaryType, filter, false)
		diags.none(t)
		maps.DeleteFunc(state, func(_ string, value any) bool { return value == nil })
		delete(state, "event_types")
		delete(state, "timeouts")
		summaries[name] = state
	}
	expectGolden(t, "fraud_event_summary.json", summaries)
}

func TestFraudEventSummary_AFailureIsNotACount(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 403})
	state, _, diags := configuredClient(t, s).readData(fraudEventSummaryType, object{}, false)
	diags.mustSay(t, "", "Partner Center call failed")
	expectEqual(t, "total", nil, state["total"])
}

// countsInPlan counts a plan's calls of the service.
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
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: 10 * time.Minute, Times: -1})
	read := func(typeName string, more object) func(*protocolClient) diagnostics {
		return func(c *protocolClient) diagnostics {
			config := object{"timeouts": object{"read": "2s"}}.with(more)
			_, _, said := c.readData(typeName, config, false)
			return said
		}
	}
	for name, ask := range map[string]func(*protocolClient) diagnostics{
		"events": read(fraudEventsType, nil), "summary": read(fraudEventSummaryType, nil),
		"one": read(fraudEventType, object{"subscription_id": subscriptionA, "event_id": "e1"}),
		"query": func(c *protocolClient) diagnostics {
			soon := object{"timeouts": object{"list": "2s"}}
			return only(t, c.list(listRequest{config: soon, limit: 100}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask(configuredClient(t, s, readyToken(s))).mustSay(t, "", "operation timed out", "`timeouts`",
				"MS-CorrelationId")
		})
	}
}

// TestFraudEvents_EachReadIsFresh reads twice in one process, as a long run does: a listing for
// display is neither kept nor shared with the decisions.
func TestFraudEvents_EachReadIsFresh(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	expectEqual(t, "status", any("Active"), c.events(object{})[0]["status"])
	expect.NoError(t, s.ChangeStatus("e1", "Resolved", "Fraud", colleague))
	expectEqual(t, "status", any("Resolved"), c.events(object{})[0]["status"])
}

// TestFraudEvents_TheFormOfTheReplyDoesNotMatter reads the same events in every form that the
// service may use.
func TestFraudEvents_TheFormOfTheReplyDoesNotMatter(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, append(varied(), fullEvent())...)
	c := configuredClient(t, s)
	want := c.events(object{})
	if len(want) != 6 || want[0]["event_id"] != "full" {
		t.Fatalf("the events to compare with are %v", want)
	}
	asIs := func([]object) {}
	type api = emulator.APIBehaviour
	for name, form := range map[string]struct {
		behaviour api
		expect    func([]object)
	}{
		"activity logs as an array of objects": {api{ActivityLogs: emulator.ActivityLogsObjects}, asIs},
		"activity logs as an array of strings": {api{ActivityLogs: emulator.ActivityLogsStrings}, asIs},
		"activity logs null": {api{ActivityLogs: emulator.ActivityLogsNull},
			func(e []object) { e[0]["activity_logs"] = []any{} }},
		"isTest in small letters":               {api{IsTestKey: "isTest"}, asIs},
		"IsTest as a boolean":                   {api{IsTestBool: true}, asIs},
		"isTest in small letters, as a boolean": {api{IsTestKey: "isTest", IsTestBool: true}, asIs},
		"hitCount as a number":                  {api{HitCountNumber: true}, asIs},
		"enums as documented":                   {api{EnumCase: emulator.EnumCaseDocumented}, asIs},
		"enums in lower case": {api{EnumCase: emulator.EnumCaseLower},
			func(e []object) { e[2]["event_type"] = "quantumminingdetected" }},
		"times with seven decimals":           {api{TimeDecimals: 7}, asIs},
		"keys in Pascal case":                 {api{PascalCaseKeys: true}, asIs},
		"fields that nobody knows":            {api{ExtraFields: true}, asIs},
		"wrapped, gzip and a byte order mark": {api{Wrapped: true, Gzip: true, BOM: true}, asIs},
		"oldest first":                        {api{Order: emulator.OrderOldestFirst}, asIs},
		"no visible order":                    {api{Order: emulator.OrderShuffled}, asIs},
		"paging ignored":                      {api{PagingIgnored: true}, asIs},
		"a cap without paging":                {api{UnpagedCap: 2}, asIs},
		"filters that look at the case":       {api{CaseSensitive: true}, asIs},
	} {
		s.SetBehaviour(func(b *emulator.Behaviour) { b.APIBehaviour = form.behaviour })
		expected := cloneEvents(want)
		form.expect(expected)
		if diff := cmp.Diff(expected, c.events(object{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func cloneEvents(events []object) []object {
	var clones []object
	for _, e := range events {
		clones = append(clones, maps.Clone(e))
	}
	return clones
}
