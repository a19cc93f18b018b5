// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// flight is a listing in progress, shared by all its callers.
type flight struct {
	epoch     uint64
	began     time.Time
	notBefore time.Time // the listing must not have begun earlier
	whole     bool
	first     *listing // if it is a second look, that after which it looks
	ctx       *sharing.Context
	done      chan struct{}
	listing   *listing
	err       error
}

// reads shares the listings of one subscription: concurrent readers share one call, and later
// readers share its result while it is fresh enough. Errors are not kept. A write advances the
// epoch: later readers get neither a result from before the write nor a listing that overlapped it.
type reads struct {
	// fetch lists the subscription, or returns a listing that did not begin before the given time.
	// Unless it must be whole, it may be cut.
	fetch func(ctx context.Context, notBefore time.Time, whole bool) (*listing, error)

	// again lists the subscription again, for events that the first listing lacks.
	again func(ctx context.Context, first *listing) (*listing, error)

	mu    sync.Mutex
	whole bool // a listing was asked for an event that it may lack: from then on none may be cut
	epoch uint64
	// the last time at which events may have changed: what began earlier is out of date
	changed time.Time
	kept    *listing
	flight  *flight
	second  *flight
	// ids in lower case that two listings in a row lacked, and none has held since
	absent map[string]bool
}

// get returns a listing that began less than maxAge ago; with 0, never the kept one.
func (r *reads) get(ctx context.Context, maxAge time.Duration) (*listing, error) {
	ctx = sharing.AsCaller(ctx)
	f, kept := r.join(ctx, maxAge)
	if kept != nil {
		return kept, nil
	}
	return f.wait(ctx)
}

func (f *flight) wait(ctx context.Context) (*listing, error) {
	if sharing.Await(ctx, f.done, sharing.Grace) {
		return f.listing, f.err
	}
	return nil, timeIsUp(ctx)
}

// complete returns a listing like get, but not one that is cut where these events could be. A cut
// listing is reliable for the events that it has, so only callers that need another event pay for
// reading the rest.
func (r *reads) complete(ctx context.Context, maxAge time.Duration, keys ...fraud.Key) (*listing,
	error) {
	ctx = sharing.AsCaller(ctx)
	read, err := r.get(ctx, maxAge)
	if err != nil || !read.cut || read.holds(keys) {
		return read, err
	}
	r.wantWhole()
	return r.get(ctx, maxAge)
}

// answer returns a listing like complete that is reliable about these events, whether listed or
// not. Pages shift while they are read, so it reads again if a listing of several pages lacks an
// event.
func (r *reads) answer(ctx context.Context, maxAge time.Duration, keys ...fraud.Key) (*listing,
	error) {
	ctx = sharing.AsCaller(ctx)
	read, err := r.complete(ctx, maxAge, keys...)
	if err != nil || r.settles(read, keys) {
		return read, err
	}
	if read, err = r.lookTwice(ctx, read); err == nil {
		r.settles(read, keys)
	}
	return read, err
}

// review returns a listing for reviewing a write to these events. A listing that shows an event
// with two standings is not suitable. If this happens repeatedly, the event's review says so.
func (r *reads) review(ctx context.Context, maxAge time.Duration, keys ...fraud.Key) (*listing,
	error) {
	ctx = sharing.AsCaller(ctx)
	for looks := 1; ; looks++ {
		read, err := r.answer(ctx, maxAge, keys...)
		if err != nil || looks == mostLooks || !read.isTorn(keys) {
			return read, err
		}
		maxAge = 0
	}
}

// settles reports whether the listing is reliable about these events, and records the missing ones:
// an event that two listings lack does not require a second read in the third.
func (r *reads) settles(read *listing, keys []fraud.Key) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	settled := true
	for _, key := range keys {
		id := strings.ToLower(key.EventID)
		switch {
		case !read.lacks(key):
			delete(r.absent, id)
		case r.absent[id] || !read.known:
		case read.twice || read.pages <= 1:
			if r.absent == nil {
				r.absent = map[string]bool{}
			}
			r.absent[id] = true
		default:
			settled = false
		}
	}
	return settled
}

// lookTwice combines the listing with another one right after it. All callers that miss an event in
// the first share it.
func (r *reads) lookTwice(ctx context.Context, first *listing) (*listing, error) {
	f, kept := r.joinSecond(ctx, first)
	if kept != nil {
		return kept, nil
	}
	return f.wait(ctx)
}

func (r *reads) joinSecond(ctx context.Context, first *listing) (*flight, *listing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.kept; k != nil && k.twice && !k.began.Before(first.began) {
		return nil, k
	}
	if f := r.second; f != nil && f.first == first && f.epoch == r.epoch && f.ctx.Join(ctx) {
		return f, nil
	}
	r.second = r.depart(ctx, &flight{first: first})
	return r.second, nil
}

// wantWhole ensures that no later listing is cut.
func (r *reads) wantWhole() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.whole {
		return
	}
	r.whole = true
	r.epoch++
	if r.kept != nil && r.kept.cut {
		r.kept = nil
	}
}

func (r *reads) join(ctx context.Context, maxAge time.Duration) (*flight, *listing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept != nil && time.Since(r.kept.began) < maxAge {
		return nil, r.kept
	}
	// Callers that want the latest listing can join one that began after the last write.
	f := r.flight
	young := f != nil && (maxAge == 0 || time.Since(f.began) < maxAge)
	if young && f.epoch == r.epoch && f.ctx.Join(ctx) {
		return f, nil
	}
	notBefore := time.Now().Add(-maxAge)
	if notBefore.Before(r.changed) {
		notBefore = r.changed
	}
	r.flight = r.depart(ctx, &flight{notBefore: notBefore, whole: r.whole})
	return r.flight, nil
}

// depart starts a listing.
func (r *reads) depart(ctx context.Context, f *flight) *flight {
	f.epoch, f.began, f.ctx, f.done = r.epoch, time.Now(), shared(0, ctx), make(chan struct{})
	go r.run(f)
	return f
}

func (r *reads) run(f *flight) {
	defer close(f.done)
	defer f.ctx.End()
	f.list(r)

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flight == f {
		r.flight = nil
	}
	if r.second == f {
		r.second = nil
	}
	if f.err == nil && f.epoch == r.epoch && (r.kept == nil || !f.listing.began.Before(r.kept.began)) {
		r.kept = f.listing
	}
}

func (f *flight) list(r *reads) {
	if f.first == nil {
		f.listing, f.err = r.fetch(f.ctx, f.notBefore, f.whole)
		return
	}
	if f.listing, f.err = r.again(f.ctx, f.first); f.err == nil {
		f.listing = f.listing.after(f.first)
	}
}

// advance is called when events may have changed: a listing in progress began too early to show
// that.
func (r *reads) advance() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.epoch++
	r.changed = time.Now()
}

// endWrite is called at the end of a write, with the resulting events. Unless their standing is
// certain, it drops everything read so far.
func (r *reads) endWrite(newer []fraud.Event, certain bool) {
	r.advance()
	if certain {
		r.patch(newer)
	} else {
		r.forget()
	}
}

// patch updates events in the listings read so far.
func (r *reads) patch(newer []fraud.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept != nil && len(newer) > 0 {
		r.kept = r.kept.with(newer)
	}
}

// forget drops the listings read so far, because they may not show an accepted write.
func (r *reads) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = nil
}
