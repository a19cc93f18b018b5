// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"math"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// summaryMembers are what the events come to.
func summaryMembers() members[fraud.Summary] {
	type summary = fraud.Summary
	return members[summary]{
		number("total", "How many events match.", func(s summary) int { return s.Total }),
		numbers("by_status", "How many events there are of each status. The keys "+
			fraud.OneOf(fraud.Statuses(), "and")+" are always there.",
			func(s summary) map[string]int { return s.ByStatus }),
		numbers("by_severity", "How many events there are of each severity. The keys "+
			fraud.OneOf(fraud.Severities(), "and")+" are always there.",
			func(s summary) map[string]int { return s.BySeverity }),
		table("by_event_type", "How many events there are of each kind, and how far they reach. The "+
			"keys "+fraud.OneOf(fraud.EventTypes(), "and")+" are always there; other kinds are there if "+
			"they occur.", spreadMembers(),
			func(s summary) map[string]fraud.Spread { return s.ByEventType }),
		number("customers", "How many customers the events concern.",
			func(s summary) int { return s.Customers }),
		number("subscriptions", "How many subscriptions the events concern.",
			func(s summary) int { return s.Subscriptions }),
		moment("oldest_unresolved_event_time", "When the oldest event that is not resolved was "+
			"detected (RFC 3339). Null if there is none.",
			func(s summary) time.Time { return s.OldestUnresolved }),
		{
			name: "average_response_hours",
			schema: schema.Float64Attribute{Computed: true, MarkdownDescription: "The hours from " +
				"detection to resolution, on average over the events that were resolved in the last 30 " +
				"days, with two decimals. Null if there are none."},
			value: averageResponseHours,
		},
	}
}

func averageResponseHours(s fraud.Summary) attr.Value {
	if s.AverageResponse == nil {
		return types.Float64Null()
	}
	return types.Float64Value(math.Round(s.AverageResponse.Hours()*100) / 100)
}

func spreadMembers() members[fraud.Spread] {
	type spread = fraud.Spread
	return members[spread]{
		number("events", "How many events of this kind there are.",
			func(s spread) int { return s.Events }),
		number("partners", "How many partner tenants they concern (distinct `partner_tenant_id`, not "+
			"indirect resellers).", func(s spread) int { return s.Partners }),
		number("customers", "How many customers they concern.",
			func(s spread) int { return s.Customers }),
		number("subscriptions", "How many subscriptions they concern.",
			func(s spread) int { return s.Subscriptions }),
	}
}
