// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// listing is all that Partner Center listed for one subscription at one moment. It does not change once it is made.
type listing struct {
	began  time.Time
	known  bool               // false: Partner Center does not know the subscription
	cut    bool               // it may lack events: see reads.answer
	events map[string][]Event // by event id in lower case; several when ids differ in case only
}

// find returns the event with that id: see pick.
func (l *listing) find(key Key) (*Event, error) {
	return pick(l.events[strings.ToLower(key.EventID)], key)
}

// pick chooses among the events whose ids differ from the key's in case at most: an exact match beats the others. Nil
// means not listed.
func pick(fits []Event, key Key) (*Event, error) {
	for _, e := range fits {
		if e.EventID == key.EventID || len(fits) == 1 {
			return &e, nil
		}
	}
	if len(fits) == 0 {
		return nil, nil //nolint:nilnil // not listed is an answer, and no error
	}
	ids := make([]string, len(fits))
	for i, e := range fits {
		ids[i] = e.EventID
	}
	return nil, &AmbiguousError{Key: key, Fits: ids}
}

// holds reports whether all these events are listed, in exactly this spelling: what else is listed cannot change how they stand.
func (l *listing) holds(keys []Key) bool {
	return !slices.ContainsFunc(keys, func(k Key) bool {
		return !slices.ContainsFunc(l.events[strings.ToLower(k.EventID)], func(e Event) bool { return e.EventID == k.EventID })
	})
}

// with returns the listing with newer forms of some of its events.
func (l *listing) with(newer []Event) *listing {
	next := &listing{began: l.began, known: l.known, cut: l.cut, events: maps.Clone(l.events)}
	for _, n := range newer {
		id := strings.ToLower(n.EventID)
		fits := slices.Clone(next.events[id])
		if i := slices.IndexFunc(fits, func(e Event) bool { return e.EventID == n.EventID }); i >= 0 {
			fits[i] = n
			next.events[id] = fits
		}
	}
	return next
}

func newListing(began time.Time) *listing {
	return &listing{began: began, known: true, events: map[string][]Event{}}
}

func (l *listing) add(e Event) {
	id := strings.ToLower(e.EventID)
	l.events[id] = append(l.events[id], e.withoutDetails())
}

// fetchListing lists one subscription. A subscription that Partner Center does not know is a listing too, an empty
// one: cancelling it is the usual end of a fraud. Unless it has to be whole, a listing may be cut.
func fetchListing(ctx context.Context, service Service, subscriptionID string, whole bool) (*listing, error) {
	l := newListing(time.Now())
	q := partnercenter.ListQuery{SubscriptionID: subscriptionID, AllowCut: !whole}
	err := service.ListFraudEvents(ctx, q, func(p partnercenter.FraudEvent) error {
		p = listedFor(q, p)
		if strings.EqualFold(p.SubscriptionID, subscriptionID) {
			l.add(NewEvent(p))
		}
		return nil
	})
	if notFound(err) {
		return &listing{began: l.began, events: map[string][]Event{}}, nil
	}
	if errors.Is(err, partnercenter.ErrMayBeCut) {
		l.cut = true
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// listedFor fills in the subscription of an event that does not name it: the service was asked for that one.
func listedFor(q partnercenter.ListQuery, p partnercenter.FraudEvent) partnercenter.FraudEvent {
	if p.SubscriptionID == "" {
		p.SubscriptionID = q.SubscriptionID
	}
	return p
}

func notFound(err error) bool {
	var apiErr *partnercenter.Error
	return errors.As(err, &apiErr) && apiErr.NotFound()
}
