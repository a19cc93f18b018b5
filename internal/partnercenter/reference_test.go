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

// What follows reads an event with encoding/json and nothing else. It is slow and plain, and the
// decoder is held to it: see FuzzDecode_ReadsAnEventAsEncodingJSONDoes.

// plainEvent has the fields that come in forms of their own: docs-dev/api.md, Fields. Keys match in
// any case, so that IsTest and isTest are one.
type plainEvent struct {
	EventID           plainEventID   `json:"eventId"`
	EventStatus       plainText      `json:"eventStatus"`
	ResolvedReason    plainText      `json:"resolvedReason"`
	HitCount          plainText      `json:"hitCount"`
	IsTest            plainBoolean   `json:"isTest"`
	AffectedResources plainResources `json:"affectedResources"`
	AdditionalDetails plainDetails   `json:"additionalDetails"`
	ActivityLogs      plainLogs      `json:"activityLogs"`
}

// readPlainly reads an event as it is printed. A null is no event.
func readPlainly(raw []byte) (*fraud.Event, error) {
	var odd *plainEvent
	rest := reflect.New(reflect.StructOf(plainFields()))
	if err := errors.Join(json.Unmarshal(raw, &odd),
		json.Unmarshal(raw, rest.Interface())); err != nil {
		return nil, err
	}
	if odd == nil {
		return nil, nil //nolint:nilnil // no event, and no failure
	}
	e := fraud.Event{
		Status:            fraud.Status(spelled(string(odd.EventStatus), fraud.Statuses())),
		Reason:            fraud.Reason(spelled(unlessNone(string(odd.ResolvedReason)), fraud.Reasons())),
		HitCount:          count(string(odd.HitCount)),
		IsTest:            odd.IsTest.value,
		AffectedResources: odd.AffectedResources,
		AdditionalDetails: odd.AdditionalDetails,
		ActivityLogs:      odd.ActivityLogs,
	}
	for field, value := range rest.Elem().Fields() {
		into := reflect.ValueOf(&e).Elem().FieldByName(field.Name)
		into.Set(value.Convert(into.Type()))
	}
	e.EventID = string(odd.EventID)
	e.EventType = spelled(e.EventType, fraud.EventTypes())
	e.Severity = spelled(e.Severity, fraud.Severities())
	e.ConfidenceLevel = spelled(e.ConfidenceLevel, fraud.Severities())
	e.ResolvedBy = unlessNone(e.ResolvedBy)
	return &e, nil
}

// plainFields are the texts and times of an event. Each has the name of Terraform's attribute, but
// for the underscores.
func plainFields() []reflect.StructField {
	types := map[reflect.Type]reflect.Type{
		reflect.TypeFor[string]():    reflect.TypeFor[plainText](),
		reflect.TypeFor[time.Time](): reflect.TypeFor[plainTime](),
	}
	var fields []reflect.StructField
	for _, field := range reflect.VisibleFields(reflect.TypeFor[fraud.Event]()) {
		name := strings.ReplaceAll(field.Tag.Get("json"), "_", "")
		if plain, has := types[field.Type]; has && name != "-" {
			fields = append(fields, reflect.StructField{Name: field.Name, Type: plain,
				Tag: reflect.StructTag(`json:"` + name + `"`)})
		}
	}
	return fields
}

type plainTime time.Time

func (t *plainTime) UnmarshalJSON(raw []byte) error {
	s, err := plainStringOrJSON(raw)
	*t = plainTime(parseTime(s))
	return err
}

// plainText takes a string as it is, null as "", and any other value as its compact JSON.
type plainText string

func (t *plainText) UnmarshalJSON(raw []byte) error {
	s, err := plainStringOrJSON(raw)
	*t = plainText(s)
	return err
}

func plainStringOrJSON(raw []byte) (string, error) {
	switch {
	case len(raw) == 0, string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		return plainStringOf(raw)
	case raw[0] == '{' || raw[0] == '[':
		var compact bytes.Buffer
		err := json.Compact(&compact, raw)
		return compact.String(), err
	}
	return string(raw), nil
}

