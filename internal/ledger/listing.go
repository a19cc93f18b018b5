// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// listing has all events that Partner Center listed for one subscription at one moment. It is
// immutable.
type listing struct {
	began  time.Time
	known  bool                     // false: Partner Center does not know the subscription
	cut    bool                     // it may lack events: see reads.complete
	pages  int                      // it took: events that shift between several may be missed
	twice  bool                     // two listings in a row lack what it lacks
	events map[string][]fraud.Event // by event id in lower case; several when ids differ in case only
	torn   map[string]fraud.Standing
	tenant *tenantListing // of which it is a part, if it is

	similar *nearIDs // nil where there is nothing to be found
}

// find returns the event with that id: see pick.
func (l *listing) find(key fraud.Key) (*fraud.Event, error) {
	return pick(l.events[strings.ToLower(key.EventID)], key)
}

// pick selects among the events whose ids differ from the key's at most in case: an exact match
// takes precedence. Nil means not listed.
func pick(fits []fraud.Event, key fraud.Key) (*fraud.Event, error) {
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
	return nil, &fraud.AmbiguousError{Key: key, Fits: ids}
}

// holds reports whether all these events are listed in exactly this spelling: other events cannot
// affect them.
func (l *listing) holds(keys []fraud.Key) bool {
	return !slices.ContainsFunc(keys, func(k fraud.Key) bool {
		return !slices.ContainsFunc(l.events[strings.ToLower(k.EventID)],
			func(e fraud.Event) bool { return e.EventID == k.EventID })
	})
}

// lacks reports whether the event is not listed, in whatever case its id is spelled.
func (l *listing) lacks(key fraud.Key) bool {
	return len(
		l.events[strings.ToLower(key.EventID)]) == 0
}

// isTorn reports whether one of these events was listed with two standings: then its standing is
// unknown.
func (l *listing) isTorn(keys []fraud.Key) bool {
	return len(l.torn) > 0 && slices.ContainsFunc(keys, func(k fraud.Key) bool {
		e, _ := l.find(k)
		return e != nil && l.tornBy(*e) != nil
	})
}

// tornBy is an error if the event was listed with another standing as well.
func (l *listing) tornBy(e fraud.Event) error {
	if other, torn := l.torn[e.EventID]; torn {
		return &fraud.UnsteadyError{Event: e, Other: other}
	}
	return nil
}

// with returns the listing with newer versions of some of its events.
func (l *listing) with(newer []fraud.Event) *listing {
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
func (l *listing) after(first *listing) *listing {
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

func newListing(began time.Time) *listing {
	return &listing{began: began, known: true, events: map[string][]fraud.Event{}, similar: &nearIDs{}}
}

// add adds one row. Of several rows about one event, the most recently requested one counts.
func (l *listing) add(e fraud.Event) {
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
func (l *listing) clear() {
	clear(l.events)
	l.torn = nil
}

// receiver receives the rows of the subscription in q.
func (l *listing) receiver(q fraud.Query, done func() error) *intoListings {
	return &intoListings{
		of:    q.SubscriptionID,
		add:   l.add,
		clear: l.clear,
		done: func() error {
			l.pages++
			if done == nil {
				return nil
			}
			return done()
		},
	}
}

// fetchListing lists one subscription. An unknown subscription has an empty listing, because a
// fraud often ends with canceling the subscription. Unless it must be whole, a listing may be cut.
func fetchListing(ctx context.Context, service *lister, subscriptionID string,
	whole bool) (*listing, error) {
	l := newListing(time.Now())
	q := fraud.Query{SubscriptionID: subscriptionID, AllowCut: !whole}
	known, err := service.list(ctx, q, l.receiver(q, nil))
	switch {
	case errors.Is(err, fraud.ErrMayBeCut):
		l.cut = true
	case err != nil:
		return nil, err
	}
	if l.known = known; !known {
		l.clear()
	}
	return l, nil
}

// fetchUntil lists one subscription up to the page that completes these events, so that reading the
// rest does not make them too old. If the listing lacks some, fetchUntil reads once more, because
// pages may shift.
func fetchUntil(ctx context.Context, service *lister, subscriptionID string,
	keys []fraud.Key) (*listing, error) {
	var first *listing
	for {
		l := newListing(time.Now())
		q := fraud.Query{SubscriptionID: subscriptionID}
		known, err := service.list(ctx, q, l.receiver(q, func() error {
			if l.holds(keys) {
				return errFound
			}
			return nil
		}))
		if err != nil && !errors.Is(err, errFound) {
			return nil, err
		}
		if l.known = known; !known {
			l.clear()
			return l, nil
		}
		switch {
		case first != nil:
			return l.after(first), nil
		case l.holds(keys) || l.pages <= 1:
			return l, nil
		}
		first = l
	}
}

// eventFor is an event as a listing of the subscription shows it. One that does not name its
// subscription belongs to that one; an empty id stands for the whole tenant.
func eventFor(subscriptionID string, e fraud.Event) fraud.Event {
	if e.SubscriptionID == "" {
		e.SubscriptionID = subscriptionID
	}
	return e
}
