// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// eventJSON is an event with the names and the null rules of the data source
// partnercenter_fraud_events: nil for what Partner Center does not say, collections never null.
type eventJSON struct {
	EventID                        *string           `json:"event_id"`
	EventTime                      *string           `json:"event_time"`
	EventType                      *string           `json:"event_type"`
	Status                         *string           `json:"status"`
	Reason                         *string           `json:"reason"`
	ResolvedOn                     *string           `json:"resolved_on"`
	ResolvedBy                     *string           `json:"resolved_by"`
	Severity                       *string           `json:"severity"`
	ConfidenceLevel                *string           `json:"confidence_level"`
	DisplayName                    *string           `json:"display_name"`
	Description                    *string           `json:"description"`
	SubscriptionID                 *string           `json:"subscription_id"`
	SubscriptionName               *string           `json:"subscription_name"`
	SubscriptionType               *string           `json:"subscription_type"`
	CatalogOfferID                 *string           `json:"catalog_offer_id"`
	CustomerTenantID               *string           `json:"customer_tenant_id"`
	CustomerFriendlyName           *string           `json:"customer_friendly_name"`
	PartnerTenantID                *string           `json:"partner_tenant_id"`
	PartnerFriendlyName            *string           `json:"partner_friendly_name"`
	ValueAddedResellerTenantID     *string           `json:"value_added_reseller_tenant_id"`
	ValueAddedResellerFriendlyName *string           `json:"value_added_reseller_friendly_name"`
	Country                        *string           `json:"country"`
	EntityID                       *string           `json:"entity_id"`
	EntityName                     *string           `json:"entity_name"`
	EntityURL                      *string           `json:"entity_url"`
	ServiceName                    *string           `json:"service_name"`
	ResourceName                   *string           `json:"resource_name"`
	ResourceGroupName              *string           `json:"resource_group_name"`
	HitCount                       *int64            `json:"hit_count"`
	FirstOccurrence                *string           `json:"first_occurrence"`
	LastOccurrence                 *string           `json:"last_occurrence"`
	FirstObserved                  *string           `json:"first_observed"`
	LastObserved                   *string           `json:"last_observed"`
	IsTest                         *bool             `json:"is_test"`
	AffectedResources              []affectedJSON    `json:"affected_resources"`
	AdditionalDetails              map[string]string `json:"additional_details"`
	ActivityLogs                   []activityJSON    `json:"activity_logs"`
}

type affectedJSON struct {
	AzureResourceID *string `json:"azure_resource_id"`
	Type            *string `json:"type"`
}

type activityJSON struct {
	StatusFrom *string `json:"status_from"`
	StatusTo   *string `json:"status_to"`
	UpdatedBy  *string `json:"updated_by"`
	DateTime   *string `json:"date_time"`
}

// writeEventsJSON writes an array, also of no events.
func writeEventsJSON(out *bytes.Buffer, events []fraud.Event) error {
	elements := make([]eventJSON, len(events))
	for i, e := range events {
		elements[i] = newEventJSON(e)
	}
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(elements); err != nil {
		return err
	}
	out.WriteString(visibleJSON(document.String()))
	return nil
}

func newEventJSON(e fraud.Event) eventJSON {
	j := eventJSON{
		EventID:                        orNull(e.EventID),
		EventTime:                      timeOrNull(e.EventTime),
		EventType:                      orNull(e.EventType),
		Status:                         orNull(string(e.Status)),
		Reason:                         orNull(string(e.Reason)),
		ResolvedOn:                     timeOrNull(e.ResolvedOn),
		ResolvedBy:                     orNull(e.ResolvedBy),
		Severity:                       orNull(e.Severity),
		ConfidenceLevel:                orNull(e.ConfidenceLevel),
		DisplayName:                    orNull(e.DisplayName),
		Description:                    orNull(e.Description),
		SubscriptionID:                 orNull(e.SubscriptionID),
		SubscriptionName:               orNull(e.SubscriptionName),
		SubscriptionType:               orNull(e.SubscriptionType),
		CatalogOfferID:                 orNull(e.CatalogOfferID),
		CustomerTenantID:               orNull(e.CustomerTenantID),
		CustomerFriendlyName:           orNull(e.CustomerFriendlyName),
		PartnerTenantID:                orNull(e.PartnerTenantID),
		PartnerFriendlyName:            orNull(e.PartnerFriendlyName),
		ValueAddedResellerTenantID:     orNull(e.ValueAddedResellerTenantID),
		ValueAddedResellerFriendlyName: orNull(e.ValueAddedResellerFriendlyName),
		Country:                        orNull(e.Country),
		EntityID:                       orNull(e.EntityID),
		EntityName:                     orNull(e.EntityName),
		EntityURL:                      orNull(e.EntityURL),
		ServiceName:                    orNull(e.ServiceName),
		ResourceName:                   orNull(e.ResourceName),
		ResourceGroupName:              orNull(e.ResourceGroupName),
		HitCount:                       e.HitCount,
		FirstOccurrence:                timeOrNull(e.FirstOccurrence),
		LastOccurrence:                 timeOrNull(e.LastOccurrence),
		FirstObserved:                  timeOrNull(e.FirstObserved),
		LastObserved:                   timeOrNull(e.LastObserved),
		IsTest:                         e.IsTest,
		AffectedResources:              newAffectedJSON(e.AffectedResources),
		AdditionalDetails:              e.AdditionalDetails,
		ActivityLogs:                   newActivityJSON(e.ActivityLogs),
	}
	if j.AdditionalDetails == nil {
		j.AdditionalDetails = map[string]string{}
	}
	return j
}

func newAffectedJSON(resources []fraud.AffectedResource) []affectedJSON {
	elements := make([]affectedJSON, len(resources))
	for i, r := range resources {
		elements[i] = affectedJSON{AzureResourceID: orNull(r.AzureResourceID), Type: orNull(r.Type)}
	}
	return elements
}

func newActivityJSON(activities []fraud.Activity) []activityJSON {
	elements := make([]activityJSON, len(activities))
	for i, a := range activities {
		elements[i] = activityJSON{
			StatusFrom: orNull(a.StatusFrom), StatusTo: orNull(a.StatusTo), UpdatedBy: orNull(a.UpdatedBy),
			DateTime: timeOrNull(a.DateTime),
		}
	}
	return elements
}

// orNull is nil for what the service does not say.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// timeOrNull keeps every decimal of a second.
func timeOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return orNull(t.Format(time.RFC3339Nano))
}
