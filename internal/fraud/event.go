// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package fraud is the domain: Partner Center's fraud events, decisions about them, and the effect
// of changes. It is a model without calls, goroutines, or clocks, and imports none of our packages.
// Package ledger carries out decisions through a backend that implements the port, Events.
package fraud

import (
	"strings"
	"time"
)

// Key identifies one event. Keys are not case-sensitive, and neither part is ever parsed.
type Key struct {
	SubscriptionID string `json:"subscription_id"`
	EventID        string `json:"event_id"`
}

// String returns the form of an import id: subscription/event.
func (k Key) String() string { return k.SubscriptionID + "/" + k.EventID }

// Fold returns the case-folded key.
func (k Key) Fold() Key {
	return Key{SubscriptionID: strings.ToLower(k.SubscriptionID), EventID: strings.ToLower(k.EventID)}
}

// Event is one fraud event, in the domain's own form: times are parsed, placeholders are removed,
// and enum values have the documented spelling. A zero value means that the service does not
// provide the value. In JSON, an event has the names of Terraform's attributes.
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

	// AskedAt is the time of the request for the page with the event; zero if no listing had it.
	AskedAt time.Time `json:"-"`

	// Again says that the same listing has already shown the event with another standing.
	Again bool `json:"-"`
}

// AffectedResource is an Azure resource that an event affects.
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

// InWholeSeconds returns the event with the times of a decision truncated to the second, because
// the service prints the same time with a varying number of decimals.
func (e Event) InWholeSeconds() Event {
	e.EventTime, e.ResolvedOn = e.EventTime.Truncate(time.Second), e.ResolvedOn.Truncate(time.Second)
	return e
}

// Standing returns the event's status and reason.
func (e Event) Standing() Standing { return NewStanding(string(e.Status), string(e.Reason)) }

// Carries reports whether the event already matches the decision.
func (e Event) Carries(d Decision) bool { return e.Standing() == d.Standing() }

// In returns the event as a listing of the subscription shows it: an event that does not name its
// subscription belongs to that one. An empty id stands for the whole tenant.
func (e Event) In(subscriptionID string) Event {
	if e.SubscriptionID == "" {
		e.SubscriptionID = subscriptionID
	}
	return e
}

// WithoutDetails returns the event without the fields that no decision needs, because a listing can
// be long. It keeps the newest entry of the activity log, which says who last moved the event.
func (e Event) WithoutDetails() Event {
	newest, logged := e.newestActivity()
	e.AffectedResources, e.AdditionalDetails, e.ActivityLogs = nil, nil, nil
	if logged {
		e.ActivityLogs = []Activity{newest}
	}
	return e
}
