// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// factsModel is what Partner Center says of an event that stays the same while decisions about it change. The data
// sources show it, and a resolution's plan.
type factsModel struct {
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

// settlementModel is who resolved an event, and when.
type settlementModel struct {
	ResolvedOn timetypes.RFC3339 `tfsdk:"resolved_on"`
	ResolvedBy types.String      `tfsdk:"resolved_by"`
}

// eventModel is one event in full, as the data sources show it.
type eventModel struct {
	factsModel
	settlementModel

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

func newFactsModel(e fraud.Event) factsModel {
	return factsModel{
		EventType:            text(e.EventType),
		Severity:             text(e.Severity),
		DisplayName:          text(e.DisplayName),
		EventTime:            timestamp(e.EventTime),
		CustomerTenantID:     text(e.CustomerTenantID),
		CustomerFriendlyName: text(e.CustomerFriendlyName),
		SubscriptionName:     text(e.SubscriptionName),
		PartnerTenantID:      text(e.PartnerTenantID),
		IsTest:               types.BoolPointerValue(e.IsTest),
	}
}

func newSettlementModel(e fraud.Event) settlementModel {
	return settlementModel{ResolvedOn: timestamp(e.ResolvedOn), ResolvedBy: text(e.ResolvedBy)}
}

// newEventModel is the one conversion of an event for Terraform. Without details, the attributes that can hold
// personal data or names of a customer's resources stay null.
func newEventModel(e fraud.Event, details bool) eventModel {
	m := eventModel{
		factsModel:                     newFactsModel(e),
		settlementModel:                newSettlementModel(e),
		SubscriptionID:                 exactly(e.SubscriptionID),
		EventID:                        exactly(e.EventID),
		Status:                         text(string(e.Status)),
		Reason:                         text(string(e.Reason)),
		ConfidenceLevel:                text(e.ConfidenceLevel),
		Description:                    exactly(withoutControls(e.Description)),
		SubscriptionType:               text(e.SubscriptionType),
		CatalogOfferID:                 text(e.CatalogOfferID),
		PartnerFriendlyName:            text(e.PartnerFriendlyName),
		ValueAddedResellerTenantID:     text(e.ValueAddedResellerTenantID),
		ValueAddedResellerFriendlyName: text(e.ValueAddedResellerFriendlyName),
		Country:                        text(e.Country),
		ServiceName:                    text(e.ServiceName),
		HitCount:                       types.Int64PointerValue(e.HitCount),
		FirstOccurrence:                timestamp(e.FirstOccurrence),
		LastOccurrence:                 timestamp(e.LastOccurrence),
		FirstObserved:                  timestamp(e.FirstObserved),
		LastObserved:                   timestamp(e.LastObserved),
	}
	if details {
		m.setDetails(e)
	}
	return m
}

func (m *eventModel) setDetails(e fraud.Event) {
	m.EntityID = text(e.EntityID)
	m.EntityName = text(e.EntityName)
	m.EntityURL = text(e.EntityURL)
	m.ResourceName = text(e.ResourceName)
	m.ResourceGroupName = text(e.ResourceGroupName)
	// Collections that are empty are not null: null says that details were left out, and length(null) is an error.
	m.AdditionalDetails = map[string]string{}
	for name, value := range e.AdditionalDetails {
		m.AdditionalDetails[oneLine(name)] = withoutControls(value)
	}
	m.AffectedResources = newAffectedResourceModels(e.AffectedResources)
	m.ActivityLogs = newActivityModels(e.ActivityLogs)
}

func newAffectedResourceModels(resources []fraud.AffectedResource) []affectedResourceModel {
	models := make([]affectedResourceModel, len(resources))
	for i, r := range resources {
		models[i] = affectedResourceModel{AzureResourceID: text(r.AzureResourceID), Type: text(r.Type)}
	}
	return models
}

func newActivityModels(activities []fraud.Activity) []activityModel {
	models := make([]activityModel, len(activities))
	for i, a := range activities {
		models[i] = activityModel{
			StatusFrom: text(a.StatusFrom),
			StatusTo:   text(a.StatusTo),
			UpdatedBy:  text(a.UpdatedBy),
			DateTime:   timestamp(a.DateTime),
		}
	}
	return models
}

// text is null for what the service does not say. Terraform escapes what cannot be seen in a text of one line. One of
// several lines it prints as it is: a customer's name must not rewrite the plan on a terminal.
func text(s string) types.String { return exactly(oneLine(s)) }

func oneLine(s string) string {
	return printable(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s))
}

// withoutControls leaves a text of several lines its lines, and JSON its indentation. A carriage return counts only as a
// part of a line break: alone, it would let a text overwrite the line that it stands in.
func withoutControls(s string) string {
	lines := strings.SplitAfter(s, "\n")
	for i, line := range lines {
		content, isBreak := strings.CutSuffix(line, "\r\n")
		if !isBreak {
			content = strings.TrimSuffix(line, "\n")
		}
		lines[i] = strings.Map(visibleOrTab, content) + line[len(content):]
	}
	return strings.Join(lines, "")
}

func visibleOrTab(r rune) rune {
	if r == '\t' || unicode.IsGraphic(r) {
		return r
	}
	return unicode.ReplacementChar
}

// exactly is for ids, which have to fit letter by letter. They, too, are null where there are none.
func exactly(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(strings.ToValidUTF8(s, "\uFFFD"))
}

// timestamp keeps every decimal of a second, and is null for the zero time.
func timestamp(t time.Time) timetypes.RFC3339 {
	if t.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.NewRFC3339ValueMust(t.Format(time.RFC3339Nano))
}
