// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// TestEvent_EveryFieldComesThrough prints an event with a distinct value in every field, reads it,
// and compares the two by name. A field that is missing from the service's side, the reader, or the
// domain appears in only one of them.
func TestEvent_EveryFieldComesThrough(t *testing.T) {
	t.Parallel()
	s, client := startEmulator(t)
	printed := emulator.NewEvent(subscriptionID, "event")
	written := fill(reflect.ValueOf(&printed).Elem(), "")
	s.Inject(printed)
	read := listed(t, client, fraud.Query{})
	expect.Equal(t, "events", 1, len(read))
	expect.Equal(t, "what was printed (-) is not what was read (+)", written, leaves(t, read[0]))
}

// fill gives every field a distinct value, and returns the values by their Terraform names.
func fill(v reflect.Value, name string) map[string]any {
	all := map[string]any{}
	switch v.Kind() {
	case reflect.Struct:
		for field, value := range v.Fields() {
			if field.Tag.Get("wire") == "graph" {
				continue // Partner Center does not print it
			}
			maps.Copy(all, fill(value, name+terraformName(field.Tag.Get("json"))))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		maps.Copy(all, fill(v.Index(0), name+"."))
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"key": "value of " + name}))
		all[name+".key"] = "value of " + name
	case reflect.Bool:
		v.SetBool(true)
		all[name] = true
	default:
		text, read := ownValue(v.String(), name)
		v.SetString(text)
		all[name] = read
	}
	return all
}

// ownValue returns a distinct value in the form of the present one, and the expected result of
// reading it.
func ownValue(example, name string) (text string, read any) {
	minute := 0
	for _, letter := range name {
		minute += int(letter)
	}
	at := time.Date(2026, 1, 1, 0, minute, 1, 0, time.UTC)
	switch {
	case name == "hit_count":
		return "77", 77.0
	case name == "activity_logs.date_time":
		return at.Format(time.RFC3339), at.Format(time.RFC3339)
	case strings.HasPrefix(example, "2026-"), strings.HasPrefix(example, "9999-"):
		return at.Format("2006-01-02T15:04:05"), at.Format(time.RFC3339)
	default:
		text = "value of " + name
		return text, text
	}
}

// terraformName returns Terraform's name for a field of the service.
func terraformName(field string) string {
	switch field {
	case "eventStatus":
		return "status"
	case "resolvedReason":
		return "reason"
	}
	return regexp.MustCompile("[A-Z]").ReplaceAllStringFunc(field, func(capital string) string {
		return "_" + strings.ToLower(capital)
	})
}

// leaves returns the values of an event in JSON, by name.
func leaves(t *testing.T, e fraud.Event) map[string]any {
	t.Helper()
	var members any
	expect.NoError(t, json.Unmarshal(expect.Must(json.Marshal(e))(t), &members))
	all := map[string]any{}
	var collect func(name string, value any)
	collect = func(name string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for member, value := range v {
				collect(strings.TrimPrefix(name+"."+member, "."), value)
			}
		case []any:
			for _, value := range v {
				collect(name, value)
			}
		default:
			all[name] = v
		}
	}
	collect("", members)
	return all
}
