// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The types here read a value in whichever form it comes. Given valid JSON they never fail, so that one odd field does
// not hide an event; only an event id must be usable.

// text takes a string as it is, null as "", and any other value as its compact JSON.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	s, err := textOf(raw)
	*t = text(s)
	return err
}

func textOf(raw []byte) (string, error) {
	switch {
	case len(raw) == 0, string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		return stringOf(raw)
	case raw[0] == '{' || raw[0] == '[':
		var compact bytes.Buffer
		err := json.Compact(&compact, raw)
		return compact.String(), err
	}
	return string(raw), nil
}

// stringOf decodes a JSON string; most have nothing to decode.
func stringOf(raw []byte) (string, error) {
	if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), nil
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// eventID takes any scalar.
type eventID string

var errEventIDNotText = errors.New("it is an object or an array")

func (id *eventID) UnmarshalJSON(raw []byte) error {
	if raw[0] == '{' || raw[0] == '[' {
		return errEventIDNotText
	}
	s, err := textOf(raw)
	*id = eventID(s)
	return err
}

// boolean takes true and "true"; anything that is not a truth value is nil.
type boolean struct{ value *bool }

func (b *boolean) UnmarshalJSON(raw []byte) error {
	s, err := textOf(raw)
	if err != nil {
		return err
	}
	b.value = nil
	if v, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(s))); err == nil {
		b.value = &v
	}
	return nil
}

// details takes an object of anything. Another value is kept whole, under the field's own name.
type details map[string]string

func (d *details) UnmarshalJSON(raw []byte) error {
	var fields map[string]text
	if inner, ok := embedded(raw); ok {
		raw = inner
	}
	if raw[0] != '{' {
		s, err := textOf(raw)
		if *d = nil; s != "" {
			*d = details{"additionalDetails": s}
		}
		return err
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*d = make(details, len(fields))
	for key, value := range fields {
		(*d)[key] = string(value)
	}
	return nil
}

// resources takes an array of objects, one object, or either as JSON text in a string.
type resources []AffectedResource

func (r *resources) UnmarshalJSON(raw []byte) error {
	*r = nil
	elements, err := elementsOf(raw)
	if err != nil || elements == nil {
		return err
	}
	*r = make(resources, 0, len(elements))
	for _, element := range elements {
		var object struct {
			AzureResourceID text `json:"azureResourceId"`
			Type            text `json:"type"`
		}
		if element[0] != '{' {
			if object.AzureResourceID, err = looseText(element); err != nil {
				return err
			}
		} else if err := json.Unmarshal(element, &object); err != nil {
			return err
		}
		*r = append(*r, AffectedResource{AzureResourceID: string(object.AzureResourceID), Type: string(object.Type)})
	}
	return nil
}

// logs takes an array of objects, an array of strings, one of each, or JSON text of these in a string. A text that is
// not an object becomes the new status, so that nothing is lost.
type logs []ActivityLog

func (l *logs) UnmarshalJSON(raw []byte) error {
	*l = nil
	elements, err := elementsOf(raw)
	if err != nil || elements == nil {
		return err
	}
	*l = make(logs, 0, len(elements))
	for _, element := range elements {
		if inner, ok := embedded(element); ok {
			element = inner
		}
		var object struct {
			StatusFrom text `json:"statusFrom"`
			StatusTo   text `json:"statusTo"`
			UpdatedBy  text `json:"updatedBy"`
			DateTime   text `json:"dateTime"`
		}
		if element[0] != '{' {
			if object.StatusTo, err = looseText(element); err != nil {
				return err
			}
		} else if err := json.Unmarshal(element, &object); err != nil {
			return err
		}
		*l = append(*l, ActivityLog{
			StatusFrom: string(object.StatusFrom), StatusTo: string(object.StatusTo),
			UpdatedBy: string(object.UpdatedBy), DateTime: string(object.DateTime),
		})
	}
	return nil
}

func looseText(raw []byte) (text, error) {
	s, err := textOf(raw)
	return text(s), err
}

// elementsOf returns the elements of an array, without nulls, or a single value as the only element. The array or
// object may be JSON text in a string. null and a blank string are nil.
func elementsOf(raw []byte) ([]json.RawMessage, error) {
	if inner, ok := embedded(raw); ok {
		raw = inner
	}
	if raw[0] != '[' {
		if s, err := textOf(raw); err != nil || strings.TrimSpace(s) == "" {
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

// embedded returns the array or object that a JSON string holds as text.
func embedded(raw []byte) ([]byte, bool) {
	if raw[0] != '"' {
		return nil, false
	}
	s, err := stringOf(raw)
	if err != nil {
		return nil, false
	}
	inner := bytes.TrimSpace([]byte(s))
	if len(inner) == 0 || inner[0] != '{' && inner[0] != '[' || !json.Valid(inner) {
		return nil, false
	}
	return inner, true
}
