// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Selection selects events of a listing: by id, by a filter, or explicitly all. The zero value
// selects none.
type Selection struct {
	named  []string
	filter *Filter
	all    bool
}

// SelectNamed selects the events with these ids.
func SelectNamed(first string, more ...string) Selection {
	return Selection{named: append([]string{first}, more...)}
}

// SelectMatching selects the events that match. A filter without an upper bound in time is an
// error: it would select events that arrive while somebody reviews the others.
func SelectMatching(f Filter) (Selection, error) {
	if f.DetectedBefore.IsZero() {
		return Selection{}, errors.New("the filter has no upper limit for the detection time")
	}
	return Selection{filter: &f}, nil
}

// SelectAll selects every event.
func SelectAll() Selection { return Selection{all: true} }

// Names returns the ids of the selection, if it has ids.
func (s Selection) Names() []string { return slices.Clone(s.named) }

// Pick returns the selected events without duplicates, by subscription and then newest first. The
// error is a *SelectionError about all ids that do not match exactly one event; then nothing is
// selected.
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
	SortNewestFirst(picked)
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
		picked []Event
		wrong  SelectionError
	)
	for _, id := range ids {
		fits := closest(byID[strings.ToLower(id)], id)
		switch len(fits) {
		case 0:
			wrong.Unlisted = append(wrong.Unlisted, id)
		case 1:
			picked = append(picked, fits[0])
		default:
			wrong.Ambiguous = append(wrong.Ambiguous, Ambiguity{EventID: id, Fits: keysOf(fits)})
		}
	}
	if len(wrong.Unlisted)+len(wrong.Ambiguous) > 0 {
		slices.Sort(wrong.Unlisted)
		return nil, &wrong
	}
	return distinct(picked), nil
}

// closest returns the events with exactly that id or, if there are none, all whose id differs only
// in case.
func closest(fits []Event, id string) []Event {
	exact := slices.DeleteFunc(slices.Clone(fits), func(e Event) bool { return e.EventID != id })
	if len(exact) > 0 {
		return exact
	}
	return fits
}

// distinct returns the events without duplicates.
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

// SelectionError lists the names that do not match exactly one event.
type SelectionError struct {
	Unlisted  []string // missing from all requested subscriptions, in order
	Ambiguous []Ambiguity
}

// Ambiguity is an id that matches several events: in several subscriptions, or with ids that differ
// only in case.
type Ambiguity struct {
	EventID string
	Fits    []Key
}

func (e *SelectionError) Error() string {
	var says []string
	if len(e.Unlisted) > 0 {
		ids := "this id"
		if len(e.Unlisted) > 1 {
			ids = "any of these ids"
		}
		says = append(says, "no listed event has "+ids+": "+strings.Join(e.Unlisted, ", "))
	}
	for _, a := range e.Ambiguous {
		says = append(says, a.String())
	}
	return strings.Join(says, "; ")
}

// String describes the matches.
func (a Ambiguity) String() string {
	fits := make([]string, len(a.Fits))
	for i, key := range a.Fits {
		fits[i] = key.String()
	}
	return fmt.Sprintf("event id %s matches several events: %s", a.EventID, strings.Join(fits, ", "))
}
