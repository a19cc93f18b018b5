// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A plan and an invocation of the action: the table gives the writes, and testdata/actions.golden
// the messages.
func TestUpdateFraudEvents_SendWhatTheTableSays(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	for _, c := range actionCases() {
		cases = append(cases, goldenCase{"", c.name, c.run})
	}
	compareCases(t, "actions.golden", cases)
}

func (c actionCase) run(t *testing.T) string {
	t.Helper()
	events := c.events
	if events == nil {
		events = []emulator.Event{event("e1"), event("e2")}
	}
	s := startEmulator(t, events...)
	if c.before != nil {
		c.before(t, s)
	}
	connected := func() *protocolClient {
		client := newProtocolClient(t, providersFor(s, readyToken(s), c.environment))
		client.configure(c.provider.with()).none(t)
		return client
	}
	said := connected().planAction(c.config).text("plan")
	client := connected()
	if c.inVain {
		client.ctx = expect.Overdue(t, readInVain(s))
	}
	invoked := client.invokeAction(c.config)
	said += strings.Join(invoked.messages, "\n") + "\n" + invoked.diagnostics.text("invoke")
	expectBodies(t, s, c.sent...)
	if c.ends != nil {
		expectEqual(t, "events", c.ends, standings(s))
		return said
	}
	c.expectTaken(t, s)
	return said
}

// expectTaken checks that all events in the writes have the requested standing.
func (c actionCase) expectTaken(t *testing.T, s *emulator.Server) {
	t.Helper()
	for _, w := range c.sent {
		for _, id := range w.EventIDs {
			if e, _ := s.Event(id); e.EventStatus != w.EventStatus {
				t.Errorf("event %s is %s", id, e.EventStatus)
			}
		}
	}
}

// actionInputCases are the cases of TestMessages_Golden about the action's own rules.
func actionInputCases() []messageCase {
	filter := func(changes object) object { return ignoring(matching(changes)) }
	filtered := func(name string, value any) object { return filter(object{name: value}) }
	with := func(name string, value any) object {
		return ignoring(named("e1"), object{name: value})
	}
	var cases []messageCase
	for _, c := range []struct {
		name   string
		action object
	}{
		{"nothing is selected", ignoring()},
		{"all_events is false", ignoring(object{"all_events": false})},
		{"null event ids", ignoring(object{"event_ids": nil})},
		{"no event ids", ignoring(named())},
		{"no event ids together with all events", ignoring(named(), everything())},
		{"a null event id", ignoring(object{"event_ids": []any{"e1", nil}})},
		{"an empty event id", ignoring(named("e1", ""))},
		{"an event id of white space", ignoring(named(" "))},
		{"event ids in two spellings", ignoring(named("e1", "E1"))},
		{"event ids and a filter", ignoring(named("e1"), matching())},
		{"event ids and all events", ignoring(named("e1"), everything())},
		{"a filter and all events", ignoring(matching(), everything())},
		{"unknown event ids together with all events",
			ignoring(object{"event_ids": unknownYet}, everything())},
		{"unknown event ids together with a filter",
			ignoring(object{"event_ids": unknownYet}, matching())},
		{"an unknown filter together with all events",
			ignoring(object{"filter": unknownYet}, everything())},
		{"an unknown filter together with event ids",
			ignoring(object{"filter": unknownYet}, named("e1"))},
		{"an empty filter", ignoring(object{"filter": object{}})},
		{"a filter of nulls", filter(object{"detected_before": nil, "statuses": nil})},
		{"a filter without an end", filter(object{"detected_before": nil,
			"severities": []string{"Low"}})},
		{"a filter whose end is not a time", filtered("detected_before", "tonight")},
		{"a filter that ends before it begins", filtered("detected_after", "2026-03-01T00:00:00Z")},
		{"a filter whose event types are empty", filtered("event_types", []string{})},
		{"a filter for an unknown status", filtered("statuses", []string{"Closed"})},
		{"a filter for another subscription", filtered("subscription_id", subscriptionB)},
		{"no subscriptions", with("subscription_ids", []string{})},
		{"a null subscription", with("subscription_ids", []any{nil})},
		{"a subscription that is not a GUID", with("subscription_ids", []string{"Azure plan"})},
		{"a negative count", with("expected_count", -1)},
		{"Resolved without a reason", with("reason", nil)},
		{"a reason without Resolved", with("status", "Investigating")},
		{"an unknown reason", with("reason", "Old")},
		{"an unknown status value", with("status", "Closed").with(object{"reason": nil})},
		{"a status in another case", with("status", "resolved")},
	} {
		cases = append(cases, messageCase{name: c.name, action: c.action})
	}
	return cases
}

