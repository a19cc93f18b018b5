// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// listing is all that Partner Center listed for one subscription at one moment. It does not change once it is made.
type listing struct {
	began  time.Time
	known  bool               // false: Partner Center does not know the subscription
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

// with returns the listing with newer forms of some of its events.
func (l *listing) with(newer []Event) *listing {
	next := &listing{began: l.began, known: l.known, events: maps.Clone(l.events)}
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
// one: cancelling it is the usual end of a fraud.
func fetchListing(ctx context.Context, service Service, subscriptionID string) (*listing, error) {
	l := newListing(time.Now())
	q := partnercenter.ListQuery{SubscriptionID: subscriptionID}
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

// flight is a listing under way, shared by all who ask for it.
type flight struct {
	epoch     uint64
	notBefore time.Time // the listing must not have begun earlier
	ctx       *joint
	done      chan struct{}
	listing   *listing
	err       error
}

// reads shares the listings of one subscription: concurrent readers share one call, later ones its answer for as
// long as they find it fresh enough. Errors are not kept. A write moves the epoch: neither an answer from before it
// nor a listing that was under way during it is handed to later readers.
type reads struct {
	// fetch lists the subscription, or returns a listing of it that did not begin before the given time.
	fetch func(ctx context.Context, notBefore time.Time) (*listing, error)

	mu      sync.Mutex
	epoch   uint64
	changed time.Time // the last time at which events may have changed: what began earlier is out of date
	kept    *listing
	flight  *flight
}

// get returns a listing that began less than maxAge ago; with 0 it never is the kept one.
func (r *reads) get(ctx context.Context, maxAge time.Duration) (*listing, error) {
	ctx = asCaller(ctx)
	f, kept := r.join(ctx, maxAge)
	if kept != nil {
		return kept, nil
	}
	if await(ctx, f.done, grace) {
		return f.listing, f.err
	}
	return nil, leaving(ctx)
}

func (r *reads) join(ctx context.Context, maxAge time.Duration) (*flight, *listing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept != nil && time.Since(r.kept.began) < maxAge {
		return nil, r.kept
	}
	if f := r.flight; f != nil && f.epoch == r.epoch && f.ctx.add(ctx) {
		return f, nil
	}
	notBefore := time.Now().Add(-maxAge)
	if notBefore.Before(r.changed) {
		notBefore = r.changed
	}
	r.flight = &flight{epoch: r.epoch, notBefore: notBefore, ctx: newJoint(0, ctx), done: make(chan struct{})}
	go r.run(r.flight)
	return r.flight, nil
}

func (r *reads) run(f *flight) {
	defer close(f.done)
	defer f.ctx.end()
	f.listing, f.err = r.fetch(f.ctx, f.notBefore)

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flight == f {
		r.flight = nil
	}
	if f.err == nil && f.epoch == r.epoch {
		r.kept = f.listing
	}
}

// advance is called when events may have changed: a listing under way began too early to tell.
func (r *reads) advance() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.epoch++
	r.changed = time.Now()
}

// endWrite is called when a write has come to an end, with the events as it left them. Unless their standing is
// certain, everything read so far is dropped.
func (r *reads) endWrite(newer []Event, certain bool) {
	r.advance()
	if certain {
		r.patch(newer)
	} else {
		r.forget()
	}
}

// patch notes newer forms of events in what was read so far.
func (r *reads) patch(newer []Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept != nil && len(newer) > 0 {
		r.kept = r.kept.with(newer)
	}
}

// forget drops what was read so far: it may not show an accepted write.
func (r *reads) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = nil
}
