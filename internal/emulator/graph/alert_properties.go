// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// property is a property of an alert (docs-dev/api.md, Graph). Graph has no names of customers,
// subscriptions, or partners.
type property struct {
	name string
	kind propertyKind
	text func(*world.Event) string // empty: null
	list func(*world.Event) any    // of a property that is not one value
}

type propertyKind int

const (
	textProperty propertyKind = iota
	enumProperty
	timeProperty
	flagProperty
	listProperty
)

// alertProperties returns the properties in the order of the samples.
func alertProperties(b Behaviour) []property {
	text := func(name string, value func(*world.Event) string) property {
		return property{name: name, text: value}
	}
	enum := func(name string, value func(*world.Event) string) property {
		return property{name: name, kind: enumProperty,
			text: func(e *world.Event) string { return lowerCamel(value(e)) }}
	}
	moment := func(name string, value func(*world.Event) string) property {
		return property{name: name, kind: timeProperty,
			text: func(e *world.Event) string { return zulu(value(e)) }}
	}
	return []property{
		text("id", (*world.Event).AlertID),
		text("displayName", func(e *world.Event) string { return e.DisplayName }),
		text("description", func(e *world.Event) string { return e.Description }),
		text("alertType", func(e *world.Event) string { return b.alertType(e.EventType) }),
		enum("status", func(e *world.Event) string { return e.EventStatus }),
		enum("severity", func(e *world.Event) string { return e.Severity }),
		enum("confidenceLevel", func(e *world.Event) string { return e.ConfidenceLevel }),
		text("customerTenantId", func(e *world.Event) string { return e.CustomerTenantID }),
		text("subscriptionId", func(e *world.Event) string { return e.SubscriptionID }),
		text("valueAddedResellerTenantId",
			func(e *world.Event) string { return e.ValueAddedResellerTenantID }),
		text("catalogOfferId", func(e *world.Event) string { return e.CatalogOfferID }),
		moment("detectedDateTime", func(e *world.Event) string { return e.EventTime }),
		moment("firstObservedDateTime", func(e *world.Event) string { return e.FirstObserved }),
		moment("lastObservedDateTime", func(e *world.Event) string { return e.LastObserved }),
		enum("resolvedReason", func(e *world.Event) string { return e.ResolvedReason }),
		moment("resolvedOnDateTime", func(e *world.Event) string { return e.ResolvedOn }),
		text("resolvedBy", func(e *world.Event) string { return e.ResolvedBy }),
		{name: "isTest", kind: flagProperty,
			text: func(e *world.Event) string { return strconv.FormatBool(e.IsTest) }},
		{name: "affectedResources", kind: listProperty, list: affectedResources},
		{name: "activityLogs", kind: listProperty, list: activityLogs},
		{name: "additionalDetails", kind: listProperty, list: additionalDetails},
	}
}

// value returns the property of an alert as JSON has it.
func (p property) value(e *world.Event, b Behaviour) any {
	if p.list != nil {
		return p.list(e)
	}
	switch text := p.text(e); {
	case text == "":
		return nil
	case p.kind == flagProperty && !b.GraphIsTestText:
		return json.RawMessage(text)
	default:
		return text
	}
}

// alertType spells a type as the samples do. Names with an acronym, which no sample shows, stay as
// they are.
func (b Behaviour) alertType(eventType string) string {
	if b.GraphTypesUnchanged {
		return eventType
	}
	return lowerCamel(eventType)
}

// lowerCamel spells a value as Graph does: the first letter is a small one, unless it begins an
// acronym. The placeholder of an alert that is not resolved is null.
func lowerCamel(value string) string {
	isCapital := func(i int) bool { return i < len(value) && 'A' <= value[i] && value[i] <= 'Z' }
	switch {
	case value == world.NoReason:
		return ""
	case !isCapital(0) || isCapital(1):
		return value
	default:
		return strings.ToLower(value[:1]) + value[1:]
	}
}

// zulu adds the zone, which Partner Center omits. The placeholder of an unknown time is null.
func zulu(at string) string {
	if at == "" || at == world.NoTime {
		return ""
	}
	return at + "Z"
}

func affectedResources(e *world.Event) any {
	type resource struct {
		ID   string `json:"resourceId"`
		Type string `json:"resourceType"`
	}
	list := []resource{}
	for _, r := range e.AffectedResources {
		list = append(list, resource{ID: r.AzureResourceID, Type: r.Type})
	}
	return list
}

func activityLogs(e *world.Event) any {
	type entry struct {
		From string `json:"statusFrom"`
		To   string `json:"statusTo"`
		By   string `json:"updatedBy"`
		At   string `json:"updatedDateTime"`
	}
	list := []entry{}
	for _, l := range e.ActivityLogs {
		at := l.DateTime
		if parsed, err := time.Parse(time.RFC3339Nano, at); err == nil {
			at = parsed.UTC().Format("2006-01-02T15:04:05.0000000Z")
		}
		list = append(list, entry{From: lowerCamel(l.StatusFrom), To: lowerCamel(l.StatusTo),
			By: l.UpdatedBy, At: at})
	}
	return list
}

// additionalDetails spells keys and values as the sample does. The resource has a property of its
// own.
func additionalDetails(e *world.Event) any {
	details := map[string]string{}
	for key, value := range e.AdditionalDetails {
		if key == "resourceid" || key == "resourcetype" {
			continue
		}
		if key != "" && key[0] < utf8.RuneSelf {
			key = strings.ToUpper(key[:1]) + key[1:]
		}
		details[key] = strings.ReplaceAll(value, "\r\n", "")
	}
	return details
}
