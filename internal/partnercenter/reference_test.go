// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// This reference reads an event with encoding/json alone. It is slow and plain, and
// FuzzDecode_ReadsAnEventAsEncodingJSONDoes compares the decoder with it.

// readPlainly reads an event from valid JSON. Each field has the name of Terraform's attribute,
// without the underscores, except two that the service names differently.
func readPlainly(raw []byte) (e fraud.Event, err error) {
	services := strings.NewReplacer("_", "", "status", "eventstatus", "reason", "resolvedreason")
	fields := map[string]reflect.Value{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[fraud.Event]()) {
		if name, has := field.Tag.Lookup("json"); has && name != "-" {
			fields[services.Replace(name)] = reflect.ValueOf(&e).Elem().FieldByIndex(field.Index)
		}
	}
	members, err := plainMembers(raw, fields)
	if err != nil {
		return e, err
	}
	for name, value := range members {
		switch field := fields[name].Addr().Interface().(type) {
		case *time.Time:
			*field = ParseTime(plainText(value))
		case **int64:
			*field = count(plainText(value))
		case **bool:
			*field = plainBool(value)
		case *map[string]string:
			*field = plainDetails(value)
		case *[]fraud.AffectedResource:
			*field = plainResources(value)
		case *[]fraud.Activity:
			*field = plainLogs(value)
		default:
			fields[name].SetString(plainText(value))
		}
	}
	if id := members["eventid"]; len(id) > 0 && (id[0] == '{' || id[0] == '[') {
		return e, errors.New("an id is a text or a number")
	}
	e.Status = fraud.Status(fraud.Spelled(string(e.Status), fraud.Statuses()))
	e.Reason = fraud.Reason(fraud.Spelled(unlessNone(string(e.Reason)), fraud.Reasons()))
	e.EventType = fraud.Spelled(e.EventType, fraud.EventTypes())
	e.Severity = fraud.Spelled(e.Severity, fraud.Severities())
	e.ConfidenceLevel = fraud.Spelled(e.ConfidenceLevel, fraud.Severities())
	e.ResolvedBy = unlessNone(e.ResolvedBy)
	return e, nil
}

// plainMembers returns the named members of an object, as encoding/json finds them: keys match in
// any case, and of two the last one counts.
func plainMembers[T any](raw []byte, names map[string]T) (map[string]json.RawMessage, error) {
	var fields []reflect.StructField
	for name := range names {
		fields = append(fields, reflect.StructField{Name: strings.ToUpper(name),
			Type: reflect.TypeFor[json.RawMessage](), Tag: reflect.StructTag(`json:"` + name + `"`)})
	}
	object := reflect.New(reflect.StructOf(fields))
	err := json.Unmarshal(raw, object.Interface())
	members := map[string]json.RawMessage{}
	for name := range names {
		if value := object.Elem().FieldByName(strings.ToUpper(name)).Bytes(); value != nil {
			members[name] = value
		}
	}
	return members, err
}

// plainText returns a string unchanged, "" for null, and the compact JSON of any other value.
func plainText(raw []byte) (s string) {
	if len(raw) == 0 || json.Unmarshal(raw, &s) == nil {
		return s
	}
	var compact bytes.Buffer
	_ = json.Compact(&compact, raw)
	return compact.String()
}

// plainBool takes true and "true"; anything that is not a truth value is nil.
func plainBool(raw []byte) *bool {
	v, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(plainText(raw))))
	if err != nil {
		return nil
	}
	return &v
}

// plainDetails accepts any object. Another value is kept whole, under the field's own name.
func plainDetails(raw []byte) map[string]string {
	details := map[string]string{}
	raw = plainEmbedded(raw)
	if raw[0] != '{' {
		if details["additionalDetails"] = plainText(raw); details["additionalDetails"] == "" {
			return nil
		}
		return details
	}
	var members map[string]json.RawMessage
	_ = json.Unmarshal(raw, &members)
	for key, value := range members {
		details[key] = plainText(value)
	}
	return details
}

func plainResources(raw []byte) (all []fraud.AffectedResource) {
	for _, object := range plainObjects(raw, "azureresourceid", "type") {
		all = append(all, fraud.AffectedResource{AzureResourceID: plainText(object["azureresourceid"]),
			Type: plainText(object["type"])})
	}
	return all
}

func plainLogs(raw []byte) (all []fraud.Activity) {
	for _, object := range plainObjects(raw, "statusto", "statusfrom", "updatedby", "datetime") {
		all = append(all, fraud.Activity{
			StatusFrom: fraud.Spelled(plainText(object["statusfrom"]), fraud.Statuses()),
			StatusTo:   fraud.Spelled(plainText(object["statusto"]), fraud.Statuses()),
			UpdatedBy:  plainText(object["updatedby"]), DateTime: ParseTime(plainText(object["datetime"])),
		})
	}
	return all
}

// plainObjects accepts an array of objects, without its nulls, or a single one, either also as JSON
// text in a string. A value that is not an object becomes the first member of one, so that nothing
// is lost.
func plainObjects(raw []byte, names ...string) (objects []map[string]json.RawMessage) {
	elements := []json.RawMessage{plainEmbedded(raw)}
	if elements[0][0] == '[' {
		_ = json.Unmarshal(elements[0], &elements)
	} else if strings.TrimSpace(plainText(raw)) == "" {
		return nil
	}
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	for _, element := range elements {
		object := map[string]json.RawMessage{names[0]: element}
		if names[0] == "statusto" {
			object[names[0]] = plainEmbedded(element)
		}
		if element = object[names[0]]; element[0] == '{' {
			object, _ = plainMembers(element, wanted)
		}
		if string(element) != "null" {
			objects = append(objects, object)
		}
	}
	return objects
}

// plainEmbedded returns the array or object that a JSON string holds as text, or the value itself.
func plainEmbedded(raw []byte) []byte {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return raw
	}
	inner := bytes.TrimSpace([]byte(s))
	if len(inner) == 0 || inner[0] != '{' && inner[0] != '[' || !json.Valid(inner) {
		return raw
	}
	return inner
}
