// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Event is a fraud event as the service stores it, with its fields in the order of the response.
// Strings are as on the wire: times without a zone, enum values in the service's spelling, and
// placeholders for unknown values (docs-dev/api.md, Fields).
//
// The tag wire says that the classic events model lacks a field ("new"), that the reply to a write
// lacks it ("listed"), that Partner Center lacks it ("graph"), and in which special form the
// service prints it.
type Event struct {
	EventType       string `json:"eventType" wire:"new,enum"`
	Severity        string `json:"severity" wire:"new,enum"`
	ConfidenceLevel string `json:"confidenceLevel" wire:"new,confidence"`

	DisplayName                    string `json:"displayName" wire:"new"`
	Description                    string `json:"description" wire:"new,padded"`
	Country                        string `json:"country" wire:"new"`
	ValueAddedResellerTenantID     string `json:"valueAddedResellerTenantId" wire:"new"`
	ValueAddedResellerFriendlyName string `json:"valueAddedResellerFriendlyName" wire:"new"`
	SubscriptionName               string `json:"subscriptionName" wire:"new"`

	AffectedResources []AffectedResource `json:"affectedResources" wire:"new"`
	AdditionalDetails map[string]string  `json:"additionalDetails" wire:"new"`
	IsTest            bool               `json:"isTest" wire:"new"`
	ActivityLogs      []ActivityLog      `json:"activityLogs" wire:"new"`

	EventTime            string `json:"eventTime" wire:"time"`
	EventID              string `json:"eventId"`
	PartnerTenantID      string `json:"partnerTenantId"`
	PartnerFriendlyName  string `json:"partnerFriendlyName"`
	CustomerTenantID     string `json:"customerTenantId"`
	CustomerFriendlyName string `json:"customerFriendlyName"`
	SubscriptionID       string `json:"subscriptionId"`
	SubscriptionType     string `json:"subscriptionType"`
	EntityID             string `json:"entityId"`
	EntityName           string `json:"entityName"`
	EntityURL            string `json:"entityUrl"`
	HitCount             string `json:"hitCount" wire:"count"`
	CatalogOfferID       string `json:"catalogOfferId"`
	EventStatus          string `json:"eventStatus" wire:"enum"`
	ServiceName          string `json:"serviceName"`
	ResourceName         string `json:"resourceName"`
	ResourceGroupName    string `json:"resourceGroupName"`
	FirstOccurrence      string `json:"firstOccurrence" wire:"time"`
	LastOccurrence       string `json:"lastOccurrence" wire:"time"`
	ResolvedReason       string `json:"resolvedReason" wire:"enum"`
	ResolvedOn           string `json:"resolvedOn" wire:"time"`
	ResolvedBy           string `json:"resolvedBy"`
	FirstObserved        string `json:"firstObserved" wire:"listed,time"`
	LastObserved         string `json:"lastObserved" wire:"listed,time"`

	// GraphID is the event's id in Microsoft Graph. If it is empty, AlertID has one.
	GraphID string `json:"graphId,omitempty" wire:"graph"`
}

// AffectedResource is an Azure resource that an event names.
type AffectedResource struct {
	AzureResourceID string `json:"azureResourceId"`
	Type            string `json:"type"`
}

// ActivityLog is one change of an event's status. DateTime carries an offset.
type ActivityLog struct {
	StatusFrom string `json:"statusFrom"`
	StatusTo   string `json:"statusTo"`
	UpdatedBy  string `json:"updatedBy"`
	DateTime   string `json:"dateTime"`
}

// Statuses and reasons in the documented spelling (docs-dev/api.md, Fields).
const (
	StatusActive        = "Active"
	StatusInvestigating = "Investigating"
	StatusResolved      = "Resolved"

	ReasonFraud      = "Fraud"
	ReasonIgnore     = "Ignore"
	ReasonLegitimate = "Legitimate"
)

// Statuses returns the documented statuses.
func Statuses() []string { return []string{StatusActive, StatusInvestigating, StatusResolved} }

// Reasons returns the documented reasons.
func Reasons() []string { return []string{ReasonFraud, ReasonIgnore, ReasonLegitimate} }

// Severities returns the documented severities, the most urgent first.
func Severities() []string { return []string{"High", "Medium", "Low"} }

// Placeholders of an event that is not resolved (docs-dev/api.md, Fields).
const (
	NoReason = "None"
	NoTime   = "9999-12-31T23:59:59.9970000"
)

// EventTypeMining is the only event type of the classic model.
const EventTypeMining = "NetworkConnectionsToCryptoMiningPools"

const eventTypeUsage = "UsageAnomalyDetection"

