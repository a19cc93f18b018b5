// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"errors"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

// alertReader converts an alert to an event (docs-dev/api.md, Graph; parity: graph-fields). For
// valid JSON, only a missing id is an error: one unusual property must not hide an alert. It looks
// like the reader of Partner Center, but shares no table with it: each service has its own names,
// and only Partner Center has texts in place of objects.
type alertReader struct{ *jsonlist.Values }

func newAlertReader() alertReader { return alertReader{jsonlist.NewValues()} }

var errNoAlertID = errors.New("an alert has no id")

// read reads one alert. Of duplicate keys, the last one counts.
func (r alertReader) read(object []byte) (fraud.Event, error) {
	var e fraud.Event
	if object[0] != '{' {
		return e, errNoAlertID
	}
	for key, value := range jsonlist.Members(object) {
		switch name := r.Fold(key); string(name) {
		case "alerttype":
			e.EventType = fraud.Spelled(r.Text(value), fraud.EventTypes())
		case "status":
			e.Status = fraud.Status(r.status(value))
		case "resolvedreason":
			e.Reason = r.reason(value)
		case "severity":
			e.Severity = fraud.Spelled(r.Text(value), fraud.Severities())
		case "confidencelevel":
			e.ConfidenceLevel = fraud.Spelled(r.Text(value), fraud.Severities())
		case "istest":
			e.IsTest = r.Bool(value)
		case "affectedresources":
			e.AffectedResources = r.resources(value)
		case "additionaldetails":
			e.AdditionalDetails = r.details(value)
		case "activitylogs":
			e.ActivityLogs = r.logs(value)
		default:
			if text := alertText(&e, name); text != nil {
				*text = r.Text(value)
			} else if moment := alertTime(&e, name); moment != nil {
				*moment = parseTime(r.Text(value))
			}
		}
	}
	if strings.TrimSpace(e.EventID) == "" {
		return e, errNoAlertID
	}
	return e, nil
}

// alertText returns the field that accepts any value as text, or nil.
func alertText(e *fraud.Event, name []byte) *string {
	switch string(name) {
	case "id":
		return &e.EventID
	case "displayname":
		return &e.DisplayName
	case "description":
		return &e.Description
	case "subscriptionid":
		return &e.SubscriptionID
	case "catalogofferid":
		return &e.CatalogOfferID
	case "customertenantid":
		return &e.CustomerTenantID
	case "valueaddedresellertenantid":
		return &e.ValueAddedResellerTenantID
	case "resolvedby":
		return &e.ResolvedBy
	}
	return nil
}

// alertTime returns the field that accepts a time, or nil.
func alertTime(e *fraud.Event, name []byte) *time.Time {
	switch string(name) {
	case "detecteddatetime":
		return &e.EventTime
	case "resolvedondatetime":
		return &e.ResolvedOn
	case "firstobserveddatetime":
		return &e.FirstObserved
	case "lastobserveddatetime":
		return &e.LastObserved
	}
	return nil
}

// details accepts any object, without OData's annotations. Its keys stay as Graph prints them.
func (r alertReader) details(raw []byte) map[string]string {
	if inner, ok := jsonlist.Embedded(raw); ok {
		raw = inner
	}
	if raw[0] != '{' {
		return nil
	}
	details := map[string]string{}
	for key, value := range jsonlist.Members(raw) {
		if name := r.Text(key); !strings.Contains(name, "@odata.") {
			details[name] = r.Text(value)
		}
	}
	return details
}

func (r alertReader) resources(raw []byte) []fraud.AffectedResource {
	var resources []fraud.AffectedResource
	for member := range r.objects(raw) {
		var resource fraud.AffectedResource
		for key, value := range jsonlist.Members(member) {
			switch string(r.Fold(key)) {
			case "resourceid":
				resource.AzureResourceID = r.Text(value)
			case "resourcetype":
				resource.Type = r.Text(value)
			}
		}
		resources = append(resources, resource)
	}
	return resources
}

func (r alertReader) logs(raw []byte) []fraud.Activity {
	var logs []fraud.Activity
	for member := range r.objects(raw) {
		var log fraud.Activity
		for key, value := range jsonlist.Members(member) {
			switch string(r.Fold(key)) {
			case "statusfrom":
				log.StatusFrom = r.status(value)
			case "statusto":
				log.StatusTo = r.status(value)
			case "updatedby":
				log.UpdatedBy = r.Text(value)
			case "updateddatetime":
				log.DateTime = parseTime(r.Text(value))
			}
		}
		logs = append(logs, log)
	}
	return logs
}

// objects returns the objects of an array, or a single one.
func (r alertReader) objects(raw []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		list := r.Array(raw)
		if list == nil {
			return
		}
		for element := range jsonlist.Elements(list) {
			if element[0] == '{' && !yield(element) {
				return
			}
		}
	}
}

func (r alertReader) status(raw []byte) string {
	return fraud.Spelled(r.Text(raw), fraud.Statuses())
}

func (r alertReader) reason(raw []byte) fraud.Reason {
	if text := r.Text(raw); !strings.EqualFold(text, "none") {
		return fraud.Reason(fraud.Spelled(text, fraud.Reasons()))
	}
	return ""
}

// inGraph returns Graph's spelling of a documented value.
func inGraph(value string) string {
	if value == "" {
		return ""
	}
	return strings.ToLower(value[:1]) + value[1:]
}
