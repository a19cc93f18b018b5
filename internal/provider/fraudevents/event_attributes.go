// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package fraudevents has the data sources of fraud events, and the attributes of events, filters,
// and decisions for all features.
package fraudevents

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// Descriptions of the arguments that name an event.
const (
	DescribeSubscriptionID = "The id (GUID) of the Azure subscription."
	DescribeEventID        = "The event's id, as Partner Center spells it."
)

// event shortens the list below.
type event = fraud.Event

// eventMembers lists the attributes of an event. Resolutions show some of them: see FactsModel.
func eventMembers() members[event] {
	return members[event]{
		id("subscription_id", DescribeSubscriptionID, func(e event) string { return e.SubscriptionID }),
		id("event_id", DescribeEventID, func(e event) string { return e.EventID }),
		moment("event_time", "The time when the event was detected (RFC 3339).",
			func(e event) time.Time { return e.EventTime }),
		text("event_type", "The type of the event, for example "+fraud.OneOf(fraud.EventTypes(), "or")+
			". Microsoft adds types on short notice.",
			func(e event) string { return e.EventType }),
		text("status", "The status of the event: "+fraud.OneOf(fraud.Statuses(), "or")+".",
			func(e event) string { return string(e.Status) }),
		text("reason", "The reason for which the event was resolved: "+fraud.OneOf(fraud.Reasons(), "or")+
			". Null for an unresolved event.",
			func(e event) string { return string(e.Reason) }),
		moment("resolved_on", "The time when the event was resolved (RFC 3339). Null for an "+
			"unresolved event.",
			func(e event) time.Time { return e.ResolvedOn }),
		text("resolved_by", "The user who resolved the event. Null for an unresolved event.",
			func(e event) string { return e.ResolvedBy }),
		text("severity", "The severity: "+fraud.OneOf(fraud.Severities(), "or")+".",
			func(e event) string { return e.Severity }),
		text("confidence_level", "Microsoft's confidence in the event: "+
			fraud.OneOf(fraud.Severities(), "or")+".",
			func(e event) string { return e.ConfidenceLevel }),
		text("display_name", "The event's title.", func(e event) string { return e.DisplayName }),
		{
			name:   "description",
			schema: attribute.ComputedText("Microsoft's description of the activity."),
			value: func(e event) attr.Value {
				return attribute.Exactly(attribute.WithoutControls(e.Description))
			},
		},
		text("subscription_name", "The subscription's name.",
			func(e event) string { return e.SubscriptionName }),
		text("subscription_type", "The subscription's type, for example `modern`.",
			func(e event) string { return e.SubscriptionType }),
		text("catalog_offer_id", "The catalog offer of the subscription.",
			func(e event) string { return e.CatalogOfferID }),
		text("customer_tenant_id", "The id (GUID) of the customer's tenant.",
			func(e event) string { return e.CustomerTenantID }),
		text("customer_friendly_name", "The customer's name.",
			func(e event) string { return e.CustomerFriendlyName }),
		text("partner_tenant_id", "The id (GUID) of the partner's tenant.",
			func(e event) string { return e.PartnerTenantID }),
		text("partner_friendly_name", "The partner's name.",
			func(e event) string { return e.PartnerFriendlyName }),
		text("value_added_reseller_tenant_id", "The id (GUID) of the indirect reseller's tenant.",
			func(e event) string { return e.ValueAddedResellerTenantID }),
		text("value_added_reseller_friendly_name", "The indirect reseller's name.",
			func(e event) string { return e.ValueAddedResellerFriendlyName }),
		text("country", "The country code of the partner's tenant.",
			func(e event) string { return e.Country }),
		detail(text("entity_id", "The id of the affected entity.",
			func(e event) string { return e.EntityID })),
		detail(text("entity_name", "The name of the affected entity.",
			func(e event) string { return e.EntityName })),
		detail(text("entity_url", "The path of the affected entity.",
			func(e event) string { return e.EntityURL })),
		text("service_name", "The name of the Azure service.",
			func(e event) string { return e.ServiceName }),
		detail(text("resource_name", "The name of the Azure resource.",
			func(e event) string { return e.ResourceName })),
		detail(text("resource_group_name", "The name of the Azure resource group.",
			func(e event) string { return e.ResourceGroupName })),
		{
			name: "hit_count",
			schema: schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of " +
				"connections between the first and the last observation."},
			value: func(e event) attr.Value { return types.Int64PointerValue(e.HitCount) },
		},
		moment("first_occurrence", "The time when the impact began (RFC 3339).",
			func(e event) time.Time { return e.FirstOccurrence }),
		moment("last_occurrence", "The time when the impact ended, if known (RFC 3339).",
			func(e event) time.Time { return e.LastOccurrence }),
		moment("first_observed", "The time of the first observation (RFC 3339).",
			func(e event) time.Time { return e.FirstObserved }),
		moment("last_observed", "The time of the last observation (RFC 3339).",
			func(e event) time.Time { return e.LastObserved }),
		{
			name: "is_test",
			schema: schema.BoolAttribute{Computed: true,
				MarkdownDescription: "Whether this is a test event. Null if Partner Center does not say."},
			value: func(e event) attr.Value { return types.BoolPointerValue(e.IsTest) },
		},
		detail(list("affected_resources", "The affected Azure resources.",
			affectedResourceMembers(),
			func(e event) []fraud.AffectedResource { return e.AffectedResources })),
		detail(additionalDetails()),
		detail(list("activity_logs", "The history of the event's status.", activityMembers(),
			func(e event) []fraud.Activity { return e.ActivityLogs })),
	}
}

// id must match exactly.
func id(name, description string, of func(event) string) member[event] {
	m := text(name, description, of)
	m.value = func(e event) attr.Value { return attribute.Exactly(of(e)) }
	return m
}

func additionalDetails() member[event] {
	return member[event]{
		name: "additional_details",
		schema: schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "More details, which depend on the event type. Nested values are " +
				"encoded as JSON."},
		value: func(e event) attr.Value {
			details := map[string]attr.Value{}
			for name, value := range e.AdditionalDetails {
				details[attribute.OneLine(name)] = types.StringValue(attribute.WithoutControls(value))
			}
			return types.MapValueMust(types.StringType, details)
		},
	}
}

func affectedResourceMembers() members[fraud.AffectedResource] {
	return members[fraud.AffectedResource]{
		text("azure_resource_id", "The id of the resource.",
			func(r fraud.AffectedResource) string { return r.AzureResourceID }),
		text("type", "The type of the resource.",
			func(r fraud.AffectedResource) string { return r.Type }),
	}
}

func activityMembers() members[fraud.Activity] {
	return members[fraud.Activity]{
		text("status_from", "The previous status.",
			func(a fraud.Activity) string { return a.StatusFrom }),
		text("status_to", "The new status.", func(a fraud.Activity) string { return a.StatusTo }),
		text("updated_by", "The user who changed the status.",
			func(a fraud.Activity) string { return a.UpdatedBy }),
		moment("date_time", "The time of the change (RFC 3339).",
			func(a fraud.Activity) time.Time { return a.DateTime }),
	}
}
