// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"regexp"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// enoughTimes have equal decimals by a rule, and not by chance.
const enoughTimes = 8

// eventTimes observes the times of events.
func (p *probe) eventTimes(events []any) {
	zones, decimals, count := map[string]bool{}, map[int]bool{}, 0
	pattern := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(.*)$`)
	for _, event := range events {
		for _, name := range []string{"eventTime", "firstOccurrence", "lastOccurrence", "resolvedOn",
			"firstObserved", "lastObserved"} {
			match := pattern.FindStringSubmatch(text(event, name))
			if len(match) == 0 || strings.HasPrefix(match[0], "9999") {
				continue
			}
			count++
			decimals[len(match[1])] = true
			zones[zone(match[2])] = true
		}
	}
	if count == 0 {
		return
	}
	p.See("events.time_zone", one(zones, "mixed", "none"))
	if len(decimals) == 1 && count >= enoughTimes {
		for n := range decimals {
			if n > 0 {
				p.SeeNumber("events.time_decimals", n)
			}
		}
	} else if len(decimals) > 1 {
		p.See("events.time_decimals", "varying")
	}
	p.resolvedTimes(events)
}

func zone(suffix string) string {
	switch suffix {
	case "":
		return "none"
	case "Z", "+00:00":
		return "utc"
	}
	return "offset"
}

// resolvedTimes observes the time of decisions, and what stands in its place.
func (p *probe) resolvedTimes(events []any) {
	v := shape.NewVocabulary()
	open, oldest := map[string]bool{}, time.Time{}
	for _, event := range events {
		if strings.EqualFold(text(event, "eventStatus"), "Resolved") {
			on := timeOf(event, "resolvedOn")
			if !on.IsZero() && (oldest.IsZero() || on.Before(oldest)) {
				oldest = on
			}
			continue
		}
		value, found := member(event, "resolvedOn")
		switch {
		case !found:
			open["absent"] = true
		case value == nil:
			open["null"] = true
		case v.Form(textOf(value)) == shape.FormPlaceholder:
			open["placeholder"] = true
		default:
			open[formOther] = true
		}
	}
	if len(open) > 0 {
		p.See("events.unresolved_on", one(open, formOther, formOther))
	}
	p.See("events.oldest_resolved", age(oldest, p.now))
}

func age(oldest, now time.Time) string {
	const day = 24 * time.Hour
	switch passed := now.Sub(oldest); {
	case oldest.IsZero():
		return "none"
	case passed < 7*day:
		return "days"
	case passed < 31*day:
		return "weeks"
	case passed < 366*day:
		return "months"
	}
	return "longer"
}

// eventLogs observes the form of activity logs. A log that is not empty says more.
func (p *probe) eventLogs(events []any) {
	forms := map[string]bool{}
	for _, event := range events {
		value, found := member(event, "activityLogs")
		if !found {
			forms["absent"] = true
			continue
		}
		forms[logForm(value)] = true
	}
	for _, empty := range []string{"empty", "absent"} {
		if len(forms) > 1 {
			delete(forms, empty)
		}
	}
	p.See("events.activity_logs", one(forms, formOther, "absent"))
}

func logForm(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		if decoded, err := shape.Decode([]byte(v)); err == nil && typeOf(decoded) == "array" {
			return "json_text"
		}
	case []any:
		if len(v) == 0 {
			return "empty"
		}
		switch v[0].(type) {
		case string:
			return "strings"
		case map[string]any:
			return "objects"
		}
	}
	return formOther
}

// eventDetails observes the values of additionalDetails.
func (p *probe) eventDetails(events []any) {
	forms := map[string]bool{}
	for _, event := range events {
		value, found := member(event, "additionalDetails")
		details, isObject := value.(map[string]any)
		switch {
		case !found:
			forms["absent"] = true
		case value == nil:
			forms["null"] = true
		case !isObject:
			forms[formOther] = true
		default:
			forms[detailForm(details)] = true
		}
	}
	p.See("events.details", one(forms, "mixed", "absent"))
}

func detailForm(details map[string]any) string {
	for _, value := range details {
		if typeOf(value) != "string" {
			return "mixed"
		}
	}
	return "texts"
}
