// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "time"

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
