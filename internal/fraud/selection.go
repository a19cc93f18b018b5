// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Selection picks events out of a listing. It can only be made by naming events, by a filter, or by asking for all in so many
// words; the zero value picks none.
type Selection struct {
	named  []string
	filter *Filter
	all    bool
}

// SelectNamed picks the events with these ids.
func SelectNamed(first string, more ...string) Selection {
	return Selection{named: append([]string{first}, more...)}
}

// SelectMatching picks the events that match. A filter without an upper bound in time is an error: it would pick events that
// come in while somebody still looks at the others.
func SelectMatching(f Filter) (Selection, error) {
	if f.DetectedBefore.IsZero() {
		return Selection{}, errors.New("the filter does not say before which time the events were detected")
	}
	return Selection{filter: &f}, nil
}

// SelectAll picks every event.
func SelectAll() Selection { return Selection{all: true} }

// Pick returns the selected events, each once, by subscription and then newest first. Named events that are not listed are one
// *NotAmongError; an id that fits several events is an *AmbiguousSelectionError. With an error nothing is picked.
func (s Selection) Pick(listed []Event) ([]Event, error) {
	listed = distinct(listed)
	var picked []Event
	switch {
	case len(s.named) > 0:
		var err error
		if picked, err = pickNamed(s.named, listed); err != nil {
			return nil, err
		}
	case s.filter != nil:
		picked = slices.DeleteFunc(listed, func(e Event) bool { return !s.filter.Matches(e) })
	case s.all:
		picked = listed
	}
	sortNewestFirst(picked)
	slices.SortStableFunc(picked, func(a, b Event) int {
		return strings.Compare(strings.ToLower(a.SubscriptionID), strings.ToLower(b.SubscriptionID))
	})
	return picked, nil
}

func pickNamed(ids []string, listed []Event) ([]Event, error) {
	byID := map[string][]Event{}
	for _, e := range listed {
		id := strings.ToLower(e.EventID)
		byID[id] = append(byID[id], e)
	}
	var (
		picked    []Event
		missing   []string
		ambiguous []error
	)
	for _, id := range ids {
		fits := closest(byID[strings.ToLower(id)], id)
		switch len(fits) {
		case 0:
			missing = append(missing, id)
		case 1:
			picked = append(picked, fits[0])
		default:
			ambiguous = append(ambiguous, &AmbiguousSelectionError{EventID: id, Fits: keysOf(fits)})
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		ambiguous = append([]error{&NotAmongError{EventIDs: missing}}, ambiguous...)
	}
	return distinct(picked), errors.Join(ambiguous...)
}

// closest returns the events whose ids are exactly that, or, if there are none, all that fit but for their case.
func closest(fits []Event, id string) []Event {
	exact := slices.DeleteFunc(slices.Clone(fits), func(e Event) bool { return e.EventID != id })
	if len(exact) > 0 {
		return exact
	}
	return fits
}

// distinct returns the events without those that come up again.
func distinct(events []Event) []Event {
	seen := map[Key]bool{}
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool {
		key := Key{strings.ToLower(e.SubscriptionID), e.EventID}
		again := seen[key]
		seen[key] = true
		return again
	})
}

func keysOf(events []Event) []Key {
	keys := make([]Key, len(events))
	for i, e := range events {
		keys[i] = e.Key
	}
	return keys
}

// NotAmongError says which named events Partner Center does not list for any of the subscriptions asked for.
type NotAmongError struct{ EventIDs []string }

func (e *NotAmongError) Error() string {
	if len(e.EventIDs) == 1 {
		return fmt.Sprintf("Partner Center does not list this event for any of the subscriptions (any more): %s", e.EventIDs[0])
	}
	return fmt.Sprintf("Partner Center does not list these %d events for any of the subscriptions (any more): %s",
		len(e.EventIDs), strings.Join(e.EventIDs, ", "))
}

// AmbiguousSelectionError says that an id fits several events: of several subscriptions, or with ids that differ in case only.
type AmbiguousSelectionError struct {
	EventID string
	Fits    []Key
}

func (e *AmbiguousSelectionError) Error() string {
	fits := make([]string, len(e.Fits))
	for i, key := range e.Fits {
		fits[i] = key.String()
	}
	return fmt.Sprintf("event id %s fits several events: %s", e.EventID, strings.Join(fits, ", "))
}