// NewEvent returns an active crypto mining alert of medium severity, with all fields filled as by
// the service.
func NewEvent(subscriptionID, eventID string) Event {
	const at = "2026-01-15T00:25:45.69"
	vm := "/subscriptions/" + subscriptionID +
		"/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/vm-web-01"
	return Event{
		EventID:         eventID,
		EventTime:       at,
		EventType:       EventTypeMining,
		EventStatus:     StatusActive,
		ResolvedReason:  NoReason,
		ResolvedOn:      NoTime,
		Severity:        "Medium",
		ConfidenceLevel: "High",
		DisplayName:     "Virtual machine connecting to crypto currency mining pool detected",
		Description: "Network activity of an Azure resource shows connections to a crypto " +
			"currency mining pool.",

		SubscriptionID:                 subscriptionID,
		SubscriptionName:               "Azure plan",
		SubscriptionType:               "modern",
		CatalogOfferID:                 "MS-AZR-0017G",
		CustomerTenantID:               "a248da34-6840-4c67-82d7-7f55ccd50d03",
		CustomerFriendlyName:           "Fabrikam",
		PartnerTenantID:                TenantID,
		PartnerFriendlyName:            "Contoso CSP",
		ValueAddedResellerTenantID:     "897e68c5-fdf8-430e-bb54-3b386e0906b0",
		ValueAddedResellerFriendlyName: "Northwind Reseller",
		Country:                        "US",

		EntityID:          "2edeb5b1-766f-4209-9271-3ddf27755afa",
		EntityName:        "vm-web-01",
		EntityURL:         strings.ReplaceAll(vm, "/", `\`),
		ServiceName:       "Virtual Machines",
		ResourceName:      "vm-web-01",
		ResourceGroupName: "rg-web",

		HitCount:        "10",
		FirstOccurrence: at,
		LastOccurrence:  at,
		FirstObserved:   NoTime,
		LastObserved:    NoTime,

		AffectedResources: []AffectedResource{{AzureResourceID: vm,
			Type: "Microsoft.Compute/virtualMachines"}},
		AdditionalDetails: map[string]string{
			"resourceid":                         vm,
			"resourcetype":                       "Microsoft.Compute/virtualMachines",
			"vM_IP":                              "[\r\n  \"203.0.113.7\"\r\n]",
			"miningPool_IP":                      "[\r\n  \"198.51.100.18\"\r\n]",
			"connectionCount":                    "31",
			"cryptoCurrencyMiningPoolDomainName": "pool.example.net",
		},
	}
}

func (e Event) clone() Event {
	e.AffectedResources = slices.Clone(e.AffectedResources)
	e.AdditionalDetails = maps.Clone(e.AdditionalDetails)
	e.ActivityLogs = slices.Clone(e.ActivityLogs)
	return e
}

// Actor is who does something in the world: a user, an app, or a user of an app. The zero value is
// Microsoft.
type Actor struct {
	UserPrincipalName string
	ApplicationID     string
	CorrelationID     string // of the call, if it was one
}

// Colleague is a user of the partner's tenant in the portal.
func Colleague(userPrincipalName string) Actor {
	return Actor{UserPrincipalName: userPrincipalName}
}

// Change is something that happened to an event.
type Change struct {
	Event  Event
	Before *Event // nil if Microsoft has just raised the event
	By     Actor
}

// Decision is a decision about an event.
type Decision struct {
	Status, Reason string
	By             Actor
	At             time.Time
	Lag            int // further listings that show the previous event
}

// decided returns the event after somebody has set its status, and whether that changed anything.
// It does not change the old value, which readers may still use.
func (e Event) decided(decision Decision) (Event, bool) {
	reason := decision.Reason
	if decision.Status != StatusResolved {
		reason = NoReason
	}
	if e.EventStatus == decision.Status && e.ResolvedReason == reason {
		return e, false
	}
	log := ActivityLog{
		StatusFrom: e.EventStatus,
		StatusTo:   decision.Status,
		UpdatedBy:  decision.By.UserPrincipalName,
		DateTime:   formatOffsetTime(decision.At),
	}
	e = e.clone()
	e.ActivityLogs = append(e.ActivityLogs, log)
	e.EventStatus, e.ResolvedReason = decision.Status, reason
	e.ResolvedOn, e.ResolvedBy = NoTime, ""
	if decision.Status == StatusResolved {
		e.ResolvedOn, e.ResolvedBy = formatTime(decision.At), decision.By.UserPrincipalName
	}
	return e, true
}

// Differs reports whether a decision would change the event.
func (e Event) Differs(decision Decision) bool {
	_, differs := e.decided(decision)
	return differs
}
