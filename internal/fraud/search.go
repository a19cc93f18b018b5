// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Search lists the events that match, newest first. An unknown subscription has no events.
func (l *Ledger) Search(ctx context.Context, f Filter) ([]Event, error) {
	var events []Event
	err := l.Each(ctx, f, func(e Event) error {
		events = append(events, e)
		return nil
	})
	if notFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sortNewestFirst(events)
	return events, nil
}

// Each hands every event that matches to visit once, in the order of the service, while the listing is still coming
// in; it keeps none of them. An unknown subscription has no events; one that becomes unknown in the middle is an error.
// An error of visit ends the listing and is returned as it is. After any error, what was visited is not all.
func (l *Ledger) Each(ctx context.Context, f Filter, visit func(Event) error) error {
	q := f.query()
	visited := false
	note := func(e Event) error {
		visited = true
		return visit(e)
	}
	err := l.list(ctx, q, f, note)
	if q.EventType != "" && !visited && valueRefused(err) {
		// The service refuses a type that it does not know, and the set of types is open: then we filter.
		q.EventType = ""
		err = l.list(ctx, q, f, note)
	}
	if !visited && notFound(err) {
		return nil
	}
	return err
}

// errFound ends a listing that needs no further look.
var errFound = errors.New("found")

// Lookup reads one event with all its details, by a listing of its subscription that is not shared: the Ledger's own
// keep no details. An exact match of the event id beats one that differs in case. Besides the errors of reading there
// are *UnlistedError and *AmbiguousError.
func (l *Ledger) Lookup(ctx context.Context, key Key) (Event, error) {
	f := Filter{SubscriptionID: key.SubscriptionID}
	var fits []Event
	err := l.list(ctx, f.query(), f, func(e Event) error {
		if e.EventID == key.EventID {
			fits = []Event{e}
			return errFound
		}
		if strings.EqualFold(e.EventID, key.EventID) {
			fits = append(fits, e)
		}
		return nil
	})
	if notFound(err) {
		return Event{}, &UnlistedError{Key: key}
	}
	if err != nil && !errors.Is(err, errFound) {
		return Event{}, err
	}
	e, err := pick(fits, key)
	if err != nil {
		return Event{}, err
	}
	if e == nil {
		return Event{}, &UnlistedError{Key: key, SubscriptionKnown: true}
	}
	return *e, nil
}

func (l *Ledger) list(ctx context.Context, q partnercenter.ListQuery, f Filter, visit func(Event) error) error {
	return l.service.ListFraudEvents(ctx, q, func(p partnercenter.FraudEvent) error {
		if e := NewEvent(listedFor(q, p)); f.Matches(e) {
			return visit(e)
		}
		return nil
	})
}

// valueRefused reports whether the service refused a call because it does not know one of its values.
func valueRefused(err error) bool {
	var apiErr *partnercenter.Error
	return errors.As(err, &apiErr) && apiErr.UnknownValue()
}
