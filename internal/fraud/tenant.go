// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// firstTry is how many subscriptions are listed one by one before the whole tenant is tried.
const firstTry = 8

// tenant answers for single subscriptions: by a listing of each, or, once many are asked for, out of one listing of
// the whole tenant. What that takes shows only on the way, because the service gives no totals. So it is tried with as
// many pages as single listings have been spent; if it takes more, it is tried again when there are four times as
// many. Whichever is cheaper, the calls stay within a small factor of it. A process that writes does not try: each
// of its writes is reviewed by a listing of seconds ago, of one subscription.
type tenant struct {
	service Service

	mu       sync.Mutex
	singles  int // listings of single subscriptions so far
	tryAfter int // singles after which the whole tenant is tried
	writes   bool
	kept     *tenantListing
	flight   *tenantFlight
}

// tenantListing is all that Partner Center listed for the tenant at one moment. It does not change once it is made.
type tenantListing struct {
	began         time.Time
	subscriptions map[string]*listing // by id in lower case
}

// tenantFlight is a listing of the tenant under way. It ends without one when that takes too many pages.
type tenantFlight struct {
	began time.Time
	ctx   *joint
	done  chan struct{}
	whole *tenantListing
}

func newTenant(service Service) *tenant {
	return &tenant{service: service, tryAfter: firstTry}
}

// listing returns a listing of the subscription that did not begin before the given time. Unless it has to be whole, it may be cut.
func (t *tenant) listing(ctx context.Context, subscriptionID string, notBefore time.Time, whole bool) (*listing, error) {
	if all := t.whole(ctx, notBefore); all != nil {
		return all.of(subscriptionID), nil
	}
	return fetchListing(ctx, t.service, subscriptionID, whole)
}

// whole returns a listing of the tenant if there is one, or if making one is worth a try; else nil.
func (t *tenant) whole(ctx context.Context, notBefore time.Time) *tenantListing {
	kept, flight := t.join(ctx, notBefore)
	if kept != nil || flight == nil {
		return kept
	}
	if await(ctx, flight.done, grace) && flight.whole != nil {
		return flight.whole
	}
	t.count()
	return nil
}

// count notes a listing of a single subscription.
func (t *tenant) count() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.singles++
}

// noteWrite is called before anything is written.
func (t *tenant) noteWrite() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes = true
}

func (t *tenant) join(ctx context.Context, notBefore time.Time) (*tenantListing, *tenantFlight) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept != nil && !t.kept.began.Before(notBefore) {
		return t.kept, nil
	}
	if f := t.flight; f != nil && !f.began.Before(notBefore) && f.ctx.add(ctx) {
		return nil, f
	}
	// Who asks for the very latest, as after a write, asks about one subscription.
	if t.writes || t.singles < t.tryAfter || time.Since(notBefore) < time.Second || !t.service.NewEventsModel() {
		t.singles++
		return nil, nil
	}
	t.flight = &tenantFlight{began: time.Now(), ctx: newJoint(0, ctx), done: make(chan struct{})}
	go t.run(t.flight, t.singles)
	return nil, t.flight
}

func (t *tenant) run(f *tenantFlight, maxPages int) {
	defer close(f.done)
	defer f.ctx.end()
	whole, err := t.fetch(f.ctx, f.began, maxPages)

	t.mu.Lock()
	defer t.mu.Unlock()
	if t.flight == f {
		t.flight = nil
	}
	if err != nil { // too many pages, or a failure that a single listing reports better
		t.tryAfter = 4 * max(t.singles, maxPages)
		return
	}
	f.whole, t.kept = whole, whole
}

func (t *tenant) fetch(ctx context.Context, began time.Time, maxPages int) (*tenantListing, error) {
	whole := &tenantListing{began: began, subscriptions: map[string]*listing{}}
	err := t.service.ListFraudEvents(ctx, partnercenter.ListQuery{MaxPages: maxPages}, func(p partnercenter.FraudEvent) error {
		id := strings.ToLower(p.SubscriptionID)
		if whole.subscriptions[id] == nil {
			whole.subscriptions[id] = newListing(began)
		}
		whole.subscriptions[id].add(NewEvent(p))
		return nil
	})
	return whole, err
}

// of returns the part of one subscription. One without events is not told from one that Partner Center does not know:
// either way none of its events is listed.
func (l *tenantListing) of(subscriptionID string) *listing {
	if part := l.subscriptions[strings.ToLower(subscriptionID)]; part != nil {
		return part
	}
	return newListing(l.began)
}
