// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// firstTry is the number of subscriptions to list one by one before trying the whole tenant.
const firstTry = 8

// Tenant provides the listings of single subscriptions: one listing each or, for many
// subscriptions, one listing of the whole tenant. Its cost is only known after reading it, because
// the service gives no totals. So tenant tries it with as many pages as it has spent on single
// listings. If that is not enough, it tries again after four times as many. The calls stay within a
// small factor of the cheaper way. A process that writes does not try: each of its writes is
// reviewed against a recent listing of one subscription.
//
// If a listing of several pages lacks an event, tenant reads again, with a listing of the event's
// subscription. If many subscriptions lack events, for example because they have aged out, it does
// so as often as the tenant's listing took pages, and then lists the tenant again for all others.
// So the second read costs at most about twice as much as the first.
//
// If the service lists only the whole tenant, all subscriptions share its listings, in a process
// that writes, too.
type Tenant struct {
	service *Lister

	mu       sync.Mutex
	singles  int // listings of single subscriptions so far
	tryAfter int // singles after which the whole tenant is tried
	seconds  int // second looks at single subscriptions, by the kept listing
	writes   bool
	kept     *tenantListing
	flight   *tenantFlight
}

// tenantFlight is a listing of the tenant in progress. It ends without a result if it takes too
// many pages.
type tenantFlight struct {
	began    time.Time
	before   *tenantListing
	maxPages int // 0 for a service that lists only the whole tenant
	ctx      *sharing.Context
	done     chan struct{}
	whole    *tenantListing
	err      error
}

// NewTenant returns a Tenant without listings.
func NewTenant(service *Lister) *Tenant {
	return &Tenant{service: service, tryAfter: firstTry}
}

// listing returns a listing of the subscription that did not begin before the given time. Unless it
// must be whole, it may be cut at its first page. A whole listing may still be cut at a page of an
// unlikely limit, unless it is thorough: see fraud.Query.
func (t *Tenant) listing(ctx context.Context, subscriptionID string, notBefore time.Time,
	whole, thorough bool) (*Listing, error) {
	if !t.only() {
		if all := t.whole(ctx, notBefore); all != nil {
			return all.of(subscriptionID), nil
		}
		single, err := fetch(ctx, t.service, fraud.Query{SubscriptionID: subscriptionID,
			AllowCut: !whole, Thorough: !whole || thorough, TellUnfiltered: true})
		if !errors.Is(err, fraud.ErrUnfiltered) {
			return single, err
		}
	}
	all, err := t.shared(ctx, notBefore)
	if err != nil {
		return nil, err
	}
	return all.of(subscriptionID), nil
}

// only reports whether the service lists only the whole tenant.
func (t *Tenant) only() bool { return t.service.service.Limits().TenantOnly }

// shared returns the listing of a service that lists only the whole tenant.
func (t *Tenant) shared(ctx context.Context, notBefore time.Time) (*tenantListing, error) {
	kept, flight := t.joinShared(ctx, notBefore)
	switch {
	case kept != nil:
		return kept, nil
	case !sharing.Await(ctx, flight.done, sharing.Grace):
		return nil, TimeIsUp(ctx)
	}
	return flight.whole, flight.err
}

func (t *Tenant) joinShared(ctx context.Context, notBefore time.Time) (*tenantListing,
	*tenantFlight) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept != nil && !t.kept.began.Before(notBefore) {
		return t.kept, nil
	}
	if f := t.flight; f != nil && f.maxPages == 0 && !f.began.Before(notBefore) && f.ctx.Join(ctx) {
		return nil, f
	}
	t.depart(ctx, nil, 0)
	return nil, t.flight
}

// depart starts a listing of the tenant. The caller holds the lock.
func (t *Tenant) depart(ctx context.Context, before *tenantListing, maxPages int) {
	t.flight = &tenantFlight{began: time.Now(), before: before, maxPages: maxPages,
		ctx: NewContext(0, ctx), done: make(chan struct{})}
	go t.run(t.flight)
}

