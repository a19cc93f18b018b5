// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// FraudEvent is one event as the service prints it. Its forms are settled here (a number in a
// string, JSON inside a string, either spelling of isTest), its meaning is not: times, placeholders
// and the case of enum values are as received. A field that is missing or null is the zero value.
type FraudEvent struct {
	EventID         string
	EventTime       string
	EventType       string
	EventStatus     string
	ResolvedReason  string
	ResolvedOn      string
	ResolvedBy      string
	Severity        string
	ConfidenceLevel string
	DisplayName     string
	Description     string

	SubscriptionID                 string
	SubscriptionName               string
	SubscriptionType               string
	CatalogOfferID                 string
	CustomerTenantID               string
	CustomerFriendlyName           string
	PartnerTenantID                string
	PartnerFriendlyName            string
	ValueAddedResellerTenantID     string
	ValueAddedResellerFriendlyName string
	Country                        string

	EntityID          string
	EntityName        string
	EntityURL         string
	ServiceName       string
	ResourceName      string
	ResourceGroupName string

	HitCount        string
	FirstOccurrence string
	LastOccurrence  string
	FirstObserved   string
	LastObserved    string
	IsTest          *bool

	AffectedResources []AffectedResource
	AdditionalDetails map[string]string // a nested value is its compact JSON
	ActivityLogs      []ActivityLog

	// AskedAt is when the listing's page was asked for that showed the event so. It is zero in the
	// reply to an update.
	AskedAt time.Time

	// Again says that the same listing showed the event before with another standing.
	Again bool
}

// AffectedResource is an Azure resource that an event names.
type AffectedResource struct {
	AzureResourceID string
	Type            string
}

// ActivityLog is one change of an event's status. DateTime carries an offset.
type ActivityLog struct {
	StatusFrom string
	StatusTo   string
	UpdatedBy  string
	DateTime   string
}

// Event settles the meaning of an event as the service prints it. Tests of the ledger use it.
func (p FraudEvent) Event() fraud.Event {
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
		HitCount:                       count(p.HitCount),
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

func affected(resources []AffectedResource) []fraud.AffectedResource {
	var out []fraud.AffectedResource
	for _, r := range resources {
		out = append(out, fraud.AffectedResource(r))
	}
	return out
}
