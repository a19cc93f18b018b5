// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// eventFields observes the fields of events.
func (p *probe) eventFields(events []any) {
	if len(events) == 0 {
		return
	}
	p.eventKeys(events)
	v := shape.NewVocabulary()
	hits, tests, ids := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, event := range events {
		note(hits, event, "hitCount")
		note(tests, event, "isTest")
		switch v.Form(text(event, "eventId")) {
		case shape.FormGUID:
			ids["guid"] = true
		case shape.FormTwoGUIDs:
			ids["two_guids"] = true
		default:
			ids[formOther] = true
		}
	}
	p.See("events.hit_count", oneOf(hits, "string", "number"))
	p.See("events.is_test_type", oneOf(tests, "string", "bool"))
	p.See("events.event_id", one(ids, formOther, formOther))
	p.eventTexts(events)
	p.eventTimes(events)
	p.eventLogs(events)
	p.eventDetails(events)
}

// note adds the JSON type of a member.
func note(types map[string]bool, object any, name string) {
	value, found := member(object, name)
	if !found {
		types["absent"] = true
		return
	}
	types[typeOf(value)] = true
}

func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "bool"
	case json.Number:
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

// oneOf returns the only value of a set if it is one of these.
func oneOf(set map[string]bool, known ...string) string {
	if value := one(set, formOther, formOther); slices.Contains(known, value) {
		return value
	}
	return formOther
}

// eventKeys observes the names of keys.
func (p *probe) eventKeys(events []any) {
	v := shape.NewVocabulary()
	cases, unknown, isTest := map[string]bool{}, false, "absent"
	seen, unique := map[string]bool{}, true
	for _, event := range events {
		unique = unique && !seen[eventKey(event)]
		seen[eventKey(event)] = true
		members, _ := event.(map[string]any)
		for name := range members {
			key, _, known := v.Key(name)
			switch {
			case !known:
				unknown = true
			case name == "IsTest" || name == "isTest":
				isTest = key
			case unicode.IsUpper(rune(name[0])):
				cases["capital"] = true
			default:
				cases["small"] = true
			}
		}
	}
	p.See("events.keys_case", one(cases, "mixed", "mixed"))
	p.See("events.unknown_keys", yes(unknown))
	p.See("events.is_test_key", isTest)
	p.See("events.unique_ids", yes(unique))
}

// eventTexts observes enums, descriptions, and ids of resources.
func (p *probe) eventTexts(events []any) {
	severities, levels := map[string]bool{}, map[string]bool{}
	generations, slashes, long := map[string]bool{}, map[string]bool{}, false
	for _, event := range events {
		caseOf(severities, text(event, "severity"))
		caseOf(levels, text(event, "confidenceLevel"))
		if kind := text(event, "eventType"); kind != "" {
			generations[generation(kind)] = true
		}
		long = long || len(text(event, "description")) >= 1000
		resources, _ := member(event, "affectedResources")
		list, _ := resources.([]any)
		for _, resource := range list {
			id := text(resource, "azureResourceId")
			if strings.Contains(id, "/") {
				slashes["forward"] = true
			}
			if strings.Contains(id, `\`) {
				slashes["backward"] = true
			}
		}
	}
	p.See("events.enum_case", enumCase(severities, levels))
	p.See("events.description", map[bool]string{true: "long", false: "short"}[long])
	p.See("events.slashes", one(slashes, "both", "none"))
	if generations["unknown"] {
		p.See("events.types", "unknown")
	} else if len(generations) > 0 {
		p.See("events.types", one(generations, "both", "unknown"))
	}
}

// caseOf adds the case of an enum value.
func caseOf(cases map[string]bool, value string) {
	switch {
	case value == "":
	case value == strings.ToLower(value):
		cases["lower"] = true
	case value[:1] == strings.ToUpper(value[:1]) && value[1:] == strings.ToLower(value[1:]):
		cases["documented"] = true
	default:
		cases[formOther] = true
	}
}

func enumCase(severities, levels map[string]bool) string {
	severity, level := one(severities, formOther, formOther), one(levels, formOther, formOther)
	switch {
	case severity == "documented" && level == "lower":
		return "samples"
	case severity == level:
		return severity
	}
	return formOther
}

func generation(kind string) string {
	has := func(types []string) bool {
		return slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, kind) })
	}
	switch {
	case has(shape.FirstTypes()):
		return "first_generation"
	case has(shape.SecondTypes()):
		return "second_generation"
	}
	return "unknown"
}

// eventOrder observes the order of a list.
func (p *probe) eventOrder(events []any) {
	if len(events) == 0 {
		return
	}
	rises, falls := false, false
	for i := 1; i < len(events); i++ {
		before, after := timeOf(events[i-1], "eventTime"), timeOf(events[i], "eventTime")
		rises, falls = rises || after.After(before), falls || after.Before(before)
	}
	switch {
	case rises && falls:
		p.See("events.order", formOther)
	case falls:
		p.See("events.order", "newest_first")
	case rises:
		p.See("events.order", "oldest_first")
	default:
		p.See("events.order", "one")
	}
}

// timeOf reads a time without a zone, or with one; it is zero if there is none.
func timeOf(object any, name string) time.Time {
	value := text(object, name)
	for _, layout := range []string{"2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, value); err == nil {
			return t
		}
	}
	return time.Time{}
}