// whole returns a listing of the tenant if there is one or if it is worth trying; otherwise nil.
func (t *Tenant) whole(ctx context.Context, notBefore time.Time) *tenantListing {
	kept, flight := t.join(ctx, notBefore)
	if kept != nil || flight == nil {
		return kept
	}
	if sharing.Await(ctx, flight.done, sharing.Grace) && flight.whole != nil {
		return flight.whole
	}
	t.count()
	return nil
}

// count counts one listing of a single subscription.
func (t *Tenant) count() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.singles++
}

// NoteWrite is called before anything is written.
func (t *Tenant) NoteWrite() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes = true
}

func (t *Tenant) join(ctx context.Context, notBefore time.Time) (*tenantListing, *tenantFlight) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept != nil && !t.kept.began.Before(notBefore) {
		return t.kept, nil
	}
	if f := t.flight; f != nil && !f.began.Before(notBefore) && f.ctx.Join(ctx) {
		return nil, f
	}
	// Callers that want the latest listing, for example after a write, want one subscription.
	if t.writes || t.singles < t.tryAfter || time.Since(notBefore) < time.Second ||
		!t.service.service.Limits().AllFields {
		t.singles++
		return nil, nil
	}
	t.depart(ctx, nil, t.singles)
	return nil, t.flight
}

func (t *Tenant) run(f *tenantFlight) {
	defer close(f.done)
	defer f.ctx.End()
	whole, err := t.fetch(f.ctx, f.began, f.maxPages)

	t.mu.Lock()
	defer t.mu.Unlock()
	if t.flight == f {
		t.flight = nil
	}
	if err != nil { // too many pages, or a failure that a single listing reports better
		f.err, t.tryAfter = err, 4*max(t.singles, f.maxPages)
		return
	}
	whole.before = f.before
	f.whole, t.kept, t.seconds = whole, whole, 0
}

func (t *Tenant) fetch(ctx context.Context, began time.Time, maxPages int) (*tenantListing, error) {
	all := &tenantListing{service: t.service.Service(), began: began,
		subscriptions: map[string]*Listing{}}
	_, err := t.service.List(ctx, fraud.Query{MaxPages: maxPages, Thorough: true}, &intoListings{
		add:   all.add,
		clear: func() { clear(all.subscriptions) },
		done: func() error {
			all.pages++
			return nil
		},
	})
	for _, part := range all.subscriptions {
		part.pages = all.pages
	}
	return all, err
}

// again lists a subscription again, for events that its first listing lacks.
func (t *Tenant) again(ctx context.Context, subscriptionID string, first *Listing) (*Listing,
	error) {
	if first.tenant != nil {
		if all := t.second(ctx, first.tenant); all != nil {
			return all.of(subscriptionID), nil
		}
	}
	return fetch(ctx, t.service, fraud.Query{SubscriptionID: subscriptionID, Thorough: true})
}

// second returns a listing of the tenant that is newer than the first, if there is one or if it is
// worth reading; otherwise nil.
func (t *Tenant) second(ctx context.Context, first *tenantListing) *tenantListing {
	kept, flight := t.joinSecond(ctx, first)
	if kept != nil || flight == nil {
		return kept
	}
	if sharing.Await(ctx, flight.done, sharing.Grace) {
		return flight.whole
	}
	return nil
}

func (t *Tenant) joinSecond(ctx context.Context, first *tenantListing) (*tenantListing,
	*tenantFlight) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept != nil && t.kept != first && t.kept.began.After(first.began) {
		return t.kept, nil
	}
	if f := t.flight; f != nil && f.began.After(first.began) && f.ctx.Join(ctx) {
		return nil, f
	}
	maxPages := 2 * first.pages
	switch {
	case t.only():
		maxPages = 0
	case t.writes || t.seconds < first.pages:
		t.seconds++
		return nil, nil
	}
	t.depart(ctx, first, maxPages)
	return nil, t.flight
}
