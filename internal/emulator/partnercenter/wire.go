// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

type eventForm struct {
	Behaviour

	fields []eventField
}

// eventField is a field with its special form, if any.
type eventField struct {
	index      int
	name, form string
}

// newEventForm omits fields that the classic model, or the reply to a write, lacks.
func newEventForm(b Behaviour, classic, written bool) eventForm {
	f := eventForm{Behaviour: b}
	for field := range reflect.TypeFor[world.Event]().Fields() {
		one := eventField{index: field.Index[0], name: field.Tag.Get("json")}
		lacking := false
		for _, word := range strings.Split(field.Tag.Get("wire"), ",") {
			switch word {
			case "new":
				lacking = lacking || classic
			case "listed":
				lacking = lacking || written
			case "graph":
				lacking = true
			default:
				one.form = word
			}
		}
		if !lacking {
			f.fields = append(f.fields, one)
		}
	}
	return f
}

// appendEvent appends the JSON of one event. It does not use encoding/json, because no single Go
// struct has all forms of the service, and because a listing can have many thousands of events.
func (f eventForm) appendEvent(b []byte, e *world.Event) []byte {
	o := objectWriter{b: append(b, '{'), pascal: f.PascalCaseKeys, empty: true}
	event := reflect.ValueOf(e).Elem()
	for _, field := range f.fields {
		if value := event.Field(field.index); value.Kind() == reflect.String {
			f.text(&o, field, value.String())
		} else {
			f.value(&o, field.name, value.Interface())
		}
	}
	if f.ExtraFields {
		o.text("riskScore", "87")
		o.raw("playbook", `{"id":"pb-7","steps":[1,2,{"name":"isolate"}],"owner":null}`)
	}
	return append(o.b, '}')
}

func (f eventForm) text(o *objectWriter, field eventField, value string) {
	switch field.form {
	case "enum":
		value = f.enum(value)
	case "confidence":
		value = f.confidence(value)
	case "time":
		value = withDecimals(value, f.TimeDecimals)
	case "padded":
		value += strings.Repeat("x", max(f.PadDescription, 0))
	case "count":
		if _, err := strconv.Atoi(value); err == nil && f.HitCountNumber {
			o.raw(field.name, value)
			return
		}
	}
	o.text(field.name, value)
}

func (f eventForm) value(o *objectWriter, name string, value any) {
	switch v := value.(type) {
	case bool:
		f.isTest(o, v)
	case map[string]string:
		o.key(name)
		o.b = appendDetails(o.b, v)
	case []world.AffectedResource:
		o.key(name)
		o.b = f.appendResources(o.b, v)
	case []world.ActivityLog:
		o.key(name)
		o.b = f.appendActivityLogs(o.b, v)
	}
}

func (f eventForm) enum(v string) string {
	if f.EnumCase == EnumCaseLower {
		return strings.ToLower(v)
	}
	return v
}

// confidence prints "high" next to the severity "Medium", as in the documented sample.
func (f eventForm) confidence(v string) string {
	if f.EnumCase == EnumCaseDocumented {
		return v
	}
	return strings.ToLower(v)
}

func (f eventForm) isTest(o *objectWriter, v bool) {
	key := cmp.Or(f.IsTestKey, "IsTest")
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

// appendDetails prints the keys unchanged: they are data, and keep their case in every form.
func appendDetails(b []byte, details map[string]string) []byte {
	o := objectWriter{b: append(b, '{'), empty: true}
	for _, key := range slices.Sorted(maps.Keys(details)) {
		o.text(key, details[key])
	}
	return append(o.b, '}')
}

func (f eventForm) appendActivityLogs(b []byte, logs []world.ActivityLog) []byte {
	entries := []string{}
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
		texts, _ := json.Marshal(entries) // cannot fail
		return append(b, texts...)
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
