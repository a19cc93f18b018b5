// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

// eventReader converts an event of the service to the domain's form. It reads every documented or
// observed form (docs-dev/api.md, Fields; parity: list-hit-count, list-is-test-type): a number in a
// string, JSON in a string, both spellings of isTest. For valid JSON, only a missing id is an
// error: one unusual field must not hide an event.
type eventReader struct{ *jsonlist.Values }

func newEventReader() eventReader { return eventReader{jsonlist.NewValues()} }

// These functions read a value in any of its forms. The value must be valid JSON.

// details accepts any object. Another value is kept as a whole, under the field's own name.
func (r eventReader) details(raw []byte) map[string]string {
	if inner, ok := jsonlist.Embedded(raw); ok {
		raw = inner
	}
	if raw[0] != '{' {
		if s := r.Text(raw); s != "" {
			return map[string]string{"additionalDetails": s}
		}
		return nil
	}
	details := map[string]string{}
	for key, value := range jsonlist.Members(raw) {
		details[r.Text(key)] = r.Text(value)
	}
	return details
}

// resources accepts an array of objects, one object, or either as JSON text in a string.
func (r eventReader) resources(raw []byte) []fraud.AffectedResource {
	list := r.Array(raw)
	if list == nil {
		return nil
	}
	var resources []fraud.AffectedResource
	for element := range jsonlist.Elements(list) {
		var resource fraud.AffectedResource
		switch element[0] {
		case 'n':
			continue
		case '{':
			for key, value := range jsonlist.Members(element) {
				switch string(r.Fold(key)) {
				case "azureresourceid":
					resource.AzureResourceID = r.Text(value)
				case "type":
					resource.Type = r.Text(value)
				}
			}
		default:
			resource.AzureResourceID = r.Text(element)
		}
		resources = append(resources, resource)
	}
	return resources
}

// logs accepts an array of objects, an array of strings, a single object or string, or JSON text of
// these in a string. Text that is not an object becomes the new status, so that nothing is lost.
func (r eventReader) logs(raw []byte) []fraud.Activity {
	list := r.Array(raw)
	if list == nil {
		return nil
	}
	var logs []fraud.Activity
	for element := range jsonlist.Elements(list) {
		if jsonlist.IsNull(element) {
			continue
		}
		if inner, ok := jsonlist.Embedded(element); ok {
			element = inner
		}
		if element[0] != '{' {
			logs = append(logs, fraud.Activity{StatusTo: r.status(element)})
			continue
		}
		var log fraud.Activity
		for key, value := range jsonlist.Members(element) {
			switch string(r.Fold(key)) {
			case "statusfrom":
				log.StatusFrom = r.status(value)
			case "statusto":
				log.StatusTo = r.status(value)
			case "updatedby":
				log.UpdatedBy = r.Text(value)
			case "datetime":
				log.DateTime = ParseTime(r.Text(value))
			}
		}
		logs = append(logs, log)
	}
	return logs
}

func (r eventReader) status(raw []byte) string {
	return fraud.Spelled(r.Text(raw), fraud.Statuses())
}

// unlessNone drops the placeholder "None", which stands for "not resolved" (docs-dev/api.md,
// Placeholders).
func unlessNone(s string) string {
	if strings.EqualFold(s, "None") {
		return ""
	}
	return s
}

// count parses a whole number, which JSON may write as 10.0.
func count(s string) *int64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	n := int64(f)
	if err != nil || float64(n) != f {
		return nil
	}
	return &n
}
