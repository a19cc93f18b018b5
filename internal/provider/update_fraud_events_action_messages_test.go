// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// actionInputCases are those of TestMessages_Golden that are about the action's own rules.
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
		{"no event ids beside all events", ignoring(named(), everything())},
		{"a null event id", ignoring(object{"event_ids": []any{"e1", nil}})},
		{"an empty event id", ignoring(named("e1", ""))},
		{"an event id of white space", ignoring(named(" "))},
		{"event ids in two spellings", ignoring(named("e1", "E1"))},
		{"event ids and a filter", ignoring(named("e1"), matching())},
		{"event ids and all events", ignoring(named("e1"), everything())},
		{"a filter and all events", ignoring(matching(), everything())},
		{"event ids that are not known yet beside all events",
			ignoring(object{"event_ids": unknownYet}, everything())},
		{"event ids that are not known yet beside a filter",
			ignoring(object{"event_ids": unknownYet}, matching())},
		{"a filter that is not known yet beside all events",
			ignoring(object{"filter": unknownYet}, everything())},
		{"a filter that is not known yet beside event ids",
			ignoring(object{"filter": unknownYet}, named("e1"))},
		{"an empty filter", ignoring(object{"filter": object{}})},
		{"a filter of nulls", filter(object{"detected_before": nil, "statuses": nil})},
		{"a filter without an end", filter(object{"detected_before": nil,
			"severities": []string{"Low"}})},
		{"a filter whose end is no time", filtered("detected_before", "tonight")},
		{"a filter that ends before it begins", filtered("detected_after", "2026-03-01T00:00:00Z")},
		{"a filter whose event types are empty", filtered("event_types", []string{})},
		{"a filter for a status that there is not", filtered("statuses", []string{"Closed"})},
		{"a filter for another subscription", filtered("subscription_id", subscriptionB)},
		{"no subscriptions", with("subscription_ids", []string{})},
		{"a null subscription", with("subscription_ids", []any{nil})},
		{"a subscription that is no GUID", with("subscription_ids", []string{"Azure plan"})},
		{"a negative count", with("expected_count", -1)},
		{"Resolved without a reason", with("reason", nil)},
		{"a reason without Resolved", with("status", "Investigating")},
		{"a reason that there is not", with("reason", "Old")},
		{"a status that there is not", with("status", "Closed").with(object{"reason": nil})},
		{"a status in another case", with("status", "resolved")},
	} {
		cases = append(cases, messageCase{name: c.name, action: c.action})
	}
	return cases
}

func actionEventCases() []messageCase {
	two := []emulator.Event{event("e1"), event("e2")}
	return []messageCase{
		{name: "a provider that is not known yet", provider: object{"tenant_id": unknownYet},
			action: ignoring(named("e1"))},
		{name: "a timeout that is no duration",
			action: ignoring(named("e1"), object{"timeouts": object{"invoke": "5 minutes"}})},
		{name: "event ids that are not listed", events: two, action: ignoring(named("e1", "e3", "e4"))},
		{name: "an ambiguous id", events: []emulator.Event{event("Ab"), event("aB")},
			action: ignoring(named("ab"))},
		{name: "an unknown subscription beside a known one", events: two,
			action: ignoring(everything(),
				object{"subscription_ids": []string{subscriptionA, subscriptionB}}),
			arrange: func(s *emulator.Server) map[string]string {
				s.RemoveSubscription(subscriptionB)
				return nil
			}},
		{name: "another count than expected", events: two,
			action: ignoring(everything(), object{"expected_count": 3})},
		{name: "a filter that ends in the future", events: two,
			action: ignoring(matching(object{"detected_before": "2999-01-01T00:00:00Z"}))},
		{name: "a filter that the classic events model lacks", events: two,
			action:      ignoring(matching(object{"severities": []string{"Low"}})),
			environment: classicModel()},
		{name: "read-only", events: two, action: ignoring(everything()), environment: readOnly()},
		{name: "resolved otherwise, with consent", events: two,
			action: ignoring(everything(), object{"allow_overwrite": true}),
			arrange: func(s *emulator.Server) map[string]string {
				_ = s.ChangeStatus("e1", "Resolved", "Fraud", colleague)
				return nil
			}},
		{name: "a write that is refused", events: two, action: ignoring(everything()),
			between: func(s *emulator.Server) {
				s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusForbidden,
					Code: "900150", Times: -1})
			}},
		{name: "a write that does not show", events: two[:1],
			action: ignoring(everything(), object{"timeouts": object{"invoke": "2s"}}), arrange: readyToken,
			between: func(s *emulator.Server) {
				s.SetBehaviour(func(b *emulator.Behaviour) {
					b.UpdateReply, b.UpdateLag = emulator.UpdateReplyEmpty, 1000
				})
			}},
	}
}
