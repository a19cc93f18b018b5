// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Filter selects events. Zero or empty fields do not filter; all others must match. Case does not
// matter.
type Filter struct {
	SubscriptionID             string
	Statuses                   []string
	EventTypes                 []string
	Severities                 []string
	CustomerTenantID           string
	ValueAddedResellerTenantID string
	DetectedAfter              time.Time // inclusive, on the event time
	DetectedBefore             time.Time // exclusive, on the event time
	IsTest                     *bool     // an event without the flag does not count as a test
}

// Matches reports whether the event passes the filter. An event without an event time passes no
// filter on time.
func (f Filter) Matches(e Event) bool {
	return foldsTo(f.SubscriptionID, e.SubscriptionID) &&
		foldsToAny(f.Statuses, string(e.Status)) &&
		foldsToAny(f.EventTypes, e.EventType) &&
		foldsToAny(f.Severities, e.Severity) &&
		foldsTo(f.CustomerTenantID, e.CustomerTenantID) &&
		foldsTo(f.ValueAddedResellerTenantID, e.ValueAddedResellerTenantID) &&
		f.matchesTime(e.EventTime) &&
		(f.IsTest == nil || *f.IsTest == (e.IsTest != nil && *e.IsTest))
}

func (f Filter) matchesTime(t time.Time) bool {
	if t.IsZero() {
		return f.DetectedAfter.IsZero() && f.DetectedBefore.IsZero()
	}
	return !t.Before(f.DetectedAfter) && (f.DetectedBefore.IsZero() || t.Before(f.DetectedBefore))
}

// HasEmptyRange reports whether no time can match, because the range does not end after its
// beginning.
func (f Filter) HasEmptyRange() bool {
	return !f.DetectedAfter.IsZero() && !f.DetectedBefore.IsZero() &&
		!f.DetectedAfter.Before(f.DetectedBefore)
}

// Field is a field that a filter may use.
type Field int

// The fields that exist only in the new events model.
const (
	EventType Field = iota
	Severity
	ValueAddedReseller
	IsTest
)

// BeyondClassic returns the fields that the filter uses and that exist only in the new events
// model. In the classic model, no event passes such a filter.
func (f Filter) BeyondClassic() []Field {
	var fields []Field
	for field, given := range map[Field]bool{
		EventType:          len(f.EventTypes) > 0,
		Severity:           len(f.Severities) > 0,
		ValueAddedReseller: f.ValueAddedResellerTenantID != "",
		IsTest:             f.IsTest != nil && *f.IsTest,
	} {
		if given {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

func foldsTo(want, value string) bool { return want == "" || strings.EqualFold(want, value) }

func foldsToAny(want []string, value string) bool {
	return len(want) == 0 || slices.ContainsFunc(want,
		func(w string) bool { return strings.EqualFold(w, value) })
}

// SortNewestFirst sorts the events in the users' order: newest event time first, then event id.
func SortNewestFirst(events []Event) {
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(b.EventTime.Compare(a.EventTime), cmp.Compare(a.EventID, b.EventID),
			cmp.Compare(a.SubscriptionID, b.SubscriptionID))
	})
}
