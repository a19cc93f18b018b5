// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"math"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// summaryModel is what the events come to.
type summaryModel struct {
	Total                     types.Int64            `tfsdk:"total"`
	ByStatus                  map[string]int         `tfsdk:"by_status"`
	BySeverity                map[string]int         `tfsdk:"by_severity"`
	ByEventType               map[string]spreadModel `tfsdk:"by_event_type"`
	Customers                 types.Int64            `tfsdk:"customers"`
	Subscriptions             types.Int64            `tfsdk:"subscriptions"`
	OldestUnresolvedEventTime timetypes.RFC3339      `tfsdk:"oldest_unresolved_event_time"`
	AverageResponseHours      types.Float64          `tfsdk:"average_response_hours"`
}

type spreadModel struct {
	Events        int `tfsdk:"events"`
	Partners      int `tfsdk:"partners"`
	Customers     int `tfsdk:"customers"`
	Subscriptions int `tfsdk:"subscriptions"`
}

func summaryAttributes() map[string]schema.Attribute {
	count := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	counts := func(description string) schema.Attribute {
		return schema.MapAttribute{Computed: true, ElementType: types.Int64Type,
			MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"total": count("How many events match."),
		"by_status": counts("How many events there are of each status. The keys " +
			fraud.OneOf(fraud.Statuses(), "and") + " are always there."),
		"by_severity": counts("How many events there are of each severity. The keys " +
			fraud.OneOf(fraud.Severities(), "and") + " are always there."),
		"by_event_type": schema.MapNestedAttribute{
			Computed: true,
			MarkdownDescription: "How many events there are of each kind, and how far they reach. The keys " + fraud.OneOf(fraud.EventTypes(), "and") +
				" are always there; other kinds are there if they occur.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"events": count("How many events of this kind there are."),
				"partners": count("How many partner tenants they concern (distinct `partner_tenant_id`, not " +
					"indirect resellers)."),
				"customers":     count("How many customers they concern."),
				"subscriptions": count("How many subscriptions they concern."),
			}},
		},
		"customers":     count("How many customers the events concern."),
		"subscriptions": count("How many subscriptions the events concern."),
		"oldest_unresolved_event_time": schema.StringAttribute{
			Computed:   true,
			CustomType: timetypes.RFC3339Type{},
			MarkdownDescription: "When the oldest event that is not resolved was detected (RFC 3339). " +
				"Null if there is none.",
		},
		"average_response_hours": schema.Float64Attribute{
			Computed: true,
			MarkdownDescription: "The hours from detection to resolution, on average over the events that " +
				"were resolved in the last 30 days, with two decimals. Null if there are none.",
		},
	}
}

func newSummaryModel(s fraud.Summary) summaryModel {
	m := summaryModel{
		Total:                     types.Int64Value(int64(s.Total)),
		ByStatus:                  s.ByStatus,
		BySeverity:                s.BySeverity,
		ByEventType:               map[string]spreadModel{},
		Customers:                 types.Int64Value(int64(s.Customers)),
		Subscriptions:             types.Int64Value(int64(s.Subscriptions)),
		OldestUnresolvedEventTime: attribute.Timestamp(s.OldestUnresolved),
	}
	for eventType, spread := range s.ByEventType {
		m.ByEventType[eventType] = spreadModel(spread)
	}
	if s.AverageResponse != nil {
		m.AverageResponseHours = types.Float64Value(math.Round(s.AverageResponse.Hours()*100) / 100)
	}
	return m
}
