// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"

// The functions here read a value in whichever form it comes. The value is valid JSON.

// details takes an object of anything. Another value is kept whole, under the field's own name.
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

// resources takes an array of objects, one object, or either as JSON text in a string.
func (r eventReader) resources(raw []byte) []AffectedResource {
	list := r.Array(raw)
	if list == nil {
		return nil
	}
	resources := []AffectedResource{}
	for element := range jsonlist.Elements(list) {
		var resource AffectedResource
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

// logs takes an array of objects, an array of strings, one of each, or JSON text of these in a
// string. A text that is not an object becomes the new status, so that nothing is lost.
func (r eventReader) logs(raw []byte) []ActivityLog {
	list := r.Array(raw)
	if list == nil {
		return nil
	}
	logs := []ActivityLog{}
	for element := range jsonlist.Elements(list) {
		if jsonlist.IsNull(element) {
			continue
		}
		if inner, ok := jsonlist.Embedded(element); ok {
			element = inner
		}
		if element[0] != '{' {
			logs = append(logs, ActivityLog{StatusTo: r.Text(element)})
			continue
		}
		var log ActivityLog
		for key, value := range jsonlist.Members(element) {
			switch string(r.Fold(key)) {
			case "statusfrom":
				log.StatusFrom = r.Text(value)
			case "statusto":
				log.StatusTo = r.Text(value)
			case "updatedby":
				log.UpdatedBy = r.Text(value)
			case "datetime":
				log.DateTime = r.Text(value)
			}
		}
		logs = append(logs, log)
	}
	return logs
}