func plainStringOf(raw []byte) (string, error) {
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// plainEventID takes any scalar.
type plainEventID string

func (id *plainEventID) UnmarshalJSON(raw []byte) error {
	if raw[0] == '{' || raw[0] == '[' {
		return errEventIDNotText
	}
	s, err := plainStringOrJSON(raw)
	*id = plainEventID(s)
	return err
}

// plainBoolean takes true and "true"; anything that is not a truth value is nil.
type plainBoolean struct{ value *bool }

func (b *plainBoolean) UnmarshalJSON(raw []byte) error {
	s, err := plainStringOrJSON(raw)
	if err != nil {
		return err
	}
	b.value = nil
	if v, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(s))); err == nil {
		b.value = &v
	}
	return nil
}

// plainDetails takes an object of anything. Another value is kept whole, under the field's own
// name.
type plainDetails map[string]string

func (d *plainDetails) UnmarshalJSON(raw []byte) error {
	var fields map[string]plainText
	if inner, ok := plainEmbedded(raw); ok {
		raw = inner
	}
	if raw[0] != '{' {
		s, err := plainStringOrJSON(raw)
		if *d = nil; s != "" {
			*d = plainDetails{"additionalDetails": s}
		}
		return err
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*d = make(plainDetails, len(fields))
	for key, value := range fields {
		(*d)[key] = string(value)
	}
	return nil
}

// plainResources takes an array of objects, one object, or either as JSON text in a string.
type plainResources []fraud.AffectedResource

func (r *plainResources) UnmarshalJSON(raw []byte) error {
	*r = nil
	elements, err := plainElements(raw)
	if err != nil || elements == nil {
		return err
	}
	for _, element := range elements {
		var object struct {
			AzureResourceID plainText `json:"azureResourceId"`
			Type            plainText `json:"type"`
		}
		if element[0] != '{' {
			if object.AzureResourceID, err = plainTextOf(element); err != nil {
				return err
			}
		} else if err := json.Unmarshal(element, &object); err != nil {
			return err
		}
		*r = append(*r, fraud.AffectedResource{AzureResourceID: string(object.AzureResourceID),
			Type: string(object.Type)})
	}
	return nil
}

// plainLogs takes an array of objects, an array of strings, one of each, or JSON text of these in a
// string. A text that is not an object becomes the new status, so that nothing is lost.
type plainLogs []fraud.Activity

func (l *plainLogs) UnmarshalJSON(raw []byte) error {
	*l = nil
	elements, err := plainElements(raw)
	if err != nil || elements == nil {
		return err
	}
	for _, element := range elements {
		if inner, ok := plainEmbedded(element); ok {
			element = inner
		}
		var object struct {
			StatusFrom plainText `json:"statusFrom"`
			StatusTo   plainText `json:"statusTo"`
			UpdatedBy  plainText `json:"updatedBy"`
			DateTime   plainText `json:"dateTime"`
		}
		if element[0] != '{' {
			if object.StatusTo, err = plainTextOf(element); err != nil {
				return err
			}
		} else if err := json.Unmarshal(element, &object); err != nil {
			return err
		}
		*l = append(*l, fraud.Activity{
			StatusFrom: spelled(string(object.StatusFrom), fraud.Statuses()),
			StatusTo:   spelled(string(object.StatusTo), fraud.Statuses()),
			UpdatedBy:  string(object.UpdatedBy), DateTime: parseTime(string(object.DateTime)),
		})
	}
	return nil
}

func plainTextOf(raw []byte) (plainText, error) {
	s, err := plainStringOrJSON(raw)
	return plainText(s), err
}

// plainElements returns the elements of an array, without nulls, or a single value as the only
// element. The array or object may be JSON text in a string. null and a blank string are nil.
func plainElements(raw []byte) ([]json.RawMessage, error) {
	if inner, ok := plainEmbedded(raw); ok {
		raw = inner
	}
	if raw[0] != '[' {
		if s, err := plainStringOrJSON(raw); err != nil || strings.TrimSpace(s) == "" {
			return nil, err
		}
		return []json.RawMessage{raw}, nil
	}
	all := []json.RawMessage{}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	kept := all[:0]
	for _, element := range all {
		if string(element) != "null" {
			kept = append(kept, element)
		}
	}
	return kept, nil
}

// plainEmbedded returns the array or object that a JSON string holds as text.
func plainEmbedded(raw []byte) ([]byte, bool) {
	if raw[0] != '"' {
		return nil, false
	}
	s, err := plainStringOf(raw)
	if err != nil {
		return nil, false
	}
	inner := bytes.TrimSpace([]byte(s))
	if len(inner) == 0 || inner[0] != '{' && inner[0] != '[' || !json.Valid(inner) {
		return nil, false
	}
	return inner, true
}
