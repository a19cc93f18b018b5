// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
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

// varied are five events that differ in everything a filter looks at: e5 is the newest, e1 the
// oldest.
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

func TestFraudEvents_Filters(t *testing.T) {
	t.Parallel()
	var config strings.Builder
	var checks []statecheck.StateCheck
	for i, f := range []struct{ filter, want string }{
		{``, "e5 e4 e3 e2 e1"},
		{`subscription_id = "2A7064FB-1E33-4007-974E-352CB3F2C805"`, "e3 e2 e1"},
		{`statuses = ["active"]`, "e5 e4 e1"},
		{`statuses = ["RESOLVED", "Investigating"]`, "e3 e2"},
		{`statuses = ["Active", "active"]`, "e5 e4 e1"},
		{`event_types = ["usageanomalydetection"]`, "e5 e2"},
		{`event_types = ["quantumMINING" , "QuantumMiningDetected"]`, "e4"},
		{`event_types = ["quantumminingdetected"]`, "e4"},
		{`severities = ["high"]`, "e5 e1"},
		{`severities = ["LOW", "Medium"]`, "e4 e3 e2"},
		{`customer_tenant_id = "B1B2B3B4-1111-4222-8333-444455556666"`, "e5 e4"},
		{`value_added_reseller_tenant_id = "897E68C5-fdf8-430e-bb54-3b386e0906b0"`, "e3 e2 e1"},
		{`is_test = true`, "e5"},
		{`is_test = false`, "e4 e3 e2 e1"},
		{`is_test = null`, "e5 e4 e3 e2 e1"},
		// After is inclusive, before exclusive, and a time of the service without a zone is UTC.
		{`detected_after = "2026-01-03T12:00:00Z"`, "e5 e4 e3"},
		{`detected_after = "2026-01-03T12:00:00.001Z"`, "e5 e4"},
		{`detected_before = "2026-01-03T12:00:00Z"`, "e2 e1"},
		{`detected_before = "2026-01-03T12:00:00.001Z"`, "e3 e2 e1"},
		{`detected_after = "2026-01-03T14:00:00+02:00"`, "e5 e4 e3"},
		{"detected_after = \"2026-01-02T12:00:00Z\"\ndetected_before = \"2026-01-04T12:00:00Z\"",
			"e3 e2"},
		// All of them must match.
		{"statuses = [\"Active\"]\nseverities = [\"High\"]\nevent_types = [\"" + usage +
			"\"]\nsubscription_id = \"" + subscriptionB + "\"\n" +
			"customer_tenant_id = \"" + tailspin + "\"\nvalue_added_reseller_tenant_id = \"" + litware +
			"\"\nis_test = true\n" +
			"detected_after = \"2026-01-05T00:00:00Z\"\ndetected_before = \"2026-01-06T00:00:00Z\"", "e5"},
		{"statuses = [\"Active\"]\nseverities = [\"Medium\"]", ""},
		{"customer_tenant_id = \"" + fabrikam + "\"\nvalue_added_reseller_tenant_id = \"" + litware +
			"\"", ""},
	} {
		fmt.Fprintf(&config, "data \"partnercenter_fraud_events\" \"f%d\" {\n%s\n}\n", i, f.filter)
		events := []knownvalue.Check{}
		for id := range strings.FieldsSeq(f.want) {
			events = append(events, knownvalue.ObjectPartial(
				map[string]knownvalue.Check{"event_id": knownvalue.StringExact(id)}))
		}
		checks = append(checks, expectEvents(fmt.Sprintf("f%d", i), events...))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(startEmulator(t, varied()...)),
		Steps: []resource.TestStep{{Config: config.String(),
			ConfigStateChecks: checks}},
	})
}

// The summary counts, and a query lists, what the data source lists under the same filters.
func TestFilters_MeanTheSameToTheSummaryAndTheQuery(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	c := configuredClient(t, s)
	for _, filter := range []object{
		{},
		{"subscription_id": strings.ToUpper(subscriptionA)},
		{"statuses": []string{"RESOLVED", "Investigating"}},
		{"event_types": []string{"quantumminingdetected"}},
		{"event_types": []string{usage}, "is_test": false},
		{"severities": []string{"LOW", "Medium"}},
		{"customer_tenant_id": tailspin},
		{"value_added_reseller_tenant_id": strings.ToUpper(northwind)},
		{"is_test": true},
		{"detected_after": "2026-01-03T12:00:00Z"},
		{"detected_before": "2026-01-03T12:00:00Z"},
		{"statuses": []string{"Active"}, "severities": []string{"Medium"}},
		{"subscription_id": "00000000-0000-0000-0000-000000000001"},
	} {
		c.validateList(filter).none(t)
		listed := []string{}
		for _, e := range c.events(filter) {
			listed = append(listed, fmt.Sprint(e["event_id"]))
		}
		queried := c.listEvents(listRequest{config: filter, limit: 100})
		expectEqual(t, fmt.Sprint(filter), listed, queried)

		state, _, diags := c.readData(fraudEventSummaryType, filter, false)
		diags.none(t)
		expectEqual(t, "total", any(int64(len(listed))), state["total"])
		for _, r := range requestsOf(s, emulator.KindList) {
			expectEqual(t, fmt.Sprint(filter, ": query"), requestsOf(s, emulator.KindList)[0].Query, r.Query)
		}
		s.ResetCounts()
	}
}

