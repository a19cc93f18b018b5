// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package fraudevents has the data sources of fraud events, and what all features say of an event:
// its attributes, filters and decisions.
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
	DescribeSubscriptionID = "The Azure subscription's id, a GUID."
	DescribeEventID        = "The event's id as Partner Center prints it."
)

// event shortens the list below.
type event = fraud.Event

// eventMembers are the attributes of an event. Resolutions show some of them: see FactsModel.
func eventMembers() members[event] {
	return members[event]{
		id("subscription_id", DescribeSubscriptionID,
			func(e event) string { return e.SubscriptionID }),
		id("event_id", DescribeEventID, func(e event) string { return e.EventID }),
		moment("event_time", "When the event was detected (RFC 3339).",
			func(e event) time.Time { return e.EventTime }),
		text("event_type", "The kind of event, for example "+fraud.OneOf(fraud.EventTypes(), "or")+
			". Partner Center adds kinds with little notice.",
			func(e event) string { return e.EventType }),
		text("status", "Where the event stands: "+fraud.OneOf(fraud.Statuses(), "or")+".",
			func(e event) string { return string(e.Status) }),
		text("reason", "Why the event was resolved: "+fraud.OneOf(fraud.Reasons(), "or")+
			". Null for an unresolved event.",
			func(e event) string { return string(e.Reason) }),
		moment("resolved_on", "When the event was resolved (RFC 3339). Null for an unresolved event.",
			func(e event) time.Time { return e.ResolvedOn }),
		text("resolved_by", "Who resolved the event. Null for an unresolved event.",
			func(e event) string { return e.ResolvedBy }),
		text("severity", "The severity: "+fraud.OneOf(fraud.Severities(), "or")+".",
			func(e event) string { return e.Severity }),
		text("confidence_level", "How sure Microsoft is: "+fraud.OneOf(fraud.Severities(), "or")+".",
			func(e event) string { return e.ConfidenceLevel }),
		text("display_name", "The event's title.",
			func(e event) string { return e.DisplayName }),
		{
			name: "description",
			schema: schema.StringAttribute{Computed: true,
				MarkdownDescription: "What was seen, in Microsoft's words."},
			value: func(e event) attr.Value {
				return attribute.Exactly(attribute.WithoutControls(e.Description))
			},
		},
		text("subscription_name", "The subscription's name.",
			func(e event) string { return e.SubscriptionName }),
		text("subscription_type", "The subscription's type, for example `modern`.",
			func(e event) string { return e.SubscriptionType }),
		text("catalog_offer_id", "The offer that the subscription was bought as.",
			func(e event) string { return e.CatalogOfferID }),
		text("customer_tenant_id", "The customer's tenant, a GUID.",
			func(e event) string { return e.CustomerTenantID }),
		text("customer_friendly_name", "The customer's name.",
			func(e event) string { return e.CustomerFriendlyName }),
		text("partner_tenant_id", "The partner's tenant, a GUID.",
			func(e event) string { return e.PartnerTenantID }),
		text("partner_friendly_name", "The partner's name.",
			func(e event) string { return e.PartnerFriendlyName }),
		text("value_added_reseller_tenant_id", "The indirect reseller's tenant, a GUID.",
			func(e event) string { return e.ValueAddedResellerTenantID }),
		text("value_added_reseller_friendly_name", "The indirect reseller's name.",
			func(e event) string { return e.ValueAddedResellerFriendlyName }),
		text("country", "The country code of the partner's tenant.",
			func(e event) string { return e.Country }),
		detail(text("entity_id", "The id of the entity that the event is about.",
			func(e event) string { return e.EntityID })),
		detail(text("entity_name", "The name of the entity that the event is about.",
			func(e event) string { return e.EntityName })),
		detail(text("entity_url", "The path of the entity that the event is about.",
			func(e event) string { return e.EntityURL })),
		text("service_name", "The Azure service.",
			func(e event) string { return e.ServiceName }),
		detail(text("resource_name", "The Azure resource's name.",
			func(e event) string { return e.ResourceName })),
		detail(text("resource_group_name", "The Azure resource group's name.",
			func(e event) string { return e.ResourceGroupName })),
		{
			name: "hit_count",
			schema: schema.Int64Attribute{Computed: true, MarkdownDescription: "How many connections " +
				"were seen between the first and the last observation."},
			value: func(e event) attr.Value { return types.Int64PointerValue(e.HitCount) },
		},
		moment("first_occurrence", "When the impact began (RFC 3339).",
			func(e event) time.Time { return e.FirstOccurrence }),
		moment("last_occurrence", "When the impact ended, as far as is known (RFC 3339).",
			func(e event) time.Time { return e.LastOccurrence }),
		moment("first_observed", "When it was observed first (RFC 3339).",
			func(e event) time.Time { return e.FirstObserved }),
		moment("last_observed", "When it was observed last (RFC 3339).",
			func(e event) time.Time { return e.LastObserved }),
		{
			name: "is_test",
			schema: schema.BoolAttribute{Computed: true,
				MarkdownDescription: "Whether this is a test event. Null if Partner Center does not say."},
			value: func(e event) attr.Value { return types.BoolPointerValue(e.IsTest) },
		},
		detail(list("affected_resources", "The Azure resources that are affected.",
			affectedResourceMembers(),
			func(e event) []fraud.AffectedResource { return e.AffectedResources })),
		detail(additionalDetails()),
		detail(list("activity_logs", "The changes of the event's status.", activityMembers(),
			func(e event) []fraud.Activity { return e.ActivityLogs })),
	}
}

// id has to fit letter by letter.
func id(name, description string, of func(event) string) member[event] {
	m := text(name, description, of)
	m.value = func(e event) attr.Value { return attribute.Exactly(of(e)) }
	return m
}

func additionalDetails() member[event] {
	return member[event]{
		name: "additional_details",
		schema: schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Further facts; which ones depends on the kind of event. A nested " +
				"value is its JSON."},
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
		text("azure_resource_id", "The resource's id.",
			func(r fraud.AffectedResource) string { return r.AzureResourceID }),
		text("type", "The resource's type.",
			func(r fraud.AffectedResource) string { return r.Type }),
	}
}

func activityMembers() members[fraud.Activity] {
	return members[fraud.Activity]{
		text("status_from", "The status before.",
			func(a fraud.Activity) string { return a.StatusFrom }),
		text("status_to", "The status after.",
			func(a fraud.Activity) string { return a.StatusTo }),
		text("updated_by", "Who changed it.",
			func(a fraud.Activity) string { return a.UpdatedBy }),
		moment("date_time", "When it was changed (RFC 3339).",
			func(a fraud.Activity) time.Time { return a.DateTime }),
	}
}
