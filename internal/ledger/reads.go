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

// flight is a listing under way, shared by all who ask for it.
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

// reads shares the listings of one subscription: concurrent readers share one call, later ones its
// answer for as long as they find it fresh enough. Errors are not kept. A write moves the epoch:
// neither an answer from before it nor a listing that was under way during it is handed to later
// readers.
type reads struct {
	// fetch lists the subscription, or returns a listing of it that did not begin before the given
	// time. Unless it has to be whole, it may be cut.
	fetch func(ctx context.Context, notBefore time.Time, whole bool) (*listing, error)

	// again lists the subscription once more, for events that the first listing lacks.
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

// get returns a listing that began less than maxAge ago; with 0 it never is the kept one.
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

// complete returns a listing, as get does, that is not cut where these events would be. A cut one
// tells for certain where the events stand that it holds: only who looks for another pays for the
// look at what may come behind.
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

// answer returns a listing, as complete does, that tells for certain where these events stand,
// listed or not. Pages shift while they are read: an event that a listing of several lacks is
// looked for once more.
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

// review returns a listing by which a write to these events can be reviewed. One that shows an
// event with two standings cannot; when it does so again and again, the event's review says so.
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

// settles reports whether the listing is certain about these events, and takes down which it lacks:
// an event that two listings lacked need not be looked for twice in the third.
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

// lookTwice returns what the listing and one right after it say together. All who miss something in
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
	// Who wants the very latest may join whatever began after the last write.
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

// depart begins a listing.
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

// advance is called when events may have changed: a listing under way began too early to tell.
func (r *reads) advance() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.epoch++
	r.changed = time.Now()
}

// endWrite is called when a write has come to an end, with the events as it left them. Unless their
// standing is certain, everything read so far is dropped.
func (r *reads) endWrite(newer []fraud.Event, certain bool) {
	r.advance()
	if certain {
		r.patch(newer)
	} else {
		r.forget()
	}
}

// patch notes newer forms of events in what was read so far.
func (r *reads) patch(newer []fraud.Event) {
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
