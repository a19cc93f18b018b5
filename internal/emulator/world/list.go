// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import "strings"

// Page is the requested part of a listing.
type Page struct {
	Skip int
	Take int // zero: all remaining ones
}

// of returns the start and end of the page among n events.
func (p Page) of(total int) (from, to int) {
	from = min(p.Skip, total)
	if p.Take == 0 {
		return from, total
	}
	return from, from + min(p.Take, total-from)
}

// List returns one page of the matching events, and the number of all. The events must not be
// changed. For a subscription that the service has forgotten, it returns ErrUnknownSubscription.
// One that it never knew has no events.
func (w *World) List(f Filter, page Page) (events []*Event, total int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if sub := w.store.subscriptions[strings.ToLower(f.SubscriptionID)]; sub != nil && sub.removed {
		return nil, 0, ErrUnknownSubscription
	}
	records := w.store.find(f)
	total = len(records)
	from, to := page.of(total)
	events = make([]*Event, 0, to-from)
	for _, r := range records[from:to] {
		events = append(events, r.shown())
	}
	w.store.listed()
	return events, total, nil
}

// HasAny reports whether any event matches a filter.
func (w *World) HasAny(f Filter) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.store.find(f)) > 0
}
