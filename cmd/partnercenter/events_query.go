// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// eventsQuery is what to list.
type eventsQuery struct {
	filter     fraud.Filter
	olderThan  *time.Duration
	newerThan  *time.Duration
	eventIDs   []string // any of them, ignoring case
	unresolved bool     // leave out resolved events
	decided    bool     // leave out events that nobody has decided about
}

// wants is the part of the query that is no filter of the data source. An event that does not say
// when it was detected counts as old and as new, and a status that is not known as unresolved: a
// gate must not overlook it.
func (q eventsQuery) wants(e fraud.Event, now time.Time) bool {
	if q.unresolved && e.Status == fraud.Resolved {
		return false
	}
	if q.decided && !isDecided(e) || !q.wantsID(e.EventID) {
		return false
	}
	if q.newerThan != nil && !e.EventTime.IsZero() && e.EventTime.Before(now.Add(-*q.newerThan)) {
		return false
	}
	return q.olderThan == nil || !e.EventTime.After(now.Add(-*q.olderThan))
}

func (q eventsQuery) wantsID(id string) bool {
	return len(q.eventIDs) == 0 || slices.ContainsFunc(q.eventIDs,
		func(wanted string) bool { return strings.EqualFold(wanted, id) })
}

// checkClassic refuses filters on fields that events do not have in the classic model: nothing
// would pass, and that must not read as "nothing is open".
func (q eventsQuery) checkClassic() error {
	var mistakes []error
	flags := map[fraud.Field]string{fraud.EventType: flagEventType, fraud.Severity: flagSeverity,
		fraud.ValueAddedReseller: flagReseller, fraud.IsTest: flagIsTest}
	for _, field := range q.filter.BeyondClassic() {
		mistakes = append(mistakes, fmt.Errorf("--%s filters on a field that only the new events "+
			"model has, so no event matches. Remove it, or set PARTNERCENTER_NEW_EVENTS_MODEL=true",
			flags[field]))
	}
	return errors.Join(mistakes...)
}

// newEventsQuery checks and reads what the flags were given. The mistakes are full sentences.
func newEventsQuery(given map[string][]string) (query eventsQuery, mistakes []string) {
	for _, f := range filterFlags() {
		values := given[f.name]
		if len(values) == 0 {
			continue
		}
		if f.many {
			values = strings.Split(strings.Join(values, ","), ",")
		} else if len(values) > 1 {
			mistakes = append(mistakes, fmt.Sprintf("--%s takes one value, got %d.", f.name,
				len(values)))
		}
		for _, value := range values {
			if err := f.read(&query, strings.TrimSpace(value)); err != nil {
				mistakes = append(mistakes, fmt.Sprintf("--%s %v.", f.name, err))
			}
		}
	}
	if query.filter.HasEmptyRange() {
		mistakes = append(mistakes, fmt.Sprintf("--%s (%s) must be earlier than --%s (%s): no "+
			"event could match.",
			flagDetectedAfter, given[flagDetectedAfter][0], flagDetectedBefore,
			given[flagDetectedBefore][0]))
	}
	return query, mistakes
}

// parseAge reads a duration of Go, or one with whole days before it: 24h, 7d, 1d12h.
func parseAge(s string) (time.Duration, error) {
	mistake := fmt.Errorf("must be an age such as 90m, 24h, 7d, or 1d12h, got %q", s)
	const longest = 100 * 365 // days; a Duration holds three times as many
	days, rest, hasDays := strings.Cut(s, "d")
	if !hasDays {
		days, rest = "0", s
	} else if rest == "" {
		rest = "0s"
	}
	whole, err := strconv.ParseUint(days, 10, 64)
	if err != nil || whole > longest {
		return 0, mistake
	}
	age, err := time.ParseDuration(rest)
	if err != nil || age < 0 || age > longest*24*time.Hour {
		return 0, mistake
	}
	return time.Duration(whole)*24*time.Hour + age, nil
}
