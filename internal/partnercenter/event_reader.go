// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

// eventReader reads events as they are printed, in every form that is documented or was seen:
// docs-dev/api.md, Fields. Given valid JSON only the id of an event can be refused: one odd field
// must not hide an event.
type eventReader struct{ *jsonlist.Values }

func newEventReader() eventReader { return eventReader{jsonlist.NewValues()} }

var errEventIDNotText = errors.New("it is an object or an array")

// read reads one event from its object, which is valid JSON. Of a key that comes twice the last one
// counts.
func (r eventReader) read(object []byte) (FraudEvent, error) {
	var e FraudEvent
	for key, value := range jsonlist.Members(object) {
		name := r.Fold(key)
		if field := textField(&e, name); field != nil {
			*field = r.Text(value)
			continue
		}
		switch string(name) {
		case "eventid":
			if value[0] == '{' || value[0] == '[' {
				return e, errEventIDNotText
			}
			e.EventID = r.Text(value)
		case "istest":
			e.IsTest = r.Bool(value)
		case "affectedresources":
			e.AffectedResources = r.resources(value)
		case "additionaldetails":
			e.AdditionalDetails = r.details(value)
		case "activitylogs":
			e.ActivityLogs = r.logs(value)
		}
	}
	return e, nil
}

// textField returns the field that takes any value as text, or nil.
func textField(e *FraudEvent, name []byte) *string {
	switch string(name) {
	case "eventtime":
		return &e.EventTime
	case "eventtype":
		return &e.EventType
	case "eventstatus":
		return &e.EventStatus
	case "resolvedreason":
		return &e.ResolvedReason
	case "resolvedon":
		return &e.ResolvedOn
	case "resolvedby":
		return &e.ResolvedBy
	case "severity":
		return &e.Severity
	case "confidencelevel":
		return &e.ConfidenceLevel
	case "displayname":
		return &e.DisplayName
	case "description":
		return &e.Description
	case "subscriptionid":
		return &e.SubscriptionID
	case "subscriptionname":
		return &e.SubscriptionName
	case "subscriptiontype":
		return &e.SubscriptionType
	case "catalogofferid":
		return &e.CatalogOfferID
	case "customertenantid":
		return &e.CustomerTenantID
	case "customerfriendlyname":
		return &e.CustomerFriendlyName
	case "partnertenantid":
		return &e.PartnerTenantID
	case "partnerfriendlyname":
		return &e.PartnerFriendlyName
	case "valueaddedresellertenantid":
		return &e.ValueAddedResellerTenantID
	case "valueaddedresellerfriendlyname":
		return &e.ValueAddedResellerFriendlyName
	case "country":
		return &e.Country
	case "entityid":
		return &e.EntityID
	case "entityname":
		return &e.EntityName
	case "entityurl":
		return &e.EntityURL
	case "servicename":
		return &e.ServiceName
	case "resourcename":
		return &e.ResourceName
	case "resourcegroupname":
		return &e.ResourceGroupName
	case "hitcount":
		return &e.HitCount
	case "firstoccurrence":
		return &e.FirstOccurrence
	case "lastoccurrence":
		return &e.LastOccurrence
	case "firstobserved":
		return &e.FirstObserved
	case "lastobserved":
		return &e.LastObserved
	}
	return nil
}
