// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"sync"
	"time"
)

// flight is a listing under way, shared by all who ask for it.
type flight struct {
	epoch     uint64
	notBefore time.Time // the listing must not have begun earlier
	whole     bool
	ctx       *joint
	done      chan struct{}
	listing   *listing
	err       error
}

// reads shares the listings of one subscription: concurrent readers share one call, later ones its answer for as
// long as they find it fresh enough. Errors are not kept. A write moves the epoch: neither an answer from before it
// nor a listing that was under way during it is handed to later readers.
type reads struct {
	// fetch lists the subscription, or returns a listing of it that did not begin before the given time. Unless it has
	// to be whole, it may be cut.
	fetch func(ctx context.Context, notBefore time.Time, whole bool) (*listing, error)

	mu      sync.Mutex
	whole   bool // a listing was asked for an event that it may lack: from then on none may be cut
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

// answer returns a listing, as get does, that tells for certain where these events stand, listed or not. A cut one does
// so for the events that it holds: only who looks for another pays for the look at what may come behind.
func (r *reads) answer(ctx context.Context, maxAge time.Duration, keys ...Key) (*listing, error) {
	ctx = asCaller(ctx)
	read, err := r.get(ctx, maxAge)
	if err != nil || !read.cut || read.holds(keys) {
		return read, err
	}
	r.wantWhole()
	return r.get(ctx, maxAge)
}

// wantWhole makes sure that no listing which is handed out from now on is cut.
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
	if f := r.flight; f != nil && f.epoch == r.epoch && f.ctx.add(ctx) {
		return f, nil
	}
	notBefore := time.Now().Add(-maxAge)
	if notBefore.Before(r.changed) {
		notBefore = r.changed
	}
	r.flight = &flight{epoch: r.epoch, notBefore: notBefore, whole: r.whole, ctx: newJoint(0, ctx), done: make(chan struct{})}
	go r.run(r.flight)
	return r.flight, nil
}

func (r *reads) run(f *flight) {
	defer close(f.done)
	defer f.ctx.end()
	f.listing, f.err = r.fetch(f.ctx, f.notBefore, f.whole)

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
