// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package fraud is the domain: fraud events of Partner Center, decisions about them, and what a
// change comes to. It is a model without calls, goroutines or clocks of its own, and imports none
// of our packages. Package ledger carries decisions out, through a backend that implements the
// port, Events.
package fraud

import (
	"strings"
	"time"
)

// Key names one event. Case does not distinguish keys, and neither part is ever parsed.
type Key struct {
	SubscriptionID string `json:"subscription_id"`
	EventID        string `json:"event_id"`
}

// String reads like an import id: subscription/event.
func (k Key) String() string { return k.SubscriptionID + "/" + k.EventID }

// Fold is the key in which case distinguishes nothing.
func (k Key) Fold() Key {
	return Key{SubscriptionID: strings.ToLower(k.SubscriptionID), EventID: strings.ToLower(k.EventID)}
}

// Event is one fraud event, with the meaning of the service's words settled: times are times,
// placeholders are gone, enum values are in the documented spelling. A zero value means that the
// service does not say. In JSON an event has the names of Terraform's attributes.
type Event struct {
	EventTime       time.Time `json:"event_time"`
	EventType       string    `json:"event_type"`
	Status          Status    `json:"status"`
	Reason          Reason    `json:"reason"` // as reported, also for events that are not resolved
	ResolvedOn      time.Time `json:"resolved_on"`
	ResolvedBy      string    `json:"resolved_by"`
	Severity        string    `json:"severity"`
	ConfidenceLevel string    `json:"confidence_level"`
	DisplayName     string    `json:"display_name"`
	Description     string    `json:"description"`

	Key
	SubscriptionName               string `json:"subscription_name"`
	SubscriptionType               string `json:"subscription_type"`
	CatalogOfferID                 string `json:"catalog_offer_id"`
	CustomerTenantID               string `json:"customer_tenant_id"`
	CustomerFriendlyName           string `json:"customer_friendly_name"`
	PartnerTenantID                string `json:"partner_tenant_id"`
	PartnerFriendlyName            string `json:"partner_friendly_name"`
	ValueAddedResellerTenantID     string `json:"value_added_reseller_tenant_id"`
	ValueAddedResellerFriendlyName string `json:"value_added_reseller_friendly_name"`
	Country                        string `json:"country"`

	EntityID          string `json:"entity_id"`
	EntityName        string `json:"entity_name"`
	EntityURL         string `json:"entity_url"`
	ServiceName       string `json:"service_name"`
	ResourceName      string `json:"resource_name"`
	ResourceGroupName string `json:"resource_group_name"`

	HitCount        *int64    `json:"hit_count"`
	FirstOccurrence time.Time `json:"first_occurrence"`
	LastOccurrence  time.Time `json:"last_occurrence"`
	FirstObserved   time.Time `json:"first_observed"`
	LastObserved    time.Time `json:"last_observed"`
	IsTest          *bool     `json:"is_test"`

	AffectedResources []AffectedResource `json:"affected_resources"`
	AdditionalDetails map[string]string  `json:"additional_details"`
	ActivityLogs      []Activity         `json:"activity_logs"`

	// AskedAt is when the page was asked for that showed the event so; zero if no listing did.
	AskedAt time.Time `json:"-"`

	// Again says that the same listing showed the event before with another standing.
	Again bool `json:"-"`
}

// AffectedResource is a resource in Azure that an event is about.
type AffectedResource struct {
	AzureResourceID string `json:"azure_resource_id"`
	Type            string `json:"type"`
}

// Activity is one change of an event's status.
type Activity struct {
	StatusFrom string    `json:"status_from"`
	StatusTo   string    `json:"status_to"`
	UpdatedBy  string    `json:"updated_by"`
	DateTime   time.Time `json:"date_time"`
}

// InWholeSeconds is the event with the times that a decision is shown with cut to the second.
// Nobody decides by less, and the service itself prints the same time with more decimals or fewer.
func (e Event) InWholeSeconds() Event {
	e.EventTime, e.ResolvedOn = e.EventTime.Truncate(time.Second), e.ResolvedOn.Truncate(time.Second)
	return e
}

// Standing is where the event stands, as far as a decision is concerned.
func (e Event) Standing() Standing { return NewStanding(string(e.Status), string(e.Reason)) }

// Carries reports whether the event already stands as decided.
func (e Event) Carries(d Decision) bool { return e.Standing() == d.Standing() }

// WithoutDetails is the event without what no decision looks at: a listing can be long. Of the
// activity log the newest entry stays, which tells who moved the event last.
func (e Event) WithoutDetails() Event {
	newest, logged := e.newestActivity()
	e.AffectedResources, e.AdditionalDetails, e.ActivityLogs = nil, nil, nil
	if logged {
		e.ActivityLogs = []Activity{newest}
	}
	return e
}
