// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	mining     = "NetworkConnectionsToCryptoMiningPools"
	usage      = "UsageAnomalyDetection"
	futureType = "QuantumMiningDetected"

	fabrikam  = "a248da34-6840-4c67-82d7-7f55ccd50d03"
	tailspin  = "b1b2b3b4-1111-4222-8333-444455556666"
	northwind = "897e68c5-fdf8-430e-bb54-3b386e0906b0"
	litware   = "c1c2c3c4-1111-4222-8333-444455556666"
)

// varied returns five events that differ in every filtered field: e5 is the newest, e1 the oldest.
func varied() []emulator.Event {
	at := func(day int) func(*emulator.Event) {
		return func(e *emulator.Event) { e.EventTime = fmt.Sprintf("2026-01-%02dT12:00:00.00", day) }
	}
	set := func(kind, status, severity string) func(*emulator.Event) {
		return func(e *emulator.Event) {
			e.EventType, e.EventStatus, e.Severity = kind, status, severity
			if status == "Resolved" {
				e.ResolvedReason, e.ResolvedOn, e.ResolvedBy = "Ignore", "2026-02-01T00:00:00.00", colleague
			}
		}
	}
	elsewhere := func(e *emulator.Event) {
		e.SubscriptionID, e.CustomerTenantID, e.ValueAddedResellerTenantID = subscriptionB, tailspin,
			litware
	}
	return []emulator.Event{
		event("e1", at(1), set(mining, "Active", "High")),
		event("e2", at(2), set(usage, "Investigating", "Medium")),
		event("e3", at(3), set(mining, "Resolved", "Low")),
		event("e4", at(4), set(futureType, "Active", "Low"), elsewhere),
		event("e5", at(5), set(usage, "Active", "High"), elsewhere,
			func(e *emulator.Event) { e.IsTest = true }),
	}
}

// expectEvents checks the result of a data source.
func expectEvents(name string, events ...knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.partnercenter_fraud_events."+name,
		tfjsonpath.New("events"), knownvalue.ListExact(events))
}

// filterRow is a filter, the events of varied that it matches, and the part of it that is sent to
// the service.
type filterRow struct {
	filter      object
	want, asked string
}

func filterRows() []filterRow {
	only := func(name string, value any) object { return object{name: value} }
	among := func(name string, values ...string) object { return object{name: values} }
	const inA, inB = "SubscriptionId=" + subscriptionA, "SubscriptionId=" + subscriptionB
	return []filterRow{
		{nil, "e5 e4 e3 e2 e1", ""},
		{only("subscription_id", strings.ToUpper(subscriptionA)), "e3 e2 e1", inA},
		{among("statuses", "active"), "e5 e4 e1", "EventStatus=Active"},
		{among("statuses", "RESOLVED", "Investigating"), "e3 e2", ""},
		{among("statuses", "Active", "active"), "e5 e4 e1", ""},
		{among("event_types", strings.ToLower(usage)), "e5 e2", "EventType=" + usage},
		{among("event_types", "quantumMINING", futureType), "e4", ""},
		{among("event_types", futureType), "e4", "EventType=" + futureType},
		{among("event_types", usage).with(only("is_test", false)), "e2", "EventType=" + usage},
		{among("severities", "high"), "e5 e1", ""},
		{among("severities", "LOW", "Medium"), "e4 e3 e2", ""},
		{only("customer_tenant_id", strings.ToUpper(tailspin)), "e5 e4", ""},
		{only("value_added_reseller_tenant_id", strings.ToUpper(northwind)), "e3 e2 e1", ""},
		{only("is_test", true), "e5", ""},
		{only("is_test", false), "e4 e3 e2 e1", ""},
		// "after" is inclusive, "before" is exclusive, and a time of the service without a zone is UTC.
		{only("detected_after", "2026-01-03T12:00:00Z"), "e5 e4 e3", ""},
		{only("detected_after", "2026-01-03T12:00:00.001Z"), "e5 e4", ""},
		{only("detected_before", "2026-01-03T12:00:00Z"), "e2 e1", ""},
		{only("detected_before", "2026-01-03T12:00:00.001Z"), "e3 e2 e1", ""},
		{only("detected_after", "2026-01-03T14:00:00+02:00"), "e5 e4 e3", ""},
		{object{"detected_after": "2026-01-02T12:00:00Z", "detected_before": "2026-01-04T12:00:00Z"},
			"e3 e2", ""},
		// All of them must match.
		{object{"statuses": []string{"Active"}, "severities": []string{"High"},
			"event_types": []string{usage}, "subscription_id": subscriptionB,
			"customer_tenant_id": tailspin, "value_added_reseller_tenant_id": litware, "is_test": true,
			"detected_after": "2026-01-05T00:00:00Z", "detected_before": "2026-01-06T00:00:00Z"},
			"e5", "EventStatus=Active&EventType=" + usage + "&" + inB},
		{among("statuses", "Active").with(among("severities", "Medium")), "", "EventStatus=Active"},
		{object{"customer_tenant_id": fabrikam, "value_added_reseller_tenant_id": litware}, "", ""},
	}
}

// Two data sources and a query take the same filters. The service applies those that it applies
// exactly, which saves time and memory.
func TestFraudEvents_FiltersMeanTheSameEverywhere(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	c := configuredClient(t, s)
	for _, row := range filterRows() {
		s.ResetCounts()
		want := strings.Fields(row.want)
		expectIDs(t, c.events(row.filter), want...)
		c.validateList(row.filter).none(t)
		expectEqual(t, fmt.Sprint("query ", row.filter), want,
			c.listEvents(listRequest{config: row.filter, limit: 100}))
		summary, _, diags := c.readData(fraudEventSummaryType, row.filter, false)
		diags.none(t)
		expectEqual(t, "total", any(int64(len(want))), summary["total"])
		expectAsked(t, s, row.asked, row.asked, row.asked)
	}
}

// expectAsked compares the filters of the listings so far.
func expectAsked(t *testing.T, s *emulator.Server, want ...string) {
	t.Helper()
	var got []string
	for _, r := range requestsOf(s, emulator.KindList) {
		r.Query.Del("PageSize")
		r.Query.Del("PageNumber")
		got = append(got, r.Query.Encode())
	}
	expectEqual(t, "listings", want, got)
}

// TestFraudEvents_WarnsAboutFiltersThatTheClassicModelLacks: an empty result must not read as
// "nothing is open".
func TestFraudEvents_WarnsAboutFiltersThatTheClassicModelLacks(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	c := configuredClient(t, s, classicModel())
	for attribute, value := range map[string]any{
		"event_types": []string{mining}, "severities": []string{"High"},
		"value_added_reseller_tenant_id": northwind, "is_test": true,
	} {
		for name, nothing := range map[string]object{fraudEventsType: {"events": []any{}},
			fraudEventSummaryType: {"total": int64(0)}} {
			state, _, ds := c.readData(name, object{attribute: value}, false)
			ds.mustSay(t, attribute, "Filter matches nothing in the classic events model")
			expectEqual(t, "result", state.with(nothing), state)
		}
	}
	s.ResetCounts()
	expectIDs(t, c.events(object{"statuses": []string{"Active"}, "customer_tenant_id": fabrikam,
		"is_test": false}), "e1")
	expectAsked(t, s, "EventStatus=Active")
}

func classicModel() map[string]string {
	return map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"}
}

func expectIDs(t *testing.T, events []object, want ...string) {
	t.Helper()
	got := []string{}
	for _, e := range events {
		got = append(got, fmt.Sprint(e["event_id"]))
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("event ids (-want +got):\n%s", diff)
	}
}

func expectEqual(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
