// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// FactsModel is what Partner Center says of an event that stays the same while decisions about it
// change. The data sources show it, and a resolution's plan.
type FactsModel struct {
	EventType            types.String      `tfsdk:"event_type"`
	Severity             types.String      `tfsdk:"severity"`
	DisplayName          types.String      `tfsdk:"display_name"`
	EventTime            timetypes.RFC3339 `tfsdk:"event_time"`
	CustomerTenantID     types.String      `tfsdk:"customer_tenant_id"`
	CustomerFriendlyName types.String      `tfsdk:"customer_friendly_name"`
	SubscriptionName     types.String      `tfsdk:"subscription_name"`
	PartnerTenantID      types.String      `tfsdk:"partner_tenant_id"`
	IsTest               types.Bool        `tfsdk:"is_test"`
}

// SettlementModel is who resolved an event, and when.
type SettlementModel struct {
	ResolvedOn timetypes.RFC3339 `tfsdk:"resolved_on"`
	ResolvedBy types.String      `tfsdk:"resolved_by"`
}

// eventModel is one event in full, as the data sources show it.
type eventModel struct {
	FactsModel
	SettlementModel

	SubscriptionID                 types.String            `tfsdk:"subscription_id"`
	EventID                        types.String            `tfsdk:"event_id"`
	Status                         types.String            `tfsdk:"status"`
	Reason                         types.String            `tfsdk:"reason"`
	ConfidenceLevel                types.String            `tfsdk:"confidence_level"`
	Description                    types.String            `tfsdk:"description"`
	SubscriptionType               types.String            `tfsdk:"subscription_type"`
	CatalogOfferID                 types.String            `tfsdk:"catalog_offer_id"`
	PartnerFriendlyName            types.String            `tfsdk:"partner_friendly_name"`
	ValueAddedResellerTenantID     types.String            `tfsdk:"value_added_reseller_tenant_id"`
	ValueAddedResellerFriendlyName types.String            `tfsdk:"value_added_reseller_friendly_name"`
	Country                        types.String            `tfsdk:"country"`
	ServiceName                    types.String            `tfsdk:"service_name"`
	HitCount                       types.Int64             `tfsdk:"hit_count"`
	FirstOccurrence                timetypes.RFC3339       `tfsdk:"first_occurrence"`
	LastOccurrence                 timetypes.RFC3339       `tfsdk:"last_occurrence"`
	FirstObserved                  timetypes.RFC3339       `tfsdk:"first_observed"`
	LastObserved                   timetypes.RFC3339       `tfsdk:"last_observed"`
	EntityID                       types.String            `tfsdk:"entity_id"`
	EntityName                     types.String            `tfsdk:"entity_name"`
	EntityURL                      types.String            `tfsdk:"entity_url"`
	ResourceName                   types.String            `tfsdk:"resource_name"`
	ResourceGroupName              types.String            `tfsdk:"resource_group_name"`
	AffectedResources              []affectedResourceModel `tfsdk:"affected_resources"`
	AdditionalDetails              map[string]string       `tfsdk:"additional_details"`
	ActivityLogs                   []activityModel         `tfsdk:"activity_logs"`
}

type affectedResourceModel struct {
	AzureResourceID types.String `tfsdk:"azure_resource_id"`
	Type            types.String `tfsdk:"type"`
}

type activityModel struct {
	StatusFrom types.String      `tfsdk:"status_from"`
	StatusTo   types.String      `tfsdk:"status_to"`
	UpdatedBy  types.String      `tfsdk:"updated_by"`
	DateTime   timetypes.RFC3339 `tfsdk:"date_time"`
}

// NewFactsModel says what stays the same about an event.
func NewFactsModel(e fraud.Event) FactsModel {
	return FactsModel{
		EventType:            attribute.Text(e.EventType),
		Severity:             attribute.Text(e.Severity),
		DisplayName:          attribute.Text(e.DisplayName),
		EventTime:            attribute.Timestamp(e.EventTime),
		CustomerTenantID:     attribute.Text(e.CustomerTenantID),
		CustomerFriendlyName: attribute.Text(e.CustomerFriendlyName),
		SubscriptionName:     attribute.Text(e.SubscriptionName),
		PartnerTenantID:      attribute.Text(e.PartnerTenantID),
		IsTest:               types.BoolPointerValue(e.IsTest),
	}
}

