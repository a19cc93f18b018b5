// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// MarshalJSON writes the event with the names and the null rules of the data source
// partnercenter_fraud_events: missing values are null, but collections are never null.
func (e Event) MarshalJSON() ([]byte, error) { return marshalMembers(e) }

// MarshalJSON has the same null rules.
func (r AffectedResource) MarshalJSON() ([]byte, error) { return marshalMembers(r) }

// MarshalJSON has the same null rules.
func (a Activity) MarshalJSON() ([]byte, error) { return marshalMembers(a) }

// marshalMembers writes the fields with a JSON name, in order. The event's id comes first, because
// readers look for it first.
func marshalMembers(of any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // the encoder of the whole document decides that
	value, before := reflect.ValueOf(of), byte('{')
	for _, field := range membersOf(value.Type()) {
		out.WriteByte(before)
		before = ','
		out.WriteString(strconv.Quote(field.Tag.Get("json")) + ":")
		if err := encoder.Encode(orNull(value.FieldByIndex(field.Index))); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func membersOf(t reflect.Type) []reflect.StructField {
	fields := slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool {
		return f.Anonymous || f.Tag.Get("json") == "-"
	})
	slices.SortStableFunc(fields, func(a, b reflect.StructField) int {
		return rank(a) - rank(b)
	})
	return fields
}

func rank(f reflect.StructField) int {
	if f.Name == "EventID" {
		return 0
	}
	return 1
}

// orNull returns the value, or null if the service does not provide it. A time keeps all decimals
// and the service's offset.
func orNull(value reflect.Value) any {
	if t, isTime := value.Interface().(time.Time); isTime && !t.IsZero() {
		return t.Format(time.RFC3339Nano)
	} else if isTime {
		return nil
	}
	switch {
	case value.Kind() == reflect.Slice && value.IsNil():
		return []any{}
	case value.Kind() == reflect.Map && value.IsNil():
		return map[string]any{}
	case value.IsZero():
		return nil
	default:
		return value.Interface()
	}
}
