// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package filters

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Query says which events to list.
type Query struct {
	Filter     fraud.Filter
	OlderThan  *time.Duration
	newerThan  *time.Duration
	EventIDs   []string // any of them, ignoring case
	Unresolved bool     // omit resolved events
	Decided    bool     // omit undecided events
}

// Select returns the events that match the query, unchanged.
func (q Query) Select(events []fraud.Event, now time.Time) []fraud.Event {
	return slices.DeleteFunc(slices.Clone(events),
		func(e fraud.Event) bool { return !q.wants(e, now) })
}

// wants applies the part of the query that the data source lacks. An event without a time counts as
// both old and new, and one with an unknown status as unresolved, because a gate must not overlook
// it.
func (q Query) wants(e fraud.Event, now time.Time) bool {
	if q.Unresolved && e.Status == fraud.Resolved {
		return false
	}
	if q.Decided && !isDecided(e) || !q.wantsID(e.EventID) {
		return false
	}
	if q.newerThan != nil && !e.EventTime.IsZero() && e.EventTime.Before(now.Add(-*q.newerThan)) {
		return false
	}
	return q.OlderThan == nil || !e.EventTime.After(now.Add(-*q.OlderThan))
}

func (q Query) wantsID(id string) bool {
	return len(q.EventIDs) == 0 || slices.ContainsFunc(q.EventIDs,
		func(wanted string) bool { return strings.EqualFold(wanted, id) })
}

// CheckModel refuses filters on fields that the classic model lacks: nothing would match, and that
// must not read as "nothing is open".
func (q Query) CheckModel(limits fraud.Limits) error {
	if limits.AllFields {
		return nil
	}
	var mistakes []error
	flags := map[fraud.Field]string{fraud.EventType: flagEventType, fraud.Severity: flagSeverity,
		fraud.ValueAddedReseller: flagReseller, fraud.IsTest: flagIsTest}
	for _, field := range q.Filter.BeyondClassic() {
		mistakes = append(mistakes, fmt.Errorf("--%s filters on a field that only the new events "+
			"model has, so no event matches. Remove it, or set PARTNERCENTER_NEW_EVENTS_MODEL=true",
			flags[field]))
	}
	return errors.Join(mistakes...)
}

// isDecided reports whether somebody has decided about the event outside the file.
func isDecided(e fraud.Event) bool {
	return e.Status == fraud.Resolved || e.Status == fraud.Investigating
}
