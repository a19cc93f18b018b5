// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Listing has all events that the service listed for one subscription at one moment. It is
// immutable.
type Listing struct {
	service fraud.Service
	began   time.Time
	known   bool                     // false: the service does not know the subscription
	cut     bool                     // it may lack events: see Shared.Complete
	pages   int                      // number of pages; events that shift between pages may be missed
	twice   bool                     // two listings in a row lack the missing events
	events  map[string][]fraud.Event // by event id in lower case; several if ids differ only in case
	torn    map[string]fraud.Standing
	tenant  *tenantListing // the listing of the tenant that contains it, if any

	similar *nearIDs // nil without events
}

// Known is false if Partner Center does not even know the subscription.
func (l *Listing) Known() bool { return l.known }

// IsEmpty reports whether no event is listed.
func (l *Listing) IsEmpty() bool { return len(l.events) == 0 }

// MayLack reports whether the pages of the listing may have shifted, so that it lacks an event.
func (l *Listing) MayLack() bool { return l.pages > 1 }

// Events returns all events, in random order.
func (l *Listing) Events() []fraud.Event {
	return slices.Concat(slices.Collect(maps.Values(l.events))...)
}

// Unlisted is the error about an event that the listing lacks.
func (l *Listing) Unlisted(key fraud.Key) *fraud.UnlistedError {
	return &fraud.UnlistedError{Key: key, Service: l.service, SubscriptionKnown: l.known,
		Near: l.near(key)}
}

// near returns the listed id that a wrong id probably means; empty if there is none.
func (l *Listing) near(key fraud.Key) string {
	if l.similar == nil {
		return ""
	}
	return l.similar.near(key, l.events)
}

// Find returns the event with that id: see Pick.
func (l *Listing) Find(key fraud.Key) (*fraud.Event, error) {
	return Pick(l.events[strings.ToLower(key.EventID)], key)
}

// FindExactly returns the event with exactly this id; nil means unlisted.
func (l *Listing) FindExactly(key fraud.Key) *fraud.Event {
	for _, e := range l.events[strings.ToLower(key.EventID)] {
		if e.EventID == key.EventID {
			return &e
		}
	}
	return nil
}

// FindAll returns the listed ones among the events.
func (l *Listing) FindAll(keys []fraud.Key) []fraud.Event {
	var events []fraud.Event
	for _, key := range keys {
		if e, err := l.Find(key); err == nil && e != nil {
			events = append(events, *e)
		}
	}
	return events
}

// Pick selects among the events whose ids differ from the key's at most in case: an exact match
// takes precedence. Nil means unlisted.
func Pick(fits []fraud.Event, key fraud.Key) (*fraud.Event, error) {
	for _, e := range fits {
		if e.EventID == key.EventID || len(fits) == 1 {
			return &e, nil
		}
	}
	if len(fits) == 0 {
		return nil, nil //nolint:nilnil // unlisted is an answer, not an error
	}
	ids := make([]string, len(fits))
	for i, e := range fits {
		ids[i] = e.EventID
	}
	return nil, &fraud.AmbiguousError{Key: key, Fits: ids}
}

// holds reports whether all these events are listed in exactly this spelling: other events cannot
// affect them.
func (l *Listing) holds(keys []fraud.Key) bool {
	return !slices.ContainsFunc(keys, func(k fraud.Key) bool { return l.FindExactly(k) == nil })
}

// lacks reports whether the event is unlisted, whatever the case of its id.
func (l *Listing) lacks(key fraud.Key) bool {
	return len(l.events[strings.ToLower(key.EventID)]) == 0
}

// isTorn reports whether one of these events was listed with two standings: then its standing is
// unknown.
func (l *Listing) isTorn(keys []fraud.Key) bool {
	return len(l.torn) > 0 && slices.ContainsFunc(keys, func(k fraud.Key) bool {
		e, _ := l.Find(k)
		return e != nil && l.TornBy(*e) != nil
	})
}

// TornBy returns an error if the event was listed with two standings.
func (l *Listing) TornBy(e fraud.Event) error {
	if other, torn := l.torn[e.EventID]; torn {
		return &fraud.UnsteadyError{Event: e, Other: other}
	}
	return nil
}

// with returns the listing with newer versions of some of its events.
func (l *Listing) with(newer []fraud.Event) *Listing {
	next := *l
	next.events, next.torn = maps.Clone(l.events), maps.Clone(l.torn)
	for _, n := range newer {
		id := strings.ToLower(n.EventID)
		fits := slices.Clone(next.events[id])
		if i := slices.IndexFunc(fits,
			func(e fraud.Event) bool { return e.EventID == n.EventID }); i >= 0 {
			fits[i] = n
			next.events[id] = fits
			delete(next.torn, n.EventID)
		}
	}
	return &next
}

// after combines two consecutive listings. A listing of one page is reliable. A listing of several
// pages may lack an event that moved to another page while it was read, so an event is listed if
// either listing has it. If both do, the later one counts.
func (l *Listing) after(first *Listing) *Listing {
	next := *l
	next.twice = true
	if l.pages <= 1 || !l.known {
		return &next
	}
	next.events, next.similar = maps.Clone(l.events), &nearIDs{}
	for id, fits := range first.events {
		if len(next.events[id]) == 0 {
			next.events[id] = fits
		}
	}
	return &next
}

func newListing(service fraud.Service, began time.Time) *Listing {
	return &Listing{service: service, began: began, known: true,
		events: map[string][]fraud.Event{}, similar: &nearIDs{}}
}

// add adds one row. Of several rows about one event, the most recently requested one counts.
func (l *Listing) add(e fraud.Event) {
	if e.AskedAt.IsZero() {
		e.AskedAt = l.began
	}
	id := strings.ToLower(e.EventID)
	fits := l.events[id]
	i := slices.IndexFunc(fits, func(f fraud.Event) bool { return f.EventID == e.EventID })
	if i < 0 {
		l.events[id] = append(fits, e)
		return
	}
	if old := fits[i].Standing(); old != e.Standing() {
		if l.torn == nil {
			l.torn = map[string]fraud.Standing{}
		}
		l.torn[e.EventID] = old
	}
	fits[i] = e
}

// clear removes all rows.
func (l *Listing) clear() {
	clear(l.events)
	l.torn = nil
}

// tenantListing has all events that the service listed for the tenant at one moment. It is
// immutable.
type tenantListing struct {
	service       fraud.Service
	began         time.Time
	pages         int
	before        *tenantListing      // the earlier listing, if this one is a second look
	subscriptions map[string]*Listing // by id in lower case
}

func (l *tenantListing) add(e fraud.Event) {
	id := strings.ToLower(e.SubscriptionID)
	if l.subscriptions[id] == nil {
		l.subscriptions[id] = l.part()
	}
	l.subscriptions[id].add(e)
}

// part returns a listing of one subscription without events.
func (l *tenantListing) part() *Listing {
	part := newListing(l.service, l.began)
	part.tenant, part.pages = l, l.pages
	return part
}

// of returns the part of one subscription, combined with the first listing if this is a second
// read.
func (l *tenantListing) of(subscriptionID string) *Listing {
	part := l.alone(subscriptionID)
	if l.before == nil {
		return part
	}
	return part.after(l.before.alone(subscriptionID))
}

// alone returns the part of one subscription. It does not distinguish a subscription without events
// from an unknown one: in both cases, no events are listed.
func (l *tenantListing) alone(subscriptionID string) *Listing {
	if part := l.subscriptions[strings.ToLower(subscriptionID)]; part != nil {
		return part
	}
	return l.part()
}
