// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package fraudevents has the data sources of fraud events, and what all features say of an event:
// its attributes, filters and decisions.
package fraudevents

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Descriptions that data sources and resources share.
const (
	DescribeSubscriptionID = "The Azure subscription's id, a GUID."
	DescribeEventID        = "The event's id as Partner Center prints it."
	DescribeEventTime      = "When the event was detected (RFC 3339)."
	DescribeDisplayName    = "The event's title."
	DescribeIsTest         = "Whether this is a test event. Null if Partner Center does not say."
	DescribeResolvedOn     = "When the event was resolved (RFC 3339). Null for an unresolved event."
	DescribeResolvedBy     = "Who resolved the event. Null for an unresolved event."
)

// DescribeEventType describes `event_type`.
func DescribeEventType() string {
	return "The kind of event, for example " + fraud.OneOf(fraud.EventTypes(), "or") +
		". Partner Center adds kinds with little notice."
}

// DescribeSeverity describes `severity`.
func DescribeSeverity() string {
	return "The severity: " + fraud.OneOf(fraud.Severities(), "or") +
		"."
}

// eventAttributes describes an event in full, all computed.
func eventAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	timestamp := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{},
			MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"subscription_id": text(DescribeSubscriptionID),
		"event_id":        text(DescribeEventID),
		"event_time":      timestamp(DescribeEventTime),
		"event_type":      text(DescribeEventType()),
		"status": text("Where the event stands: " +
			fraud.OneOf(fraud.Statuses(), "or") + "."),
		"reason": text("Why the event was resolved: " +
			fraud.OneOf(fraud.Reasons(), "or") + ". Null for an unresolved event."),
		"resolved_on": timestamp(DescribeResolvedOn),
		"resolved_by": text(DescribeResolvedBy),
		"severity":    text(DescribeSeverity()),
		"confidence_level": text("How sure Microsoft is: " +
			fraud.OneOf(fraud.Severities(), "or") + "."),
		"display_name":                       text(DescribeDisplayName),
		"description":                        text("What was seen, in Microsoft's words."),
		"subscription_name":                  text("The subscription's name."),
		"subscription_type":                  text("The subscription's type, for example `modern`."),
		"catalog_offer_id":                   text("The offer that the subscription was bought as."),
		"customer_tenant_id":                 text("The customer's tenant, a GUID."),
		"customer_friendly_name":             text("The customer's name."),
		"partner_tenant_id":                  text("The partner's tenant, a GUID."),
		"partner_friendly_name":              text("The partner's name."),
		"value_added_reseller_tenant_id":     text("The indirect reseller's tenant, a GUID."),
		"value_added_reseller_friendly_name": text("The indirect reseller's name."),
		"country":                            text("The country code of the partner's tenant."),
		"entity_id":                          text("The id of the entity that the event is about."),
		"entity_name":                        text("The name of the entity that the event is about."),
		"entity_url":                         text("The path of the entity that the event is about."),
		"service_name":                       text("The Azure service."),
		"resource_name":                      text("The Azure resource's name."),
		"resource_group_name":                text("The Azure resource group's name."),
		"hit_count": schema.Int64Attribute{Computed: true,
			MarkdownDescription: "How many connections were seen between the first and the last observation."},
		"first_occurrence": timestamp("When the impact began (RFC 3339)."),
		"last_occurrence": timestamp("When the impact ended, as far as is known " +
			"(RFC 3339)."),
		"first_observed": timestamp("When it was observed first (RFC 3339)."),
		"last_observed":  timestamp("When it was observed last (RFC 3339)."),
		"is_test": schema.BoolAttribute{Computed: true,
			MarkdownDescription: DescribeIsTest},
		"affected_resources": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The Azure resources that are affected.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"azure_resource_id": text("The resource's id."),
				"type":              text("The resource's type."),
			}},
		},
		"additional_details": schema.MapAttribute{
			Computed:    true,
			ElementType: types.StringType,
			MarkdownDescription: "Further facts; which ones depends on the kind of event. A nested " +
				"value is its JSON.",
		},
		"activity_logs": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The changes of the event's status.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"status_from": text("The status before."),
				"status_to":   text("The status after."),
				"updated_by":  text("Who changed it."),
				"date_time":   timestamp("When it was changed (RFC 3339)."),
			}},
		},
	}
}
