// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// Search lists the matching events, newest first. An unknown subscription has no events. It is an
// error if the subscription becomes unknown halfway, or if the listing is incomplete for any other
// reason.
func (l *Ledger) Search(ctx context.Context, f fraud.Filter) ([]fraud.Event, error) {
	return l.Collect(ctx, f, func(e fraud.Event) fraud.Event { return e })
}

// Collect is Search that keeps only slim's part of each event, so that a long listing fits into
// memory.
func (l *Ledger) Collect(ctx context.Context, f fraud.Filter,
	slim func(fraud.Event) fraud.Event) ([]fraud.Event, error) {
	var found *findings
	err := l.each(ctx, f, func() fraud.Visitor {
		found = &findings{filter: f, slim: slim}
		return found
	})
	if err != nil {
		return nil, err
	}
	events := found.settled()
	fraud.SortNewestFirst(events)
	return events, nil
}

// Summarize counts the matching events without keeping them. The last 30 days of the summary end at
// now.
func (l *Ledger) Summarize(ctx context.Context, f fraud.Filter, now time.Time) (fraud.Summary,
	error) {
	var sum *sums
	err := l.each(ctx, f, func() fraud.Visitor {
		sum = &sums{filter: f, now: now, total: fraud.NewTally(now)}
		return sum
	})
	if err != nil {
		return fraud.Summary{}, err
	}
	return sum.total.Summary(), nil
}

// passes is the maximum number of reads of a listing for display. A row on two pages shows that
// events came or went while the pages were read, so others may be missing. Without such rows,
// nothing shows that, and reading every listing twice would double the cost for everybody.
const passes = 3

// each lists the events that match the part of f that the service can apply. Every pass has its own
// receiver, and the last one counts.
func (l *Ledger) each(ctx context.Context, f fraud.Filter, begin func() fraud.Visitor) error {
	q := queryOf(f)
	for pass := 1; ; pass++ {
		q.TellMoved = pass < passes
		_, err := l.lister.List(ctx, q, begin())
		if q.EventType != "" && fraud.Failed(err, fraud.UnknownValue) {
			// The service refuses an unknown type, but the set of types is open: then we filter.
			q.EventType = ""
			_, err = l.lister.List(ctx, q, begin())
		}
		if !errors.Is(err, fraud.ErrMoved) {
			return err
		}
	}
}

// queryOf returns the part of a filter that the service applies. It accepts one value of each kind.
func queryOf(f fraud.Filter) fraud.Query {
	q := fraud.Query{SubscriptionID: strings.ToLower(f.SubscriptionID)}
	if len(f.Statuses) == 1 {
		q.Status, _ = fraud.Canonical(f.Statuses[0], fraud.Statuses())
	}
	if len(f.EventTypes) == 1 {
		q.EventType, _ = fraud.Canonical(f.EventTypes[0], fraud.EventTypes())
	}
	return q
}

// Lookup reads one event with all its details, from a listing of its subscription that is not
// shared, because shared listings have no details. An exact match of the event id takes precedence
// over a match in another case. The errors are those of reading, *UnlistedError, and
// *AmbiguousError.
func (l *Ledger) Lookup(ctx context.Context, key fraud.Key) (fraud.Event, error) {
	for look := 1; ; look++ {
		s := &sought{key: key,
			findings: findings{filter: fraud.Filter{SubscriptionID: key.SubscriptionID}}}
		q := queryOf(s.filter)
		q.Thorough = true
		known, err := l.lister.List(ctx, q, s)
		switch {
		case err != nil:
			return fraud.Event{}, err
		case !known:
			return fraud.Event{}, &fraud.UnlistedError{Key: key, Service: l.Service()}
		}
		e, err := listings.Pick(s.settled(), key)
		switch {
		case err != nil:
			return fraud.Event{}, err
		case e != nil:
			return *e, nil
		case s.pages <= 1 || look > 1: // pages shift: see listings.Shared.Answer
			return fraud.Event{}, &fraud.UnlistedError{Key: key, Service: l.Service(),
				SubscriptionKnown: true, Near: listings.Nearest(key, s.others)}
		}
	}
}
