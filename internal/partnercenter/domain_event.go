// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// newEvent settles the meaning of an event as the service prints it: times are times, placeholders
// are gone, and enum values are in their documented spelling.
func newEvent(p FraudEvent) fraud.Event {
	return fraud.Event{
		Key:       fraud.Key{SubscriptionID: p.SubscriptionID, EventID: p.EventID},
		EventTime: parseTime(p.EventTime),
		EventType: spelled(p.EventType, fraud.EventTypes()),
		Status:    fraud.Status(spelled(p.EventStatus, fraud.Statuses())),
		Reason: fraud.Reason(spelled(unlessNone(p.ResolvedReason),
			fraud.Reasons())),
		ResolvedOn:                     parseTime(p.ResolvedOn),
		ResolvedBy:                     unlessNone(p.ResolvedBy),
		Severity:                       spelled(p.Severity, fraud.Severities()),
		ConfidenceLevel:                spelled(p.ConfidenceLevel, fraud.Severities()),
		DisplayName:                    p.DisplayName,
		Description:                    p.Description,
		SubscriptionName:               p.SubscriptionName,
		SubscriptionType:               p.SubscriptionType,
		CatalogOfferID:                 p.CatalogOfferID,
		CustomerTenantID:               p.CustomerTenantID,
		CustomerFriendlyName:           p.CustomerFriendlyName,
		PartnerTenantID:                p.PartnerTenantID,
		PartnerFriendlyName:            p.PartnerFriendlyName,
		ValueAddedResellerTenantID:     p.ValueAddedResellerTenantID,
		ValueAddedResellerFriendlyName: p.ValueAddedResellerFriendlyName,
		Country:                        p.Country,
		EntityID:                       p.EntityID,
		EntityName:                     p.EntityName,
		EntityURL:                      p.EntityURL,
		ServiceName:                    p.ServiceName,
		ResourceName:                   p.ResourceName,
		ResourceGroupName:              p.ResourceGroupName,
		HitCount:                       parseCount(p.HitCount),
		FirstOccurrence:                parseTime(p.FirstOccurrence),
		LastOccurrence:                 parseTime(p.LastOccurrence),
		FirstObserved:                  parseTime(p.FirstObserved),
		LastObserved:                   parseTime(p.LastObserved),
		IsTest:                         p.IsTest,
		AffectedResources:              affected(p.AffectedResources),
		AdditionalDetails:              p.AdditionalDetails,
		ActivityLogs:                   activities(p.ActivityLogs),
		AskedAt:                        p.AskedAt,
		Again:                          p.Again,
	}
}

func activities(logs []ActivityLog) []fraud.Activity {
	var out []fraud.Activity
	for _, l := range logs {
		out = append(out, fraud.Activity{
			StatusFrom: spelled(l.StatusFrom, fraud.Statuses()),
			StatusTo:   spelled(l.StatusTo, fraud.Statuses()),
			UpdatedBy:  l.UpdatedBy,
			DateTime:   parseTime(l.DateTime),
		})
	}
	return out
}

// unlessNone drops the placeholder "None", which stands for "not resolved" (docs-dev/api.md,
// Placeholders).
func unlessNone(s string) string {
	if strings.EqualFold(s, "None") {
		return ""
	}
	return s
}

func parseCount(s string) *int64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64) // a number in JSON may be written 10.0
	n := int64(f)
	if err != nil || float64(n) != f {
		return nil
	}
	return &n
}

func affected(resources []AffectedResource) []fraud.AffectedResource {
	var out []fraud.AffectedResource
	for _, r := range resources {
		out = append(out, fraud.AffectedResource(r))
	}
	return out
}

// spelled is the documented spelling of a value, or the value itself.
func spelled(value string, documented []string) string {
	s, _ := fraud.Canonical(value, documented)
	return s
}
