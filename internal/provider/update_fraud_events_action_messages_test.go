// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// actionInputCases are those of TestMessages_Golden that are about the action's own rules.
func actionInputCases() []messageCase {
	return []messageCase{
		{name: "nothing is selected", action: ignoring()},
		{name: "all_events is false", action: ignoring(object{"all_events": false})},
		{name: "no event ids", action: ignoring(named())},
		{name: "an empty event id", action: ignoring(named("e1", ""))},
		{name: "event ids in two spellings", action: ignoring(named("e1", "E1"))},
		{name: "event ids and all events", action: ignoring(named("e1"), everything())},
		{name: "event ids that are not known yet beside all events",
			action: ignoring(object{"event_ids": unknownYet}, everything())},
		{name: "an empty filter", action: ignoring(object{"filter": object{}})},
		{name: "a filter without an end",
			action: ignoring(matching(object{"detected_before": nil, "severities": []string{"Low"}}))},
		{name: "a filter whose event types are empty",
			action: ignoring(matching(object{"event_types": []string{}}))},
		{name: "a filter for another subscription",
			action: ignoring(matching(object{"subscription_id": subscriptionB}))},
		{name: "no subscriptions", action: ignoring(named("e1"), object{"subscription_ids": []string{}})},
		{name: "a subscription that is no GUID",
			action: ignoring(named("e1"), object{"subscription_ids": []string{"Azure plan"}})},
		{name: "a negative count", action: ignoring(named("e1"), object{"expected_count": -1})},
		{name: "Resolved without a reason", action: ignoring(named("e1"), object{"reason": nil})},
		{name: "a timeout that is no duration",
			action: ignoring(named("e1"), object{"timeouts": object{"invoke": "5 minutes"}})},
		{name: "a provider that is not known yet", provider: object{"tenant_id": unknownYet},
			action: ignoring(named("e1"))},
	}
}

func actionEventCases() []messageCase {
	two := []emulator.Event{event("e1"), event("e2")}
	return []messageCase{
		{name: "event ids that are not listed", events: two, action: ignoring(named("e1", "e3", "e4"))},
		{name: "an ambiguous id", events: []emulator.Event{event("Ab"), event("aB")},
			action: ignoring(named("ab"))},
		{name: "an unknown subscription", events: two, action: ignoring(everything()),
			arrange: func(s *emulator.Server) map[string]string {
				s.RemoveSubscription(subscriptionA)
				return nil
			}},
		{name: "another count than expected", events: two,
			action: ignoring(everything(), object{"expected_count": 3})},
		{name: "a filter that ends in the future", events: two,
			action: ignoring(matching(object{"detected_before": "2999-01-01T00:00:00Z"}))},
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
					b.UpdateReply,
						b.UpdateLag = emulator.UpdateReplyEmpty, 1000
				})
			}},
	}
}
