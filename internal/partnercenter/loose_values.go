// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// The functions here read a value in whichever form it comes. The value is valid JSON.

// boolean takes true and "true"; anything that is not a truth value is nil.
func (r *eventReader) boolean(raw []byte) *bool {
	if v, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(r.text(raw)))); err == nil {
		return &v
	}
	return nil
}

// details takes an object of anything. Another value is kept whole, under the field's own name.
func (r *eventReader) details(raw []byte) map[string]string {
	if inner, ok := embedded(raw); ok {
		raw = inner
	}
	if raw[0] != '{' {
		if s := r.text(raw); s != "" {
			return map[string]string{"additionalDetails": s}
		}
		return nil
	}
	details := map[string]string{}
	for key, value := range members(raw) {
		details[r.text(key)] = r.text(value)
	}
	return details
}

// resources takes an array of objects, one object, or either as JSON text in a string.
func (r *eventReader) resources(raw []byte) []AffectedResource {
	list := r.array(raw)
	if list == nil {
		return nil
	}
	resources := []AffectedResource{}
	for element := range elements(list) {
		var resource AffectedResource
		switch element[0] {
		case 'n':
			continue
		case '{':
			for key, value := range members(element) {
				switch string(r.fold(key)) {
				case "azureresourceid":
					resource.AzureResourceID = r.text(value)
				case "type":
					resource.Type = r.text(value)
				}
			}
		default:
			resource.AzureResourceID = r.text(element)
		}
		resources = append(resources, resource)
	}
	return resources
}

// logs takes an array of objects, an array of strings, one of each, or JSON text of these in a string. A text that is
// not an object becomes the new status, so that nothing is lost.
func (r *eventReader) logs(raw []byte) []ActivityLog {
	list := r.array(raw)
	if list == nil {
		return nil
	}
	logs := []ActivityLog{}
	for element := range elements(list) {
		if isNull(element) {
			continue
		}
		if inner, ok := embedded(element); ok {
			element = inner
		}
		if element[0] != '{' {
			logs = append(logs, ActivityLog{StatusTo: r.text(element)})
			continue
		}
		var log ActivityLog
		for key, value := range members(element) {
			switch string(r.fold(key)) {
			case "statusfrom":
				log.StatusFrom = r.text(value)
			case "statusto":
				log.StatusTo = r.text(value)
			case "updatedby":
				log.UpdatedBy = r.text(value)
			case "datetime":
				log.DateTime = r.text(value)
			}
		}
		logs = append(logs, log)
	}
	return logs
}

// array returns an array as it is, and any other value as the only element of one. The array or object may be JSON text
// in a string. null and a blank string are nil.
func (r *eventReader) array(raw []byte) []byte {
	if inner, ok := embedded(raw); ok {
		raw = inner
	}
	switch {
	case raw[0] == '[':
		return raw
	case strings.TrimSpace(r.text(raw)) == "":
		return nil
	}
	return slices.Concat([]byte{'['}, raw, []byte{']'})
}

// embedded returns the array or object that a JSON string holds as text.
func embedded(raw []byte) ([]byte, bool) {
	if raw[0] != '"' {
		return nil, false
	}
	inner := bytes.TrimSpace(appendPlain(make([]byte, 0, len(raw)), raw))
	if len(inner) == 0 || inner[0] != '{' && inner[0] != '[' || !isValid(inner) {
		return nil, false
	}
	return inner, true
}
