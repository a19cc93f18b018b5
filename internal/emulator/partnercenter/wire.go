// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// eventForm says how events are printed.
type eventForm struct {
	Behaviour

	classic bool // without the 13 fields of the new model
	updated bool // the reply to a write, which lacks firstObserved and lastObserved
}

// appendEvent appends the JSON of one event. It is written by hand because the service's forms are
// not those of one Go struct, and because a listing may hold many thousand events.
func (f eventForm) appendEvent(b []byte, e *world.Event) []byte {
	o := objectWriter{b: append(b, '{'), pascal: f.PascalCaseKeys, empty: true}
	if !f.classic {
		f.newFields(&o, e)
	}
	f.classicFields(&o, e)
	if f.ExtraFields {
		o.text("riskScore", "87")
		o.raw("playbook", `{"id":"pb-7","steps":[1,2,{"name":"isolate"}],"owner":null}`)
	}
	return append(o.b, '}')
}

// newFields come first, as in a client model that seems to follow a real object.
func (f eventForm) newFields(o *objectWriter, e *world.Event) {
	o.text("eventType", f.enum(e.EventType))
	o.text("severity", f.enum(e.Severity))
	o.text("confidenceLevel", f.confidence(e.ConfidenceLevel))
	o.text("displayName", e.DisplayName)
	o.text("description", e.Description+strings.Repeat("x", max(f.PadDescription, 0)))
	o.text("country", e.Country)
	o.text("valueAddedResellerTenantId", e.ValueAddedResellerTenantID)
	o.text("valueAddedResellerFriendlyName", e.ValueAddedResellerFriendlyName)
	o.text("subscriptionName", e.SubscriptionName)
	o.key("affectedResources")
	o.b = f.appendResources(o.b, e.AffectedResources)
	o.key("additionalDetails")
	o.b = appendDetails(o.b, e.AdditionalDetails)
	f.isTest(o, e.IsTest)
	o.key("activityLogs")
	o.b = f.appendActivityLogs(o.b, e.ActivityLogs)
}

func (f eventForm) classicFields(o *objectWriter, e *world.Event) {
	o.text("eventTime", f.time(e.EventTime))
	o.text("eventId", e.EventID)
	o.text("partnerTenantId", e.PartnerTenantID)
	o.text("partnerFriendlyName", e.PartnerFriendlyName)
	o.text("customerTenantId", e.CustomerTenantID)
	o.text("customerFriendlyName", e.CustomerFriendlyName)
	o.text("subscriptionId", e.SubscriptionID)
	o.text("subscriptionType", e.SubscriptionType)
	o.text("entityId", e.EntityID)
	o.text("entityName", e.EntityName)
	o.text("entityUrl", e.EntityURL)
	f.hitCount(o, e.HitCount)
	o.text("catalogOfferId", e.CatalogOfferID)
	o.text("eventStatus", f.enum(e.EventStatus))
	o.text("serviceName", e.ServiceName)
	o.text("resourceName", e.ResourceName)
	o.text("resourceGroupName", e.ResourceGroupName)
	o.text("firstOccurrence", f.time(e.FirstOccurrence))
	o.text("lastOccurrence", f.time(e.LastOccurrence))
	o.text("resolvedReason", f.enum(e.ResolvedReason))
	o.text("resolvedOn", f.time(e.ResolvedOn))
	o.text("resolvedBy", e.ResolvedBy)
	if !f.updated {
		o.text("firstObserved", f.time(e.FirstObserved))
		o.text("lastObserved", f.time(e.LastObserved))
	}
}

func (f eventForm) enum(v string) string {
	if f.EnumCase == EnumCaseLower {
		return strings.ToLower(v)
	}
	return v
}

// confidence prints "high" beside the severity "Medium", as the documented sample does.
func (f eventForm) confidence(v string) string {
	if f.EnumCase == EnumCaseDocumented {
		return v
	}
	return strings.ToLower(v)
}

func (f eventForm) time(v string) string { return withDecimals(v, f.TimeDecimals) }

func (f eventForm) hitCount(o *objectWriter, v string) {
	if _, err := strconv.Atoi(v); err == nil && f.HitCountNumber {
		o.raw("hitCount", v)
		return
	}
	o.text("hitCount", v)
}

func (f eventForm) isTest(o *objectWriter, v bool) {
	key := f.IsTestKey
	if key == "" {
		key = "IsTest"
	}
	if f.IsTestBool {
		o.raw(key, strconv.FormatBool(v))
		return
	}
	o.text(key, strconv.FormatBool(v))
}

func (f eventForm) appendResources(b []byte, resources []world.AffectedResource) []byte {
	b = append(b, '[')
	for i, r := range resources {
		if i > 0 {
			b = append(b, ',')
		}
		o := objectWriter{b: append(b, '{'), pascal: f.PascalCaseKeys, empty: true}
		o.text("azureResourceId", r.AzureResourceID)
		o.text("type", r.Type)
		o.b = append(o.b, '}')
		b = o.b
	}
	return append(b, ']')
}

// appendDetails prints the keys as they are: they are data, and keep their case in every form.
func appendDetails(b []byte, details map[string]string) []byte {
	o := objectWriter{b: append(b, '{'), empty: true}
	for _, key := range slices.Sorted(maps.Keys(details)) {
		o.text(key, details[key])
	}
	return append(o.b, '}')
}

func (f eventForm) appendActivityLogs(b []byte, logs []world.ActivityLog) []byte {
	var entries []string
	for _, l := range logs {
		o := objectWriter{b: []byte{'{'}, pascal: f.PascalCaseKeys, empty: true}
		o.text("statusFrom", f.enum(l.StatusFrom))
		o.text("statusTo", f.enum(l.StatusTo))
		o.text("updatedBy", l.UpdatedBy)
		o.text("dateTime", l.DateTime)
		entries = append(entries, string(append(o.b, '}')))
	}
	switch f.ActivityLogs {
	case ActivityLogsNull:
		return append(b, "null"...)
	case ActivityLogsObjects:
		return append(b, "["+strings.Join(entries, ",")+"]"...)
	case ActivityLogsStrings:
		b = append(b, '[')
		for i, entry := range entries {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, entry)
		}
		return append(b, ']')
	default:
		return appendText(b, "["+strings.Join(entries, ",")+"]")
	}
}

// objectWriter appends the members of one JSON object.
type objectWriter struct {
	b      []byte
	pascal bool
	empty  bool
}

func (o *objectWriter) key(name string) {
	if !o.empty {
		o.b = append(o.b, ',')
	}
	o.empty = false
	if o.pascal {
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	o.b = append(appendText(o.b, name), ':')
}

func (o *objectWriter) text(name, value string) {
	o.key(name)
	o.b = appendText(o.b, value)
}

func (o *objectWriter) raw(name, value string) {
	o.key(name)
	o.b = append(o.b, value...)
}

// appendText appends a JSON string. Encoding a string cannot fail.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c > '~' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s)
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
