// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import ()

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