// A value that was unknown when Terraform validated reaches the provider unchecked, because unknown
// passes every validator. TestMessages_Golden covers validation.
func TestUpdateFraudEvents_BadInputIsFoundAgainBeforeAnyCall(t *testing.T) {
	t.Parallel()
	for _, m := range actionInputCases() {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			c := configuredClient(t, s)
			wanted := errorPaths(c.validateAction(m.action))
			for phase, got := range map[string]diagnostics{"plan": c.planAction(m.action),
				"invoke": c.invokeAction(m.action).diagnostics} {
				if paths := errorPaths(got); len(paths) == 0 || !slices.Contains(wanted, paths[0]) {
					t.Errorf("%s: errors at %q, want one at %q", phase, paths, wanted)
				}
			}
			expectUntouched(t, s)
		})
	}
	// which Terraform checks only if it is known
	for _, required := range []string{"subscription_ids", "status"} {
		s := startEmulator(t, event("e1"))
		invoke(t, s, ignoring(named("e1"), object{required: nil})).diagnostics.mustSay(t, required,
			"is required, but it is null")
		expectUntouched(t, s)
	}
}

// errorPaths returns the paths of errors.
func errorPaths(ds diagnostics) (paths []string) {
	for _, d := range ds {
		if d.Severity == "ERROR" {
			paths = append(paths, d.Path)
		}
	}
	return paths
}

func TestUpdateFraudEvents_GoodInputIsValid(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	for name, config := range map[string]object{
		"event ids":            ignoring(named("e1", "e2")),
		"event ids, all false": ignoring(named("e1"), object{"all_events": false}),
		"filter": ignoring(matching(object{"statuses": []string{"active"},
			"subscription_id": "2A7064FB-1e33-4007-974e-352cb3f2c805"})),
		"all": ignoring(everything(), object{"expected_count": 0}),
		"reopening": ignoring(named("e1"),
			object{"status": "Active", "reason": nil}),
		"every option": ignoring(named("e1"),
			object{"dry_run": true, "allow_overwrite": true, "expected_count": 1,
				"timeouts": object{"invoke": "5m"}}),
		"unknown event ids":   ignoring(object{"event_ids": unknownYet}),
		"an unknown event id": ignoring(object{"event_ids": []any{"e1", unknownYet}}),
		"unknown subscriptions": ignoring(
			matching(object{"subscription_id": subscriptionB}), object{"subscription_ids": unknownYet}),
		"an unknown subscription": ignoring(
			matching(object{"subscription_id": subscriptionB}),
			object{"subscription_ids": []any{unknownYet}}),
		"unknown filter": ignoring(object{"filter": unknownYet}),
		"unknown detected_before": ignoring(
			matching(object{"detected_before": unknownYet})),
		"a module passes its variables on": ignoring(object{"event_ids": unknownYet,
			"filter": unknownYet, "all_events": unknownYet}),
		"event ids together with an unknown all_events": ignoring(named("e1"),
			object{"all_events": unknownYet}),
		"unknown decision": ignoring(named("e1"),
			object{"status": unknownYet, "reason": unknownYet}),
		"unknown options": ignoring(named("e1"),
			object{"dry_run": unknownYet, "expected_count": unknownYet, "allow_overwrite": unknownYet}),
	} {
		for _, d := range c.validateAction(config) {
			t.Errorf("%s: %s: %s", name, d.Summary, d.Detail)
		}
	}
}

func TestUpdateFraudEvents_NothingUnknownIsEverInvoked(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]object{
		"event ids":       ignoring(object{"event_ids": unknownYet}),
		"an event id":     ignoring(object{"event_ids": []any{"e1", unknownYet}}),
		"filter":          ignoring(object{"filter": unknownYet}),
		"a filter":        ignoring(matching(object{"severities": unknownYet})),
		"all events":      ignoring(object{"all_events": unknownYet}),
		"subscriptions":   ignoring(named("e1"), object{"subscription_ids": unknownYet}),
		"expected count":  ignoring(named("e1"), object{"expected_count": unknownYet}),
		"dry run":         ignoring(named("e1"), object{"dry_run": unknownYet}),
		"allow_overwrite": ignoring(named("e1"), object{"allow_overwrite": unknownYet}),
		"timeouts":        ignoring(named("e1"), object{"timeouts": object{"invoke": unknownYet}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			c := configuredClient(t, s)
			c.planAction(config).none(t) // may still become known
			said := c.invokeAction(config)
			expectDiagnostics(t, said.diagnostics, anError("Value not known yet", "", "Nothing was written"))
			expectUntouched(t, s)
		})
	}
}
