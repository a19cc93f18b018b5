// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

// eventJSON is an event as it is printed, in every form that is documented or was seen: docs-dev/api.md, Fields. Keys
// match in any case, so that IsTest and isTest are one.
type eventJSON struct {
	EventID         eventID `json:"eventId"`
	EventTime       text    `json:"eventTime"`
	EventType       text    `json:"eventType"`
	EventStatus     text    `json:"eventStatus"`
	ResolvedReason  text    `json:"resolvedReason"`
	ResolvedOn      text    `json:"resolvedOn"`
	ResolvedBy      text    `json:"resolvedBy"`
	Severity        text    `json:"severity"`
	ConfidenceLevel text    `json:"confidenceLevel"`
	DisplayName     text    `json:"displayName"`
	Description     text    `json:"description"`

	SubscriptionID                 text `json:"subscriptionId"`
	SubscriptionName               text `json:"subscriptionName"`
	SubscriptionType               text `json:"subscriptionType"`
	CatalogOfferID                 text `json:"catalogOfferId"`
	CustomerTenantID               text `json:"customerTenantId"`
	CustomerFriendlyName           text `json:"customerFriendlyName"`
	PartnerTenantID                text `json:"partnerTenantId"`
	PartnerFriendlyName            text `json:"partnerFriendlyName"`
	ValueAddedResellerTenantID     text `json:"valueAddedResellerTenantId"`
	ValueAddedResellerFriendlyName text `json:"valueAddedResellerFriendlyName"`
	Country                        text `json:"country"`

	EntityID          text `json:"entityId"`
	EntityName        text `json:"entityName"`
	EntityURL         text `json:"entityUrl"`
	ServiceName       text `json:"serviceName"`
	ResourceName      text `json:"resourceName"`
	ResourceGroupName text `json:"resourceGroupName"`

	HitCount        text    `json:"hitCount"`
	FirstOccurrence text    `json:"firstOccurrence"`
	LastOccurrence  text    `json:"lastOccurrence"`
	FirstObserved   text    `json:"firstObserved"`
	LastObserved    text    `json:"lastObserved"`
	IsTest          boolean `json:"isTest"`

	AffectedResources resources `json:"affectedResources"`
	AdditionalDetails details   `json:"additionalDetails"`
	ActivityLogs      logs      `json:"activityLogs"`
}

func (e *eventJSON) event() FraudEvent {
	return FraudEvent{
		EventID: string(e.EventID), EventTime: string(e.EventTime), EventType: string(e.EventType),
		EventStatus: string(e.EventStatus), ResolvedReason: string(e.ResolvedReason),
		ResolvedOn: string(e.ResolvedOn), ResolvedBy: string(e.ResolvedBy), Severity: string(e.Severity),
		ConfidenceLevel: string(e.ConfidenceLevel), DisplayName: string(e.DisplayName),
		Description: string(e.Description),

		SubscriptionID: string(e.SubscriptionID), SubscriptionName: string(e.SubscriptionName),
		SubscriptionType: string(e.SubscriptionType), CatalogOfferID: string(e.CatalogOfferID),
		CustomerTenantID: string(e.CustomerTenantID), CustomerFriendlyName: string(e.CustomerFriendlyName),
		PartnerTenantID: string(e.PartnerTenantID), PartnerFriendlyName: string(e.PartnerFriendlyName),
		ValueAddedResellerTenantID:     string(e.ValueAddedResellerTenantID),
		ValueAddedResellerFriendlyName: string(e.ValueAddedResellerFriendlyName),
		Country:                        string(e.Country),

		EntityID: string(e.EntityID), EntityName: string(e.EntityName), EntityURL: string(e.EntityURL),
		ServiceName: string(e.ServiceName), ResourceName: string(e.ResourceName),
		ResourceGroupName: string(e.ResourceGroupName),

		HitCount: string(e.HitCount), FirstOccurrence: string(e.FirstOccurrence),
		LastOccurrence: string(e.LastOccurrence), FirstObserved: string(e.FirstObserved),
		LastObserved: string(e.LastObserved), IsTest: e.IsTest.value,

		AffectedResources: e.AffectedResources, AdditionalDetails: e.AdditionalDetails, ActivityLogs: e.ActivityLogs,
	}
}