// NewSettlementModel says who resolved an event, and when.
func NewSettlementModel(e fraud.Event) SettlementModel {
	return SettlementModel{ResolvedOn: attribute.Timestamp(e.ResolvedOn),
		ResolvedBy: attribute.Text(e.ResolvedBy)}
}

// newEventModel is the one conversion of an event for Terraform. Without details, the attributes
// that can hold personal data or names of a customer's resources stay null.
func newEventModel(e fraud.Event, details bool) eventModel {
	m := eventModel{
		FactsModel:                     NewFactsModel(e),
		SettlementModel:                NewSettlementModel(e),
		SubscriptionID:                 attribute.Exactly(e.SubscriptionID),
		EventID:                        attribute.Exactly(e.EventID),
		Status:                         attribute.Text(string(e.Status)),
		Reason:                         attribute.Text(string(e.Reason)),
		ConfidenceLevel:                attribute.Text(e.ConfidenceLevel),
		Description:                    attribute.Exactly(attribute.WithoutControls(e.Description)),
		SubscriptionType:               attribute.Text(e.SubscriptionType),
		CatalogOfferID:                 attribute.Text(e.CatalogOfferID),
		PartnerFriendlyName:            attribute.Text(e.PartnerFriendlyName),
		ValueAddedResellerTenantID:     attribute.Text(e.ValueAddedResellerTenantID),
		ValueAddedResellerFriendlyName: attribute.Text(e.ValueAddedResellerFriendlyName),
		Country:                        attribute.Text(e.Country),
		ServiceName:                    attribute.Text(e.ServiceName),
		HitCount:                       types.Int64PointerValue(e.HitCount),
		FirstOccurrence:                attribute.Timestamp(e.FirstOccurrence),
		LastOccurrence:                 attribute.Timestamp(e.LastOccurrence),
		FirstObserved:                  attribute.Timestamp(e.FirstObserved),
		LastObserved:                   attribute.Timestamp(e.LastObserved),
	}
	if details {
		m.setDetails(e)
	}
	return m
}

func (m *eventModel) setDetails(e fraud.Event) {
	m.EntityID = attribute.Text(e.EntityID)
	m.EntityName = attribute.Text(e.EntityName)
	m.EntityURL = attribute.Text(e.EntityURL)
	m.ResourceName = attribute.Text(e.ResourceName)
	m.ResourceGroupName = attribute.Text(e.ResourceGroupName)
	// Collections that are empty are not null: null says that details were left out, and length(null)
	// is an error.
	m.AdditionalDetails = map[string]string{}
	for name, value := range e.AdditionalDetails {
		m.AdditionalDetails[attribute.OneLine(name)] = attribute.WithoutControls(value)
	}
	m.AffectedResources = newAffectedResourceModels(e.AffectedResources)
	m.ActivityLogs = newActivityModels(e.ActivityLogs)
}

func newAffectedResourceModels(resources []fraud.AffectedResource) []affectedResourceModel {
	models := make([]affectedResourceModel, len(resources))
	for i, r := range resources {
		models[i] = affectedResourceModel{AzureResourceID: attribute.Text(r.AzureResourceID),
			Type: attribute.Text(r.Type)}
	}
	return models
}

func newActivityModels(activities []fraud.Activity) []activityModel {
	models := make([]activityModel, len(activities))
	for i, a := range activities {
		models[i] = activityModel{
			StatusFrom: attribute.Text(a.StatusFrom),
			StatusTo:   attribute.Text(a.StatusTo),
			UpdatedBy:  attribute.Text(a.UpdatedBy),
			DateTime:   attribute.Timestamp(a.DateTime),
		}
	}
	return models
}

// TimeText is a time for a message, and empty for the zero time.
func TimeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
