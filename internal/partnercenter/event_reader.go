// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

var errEventIDNotText = errors.New("it is an object or an array")

// read reads one event from its object, which is valid JSON. Of duplicate keys, the last one
// counts. Placeholders become the zero value.
func (r eventReader) read(object []byte) (fraud.Event, error) {
	var e fraud.Event
	for key, value := range jsonlist.Members(object) {
		switch name := r.Fold(key); string(name) {
		case "eventid":
			if value[0] == '{' || value[0] == '[' {
				return e, errEventIDNotText
			}
			e.EventID = r.Text(value)
		case "eventtype":
			e.EventType = fraud.Spelled(r.Text(value), fraud.EventTypes())
		case "eventstatus":
			e.Status = fraud.Status(fraud.Spelled(r.Text(value), fraud.Statuses()))
		case "resolvedreason":
			e.Reason = fraud.Reason(fraud.Spelled(unlessNone(r.Text(value)), fraud.Reasons()))
		case "resolvedby":
			e.ResolvedBy = unlessNone(r.Text(value))
		case "severity":
			e.Severity = fraud.Spelled(r.Text(value), fraud.Severities())
		case "confidencelevel":
			e.ConfidenceLevel = fraud.Spelled(r.Text(value), fraud.Severities())
		case "hitcount":
			e.HitCount = count(r.Text(value))
		case "istest":
			e.IsTest = r.Bool(value)
		case "affectedresources":
			e.AffectedResources = r.resources(value)
		case "additionaldetails":
			e.AdditionalDetails = r.details(value)
		case "activitylogs":
			e.ActivityLogs = r.logs(value)
		default:
			if text := textField(&e, name); text != nil {
				*text = r.Text(value)
			} else if moment := timeField(&e, name); moment != nil {
				*moment = ParseTime(r.Text(value))
			}
		}
	}
	return e, nil
}

// textField returns the field that accepts any value as text, or nil.
func textField(e *fraud.Event, name []byte) *string {
	switch string(name) {
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
	}
	return nil
}

// timeField returns the field that accepts a time, or nil.
func timeField(e *fraud.Event, name []byte) *time.Time {
	switch string(name) {
	case "eventtime":
		return &e.EventTime
	case "resolvedon":
		return &e.ResolvedOn
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

// ProblemNoEventID is a reply with an event without an id.
const ProblemNoEventID jsonlist.Problem = "an event has no eventId"

// decodeEvents reads a list of events and passes each to visit while the rest is still arriving. An
// empty list may be 204 or null (docs-dev/api.md, Read and Assumptions; parity: list-empty). It
// returns a *jsonlist.Error, a *jsonlist.BrokenError, or the error of visit unchanged.
func decodeEvents(reply jsonlist.Source, visit func(fraud.Event) error) error {
	events := newEventReader()
	return jsonlist.Read(reply, func(e jsonlist.Element) error {
		event, err := events.read(e.JSON)
		if err != nil || strings.TrimSpace(event.EventID) == "" {
			return e.Problem(ProblemNoEventID, err)
		}
		return visit(event)
	})
}

func (c *Client) open(resp *http.Response) jsonlist.Source {
	return jsonlist.Source{
		Reader:      resp.Body,
		ContentType: rest.MediaType(resp.Header),
		MayBeEmpty:  resp.StatusCode == http.StatusNoContent,
		Limit:       c.cfg.MaxBody,
	}
}
