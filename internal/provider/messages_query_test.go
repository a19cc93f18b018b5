// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// queryCases are what `terraform query` says. What it shares with the data source is there.
func queryCases() []messageCase {
	with := func(change func(*emulator.Event)) []emulator.Event {
		return []emulator.Event{event("e1",
			change)}
	}
	var many []emulator.Event
	for i := range 101 {
		many = append(many, event(fmt.Sprintf("e%03d", i)))
	}
	return []messageCase{
		{name: "unknown status", list: object{"statuses": []string{"Closed"}}},
		{name: "after later than before",
			list: object{"detected_after": "2026-02-01T00:00:00Z",
				"detected_before": "2026-01-01T00:00:00Z"}},
		{name: "a timeout that is no duration", list: object{"timeouts": object{"list": "5 minutes"}}},
		{name: "not known yet", provider: object{"tenant_id": unknownYet}, list: object{}},
		{name: "the classic model", environment: map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"}, list: object{"severities": []string{"High"}}},
		{name: "more events than the limit", events: many, list: object{}},
		{name: "an event without a subscription",
			events: with(func(e *emulator.Event) { e.SubscriptionID = "" }), list: object{}},
		{name: "a status that is not documented",
			events: with(func(e *emulator.Event) { e.EventStatus = "Escalated" }), list: object{}},
	}
}