// TestFraudEvents_TheServiceFiltersWhatItCan looks at the query parameters: they save time and
// memory, and sending one that the service does not apply exactly would lose events.
func TestFraudEvents_TheServiceFiltersWhatItCan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	c := configuredClient(t, s)
	classic := configuredClient(t, s, map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"})
	for _, f := range []struct {
		filter  object
		classic bool
		want    url.Values
	}{
		{filter: object{}, want: url.Values{}},
		{filter: object{"subscription_id": strings.ToUpper(subscriptionA)},
			want: url.Values{"SubscriptionId": {subscriptionA}}},
		{filter: object{"statuses": []string{"ACTIVE"}}, want: url.Values{"EventStatus": {"Active"}}},
		{filter: object{"statuses": []string{"Active", "Resolved"}}, want: url.Values{}},
		{filter: object{"event_types": []string{strings.ToLower(usage)}},
			want: url.Values{"EventType": {usage}}},
		{filter: object{"event_types": []string{futureType}},
			want: url.Values{"EventType": {futureType}}},
		{filter: object{"event_types": []string{usage, mining}}, want: url.Values{}},
		{filter: object{"severities": []string{"High"}, "is_test": true, "customer_tenant_id": tailspin},
			want: url.Values{}},
		{filter: object{"value_added_reseller_tenant_id": northwind,
			"detected_after": "2026-01-01T00:00:00Z"}, want: url.Values{}},
		{
			filter: object{"subscription_id": subscriptionB, "statuses": []string{"Active"},
				"event_types": []string{usage}},
			want: url.Values{"SubscriptionId": {subscriptionB}, "EventStatus": {"Active"},
				"EventType": {usage}},
		},
		{
			filter: object{"subscription_id": subscriptionB, "statuses": []string{"Active"},
				"event_types": []string{usage}}, classic: true,
			want: url.Values{"SubscriptionId": {subscriptionB}, "EventStatus": {"Active"}},
		},
	} {
		s.ResetCounts()
		if f.classic {
			_, _, ds := classic.readData(fraudEventsType, f.filter, false)
			ds.mustSay(t, "event_types", "classic events model", "new_events_model")
		} else {
			c.events(f.filter)
		}
		if n := s.Count(emulator.KindList); n != 1 {
			t.Errorf("%v: %d listings, want 1", f.filter, n)
		}
		for _, r := range s.Requests() {
			if r.Kind != emulator.KindList {
				continue
			}
			if f.classic == r.Query.Has("PageSize") {
				t.Errorf("%v: classic %t, and the query is %v", f.filter, f.classic, r.Query)
			}
			r.Query.Del("PageSize")
			r.Query.Del("PageNumber")
			if diff := cmp.Diff(f.want, r.Query); diff != "" {
				t.Errorf("%v: query (-want +got):\n%s", f.filter, diff)
			}
		}
	}
}

// TestFraudEvents_FiltersThatTheClassicModelCannotMeetAreSaid: that nothing is found must not read
// as "nothing is open".
func TestFraudEvents_FiltersThatTheClassicModelCannotMeetAreSaid(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, varied()...),
		map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"})
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
	expectIDs(t, c.events(object{"statuses": []string{"Active"}, "customer_tenant_id": fabrikam,
		"is_test": false}), "e1")
}

// TestFraudEvents_TakesAnyEventType asks for a type that the service refuses, as it does with types
// that it does not know yet or any more: there are no such events, and that is no error.
func TestFraudEvents_TakesAnyEventType(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, varied()...)
	c := configuredClient(t, s)
	filter := object{"event_types": []string{"TypeOfTomorrow"}, "subscription_id": subscriptionA,
		"statuses": []string{"Active"}}
	expectIDs(t, c.events(filter))
	var statuses []int
	for _, r := range requestsOf(s, emulator.KindList) {
		statuses = append(statuses, r.Status)
		expectEqual(t, "subscription asked for", subscriptionA, r.Query.Get("SubscriptionId"))
	}
	expectEqual(t, "answers of the service", []int{400, 200}, statuses)

	s.Inject(event("e6", func(e *emulator.Event) { e.EventType = "TypeOfTomorrow" }))
	expectIDs(t, c.events(filter), "e6")
}

func TestFraudEvents_EventsOfTheSameTimeAreOrderedByID(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("b"), event("a"), event("C"), event("f"), event("e"),
		event("d", func(e *emulator.Event) { e.EventTime = "2026-01-15T00:25:45.691" }))
	c := configuredClient(t, s)
	for _, order := range []emulator.Order{emulator.OrderNewestFirst, emulator.OrderOldestFirst,
		emulator.OrderShuffled} {
		s.SetBehaviour(func(b *emulator.Behaviour) { b.Order = order })
		expectIDs(t, c.events(object{}), "d", "C", "a", "b", "e", "f")
	}
}

func expectIDs(t *testing.T, events []object, want ...string) {
	t.Helper()
	var got []string
	for _, e := range events {
		got = append(got, fmt.Sprint(e["event_id"]))
	}
	expectEqual(t, "event ids", want, got)
}

func expectEqual(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
