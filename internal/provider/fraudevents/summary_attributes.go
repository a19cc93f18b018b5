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

// summaryMembers are the attributes of a summary.
func summaryMembers() members[fraud.Summary] {
	type summary = fraud.Summary
	return members[summary]{
		number("total", "The number of matching events.", func(s summary) int { return s.Total }),
		numbers("by_status", "The number of events of each status. The keys "+
			fraud.OneOf(fraud.Statuses(), "and")+" are always present.",
			func(s summary) map[string]int { return s.ByStatus }),
		numbers("by_severity", "The number of events of each severity. The keys "+
			fraud.OneOf(fraud.Severities(), "and")+" are always present.",
			func(s summary) map[string]int { return s.BySeverity }),
		table("by_event_type", "The number of events of each type, and the number of affected "+
			"parties. The keys "+fraud.OneOf(fraud.EventTypes(), "and")+
			" are always present; other types are present if they occur.", spreadMembers(),
			func(s summary) map[string]fraud.Spread { return s.ByEventType }),
		number("customers", "The number of affected customers.",
			func(s summary) int { return s.Customers }),
		number("subscriptions", "The number of affected subscriptions.",
			func(s summary) int { return s.Subscriptions }),
		moment("oldest_unresolved_event_time", "The time when the oldest unresolved event was "+
			"detected (RFC 3339). Null if there is none.",
			func(s summary) time.Time { return s.OldestUnresolved }),
		{
			name: "average_response_hours",
			schema: schema.Float64Attribute{Computed: true, MarkdownDescription: "The average " +
				"number of hours from detection to resolution, for events that were resolved in the last " +
				"30 days, with two decimals. Null if there are none."},
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
		number("events", "The number of events of this type.", func(s spread) int { return s.Events }),
		number("partners", "The number of affected partner tenants (distinct `partner_tenant_id`, not "+
			"indirect resellers).", func(s spread) int { return s.Partners }),
		number("customers", "The number of affected customers.",
			func(s spread) int { return s.Customers }),
		number("subscriptions", "The number of affected subscriptions.",
			func(s spread) int { return s.Subscriptions }),
	}
}
