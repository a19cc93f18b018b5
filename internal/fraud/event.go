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
	SubscriptionID string
	EventID        string
}

// String reads like an import id: subscription/event.
func (k Key) String() string { return k.SubscriptionID + "/" + k.EventID }

// Fold is the key in which case distinguishes nothing.
func (k Key) Fold() Key {
	return Key{SubscriptionID: strings.ToLower(k.SubscriptionID), EventID: strings.ToLower(k.EventID)}
}

// Event is one fraud event, with the meaning of the service's words settled: times are times,
// placeholders are gone, enum values are in the documented spelling. A zero value means that the
// service does not say.
type Event struct {
	Key

	EventTime       time.Time
	EventType       string
	Status          Status
	Reason          Reason // as the service reports it, also for events that are not resolved
	ResolvedOn      time.Time
	ResolvedBy      string
	Severity        string
	ConfidenceLevel string
	DisplayName     string
	Description     string

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

	HitCount        *int64
	FirstOccurrence time.Time
	LastOccurrence  time.Time
	FirstObserved   time.Time
	LastObserved    time.Time
	IsTest          *bool

	AffectedResources []AffectedResource
	AdditionalDetails map[string]string
	ActivityLogs      []Activity

	// AskedAt is when the page was asked for that showed the event so; zero if no listing did.
	AskedAt time.Time

	// Again says that the same listing showed the event before with another standing.
	Again bool
}

// AffectedResource is a resource in Azure that an event is about.
type AffectedResource struct {
	AzureResourceID string
	Type            string
}

// Activity is one change of an event's status.
type Activity struct {
	StatusFrom string
	StatusTo   string
	UpdatedBy  string
	DateTime   time.Time
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
