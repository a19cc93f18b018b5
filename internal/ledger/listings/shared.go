// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

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
	thorough  bool
	first     *Listing // the earlier listing, if it is a second look
	ctx       *sharing.Context
	done      chan struct{}
	listing   *Listing
	err       error
}

// Shared shares the listings of one subscription: concurrent readers share one call, and later
// readers share its result while it is fresh enough. It does not keep errors. A write advances the
// epoch: later readers get neither a result from before the write nor a listing that overlapped it.
type Shared struct {
	tenant *Tenant
	id     string // of the subscription

	mu    sync.Mutex
	whole bool // a listing was needed for events that it may lack: from now on, none may be cut

	thorough bool // one of these events is missing: see fraud.Query
	epoch    uint64
	// the last time at which events may have changed: earlier listings are out of date
	changed time.Time
	kept    *Listing
	flight  *flight
	second  *flight
	// confirmed writes that no listing has shown yet, by event id
	unseen map[string]unseen
	// lower-case ids that two listings in a row lacked, and none has contained since
	absent map[string]bool
}

// NewShared returns the shared listings of a subscription, which the tenant provides.
func NewShared(tenant *Tenant, subscriptionID string) *Shared {
	return &Shared{tenant: tenant, id: subscriptionID, unseen: map[string]unseen{}}
}

// get returns a listing that began less than maxAge ago; with 0, never the kept one.
func (s *Shared) get(ctx context.Context, maxAge time.Duration) (*Listing, error) {
	ctx = sharing.AsCaller(ctx)
	f, kept := s.join(ctx, maxAge)
	return f.wait(ctx, kept)
}

// wait returns the kept listing or, without one, that of the flight.
func (f *flight) wait(ctx context.Context, kept *Listing) (*Listing, error) {
	if kept != nil {
		return kept, nil
	}
	if sharing.Await(ctx, f.done, sharing.Grace) {
		return f.listing, f.err
	}
	return nil, TimeIsUp(ctx)
}

// Complete returns a listing like get, but not one that is cut where these events could be. A cut
// listing is reliable for the events that it has, so only callers that need another event pay for
// reading the rest.
func (s *Shared) Complete(ctx context.Context, maxAge time.Duration, keys ...fraud.Key) (*Listing,
	error) {
	ctx = sharing.AsCaller(ctx)
	read, err := s.get(ctx, maxAge)
	if err != nil || !read.cut || read.holds(keys) {
		return read, err
	}
	s.want(true)
	return s.get(ctx, maxAge)
}

// Answer returns a listing like Complete that is reliable about these events, whether listed or
// not. Pages shift while they are read, so it reads again if a listing of several pages lacks an
// event.
func (s *Shared) Answer(ctx context.Context, maxAge time.Duration, keys ...fraud.Key) (*Listing,
	error) {
	ctx = sharing.AsCaller(ctx)
	read, err := s.Complete(ctx, maxAge, keys...)
	if err != nil || s.settles(read, keys) {
		return read, err
	}
	if read, err = s.lookTwice(ctx, read); err == nil {
		s.settles(read, keys)
	}
	return read, err
}

// Review returns a listing for reviewing a write to these events. A listing that shows an event
// with two standings is not suitable. If this happens repeatedly, the event's review says so.
func (s *Shared) Review(ctx context.Context, maxAge time.Duration, keys ...fraud.Key) (*Listing,
	error) {
	ctx = sharing.AsCaller(ctx)
	for looks := 1; ; looks++ {
		read, err := s.Answer(ctx, maxAge, keys...)
		if err != nil || looks == mostLooks || !read.isTorn(keys) {
			return read, err
		}
		maxAge = 0
	}
}

// settles reports whether the listing is reliable about these events, and records the missing ones:
// an event that two listings lack does not require a second read in the third.
func (s *Shared) settles(read *Listing, keys []fraud.Key) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	settled := true
	for _, key := range keys {
		id := strings.ToLower(key.EventID)
		switch {
		case !read.lacks(key):
			delete(s.absent, id)
		case s.absent[id] || !read.known:
		case read.twice || read.pages <= 1:
			if s.absent == nil {
				s.absent = map[string]bool{}
			}
			s.absent[id] = true
		default:
			settled = false
		}
	}
	return settled
}

// lookTwice combines the listing with another one right after it. All callers that miss an event in
// the first listing share it.
func (s *Shared) lookTwice(ctx context.Context, first *Listing) (*Listing, error) {
	f, kept := s.joinSecond(ctx, first)
	return f.wait(ctx, kept)
}

func (s *Shared) joinSecond(ctx context.Context, first *Listing) (*flight, *Listing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.kept; k != nil && k.twice && !k.began.Before(first.began) {
		return nil, k
	}
	if f := s.second; f != nil && f.first == first && f.epoch == s.epoch && f.ctx.Join(ctx) {
		return f, nil
	}
	s.second = s.depart(ctx, &flight{first: first})
	return s.second, nil
}

// WantWhole ensures that no later listing is cut.
func (s *Shared) WantWhole() { s.want(false) }

func (s *Shared) want(thorough bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.whole && (s.thorough || !thorough) {
		return
	}
	s.whole, s.thorough = true, thorough
	s.epoch++
	if s.kept != nil && s.kept.cut {
		s.kept = nil
	}
}

func (s *Shared) join(ctx context.Context, maxAge time.Duration) (*flight, *Listing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept != nil && time.Since(s.kept.began) < maxAge {
		return nil, s.kept
	}
	// Callers that want the latest listing can join one that began after the last write.
	f := s.flight
	young := f != nil && (maxAge == 0 || time.Since(f.began) < maxAge)
	if young && f.epoch == s.epoch && f.ctx.Join(ctx) {
		return f, nil
	}
	notBefore := time.Now().Add(-maxAge)
	if notBefore.Before(s.changed) {
		notBefore = s.changed
	}
	s.flight = s.depart(ctx, &flight{notBefore: notBefore, whole: s.whole,
		thorough: s.thorough})
	return s.flight, nil
}

// depart starts a listing.
func (s *Shared) depart(ctx context.Context, f *flight) *flight {
	f.epoch, f.began, f.ctx, f.done = s.epoch, time.Now(), NewContext(0, ctx), make(chan struct{})
	go s.run(f)
	return f
}

func (s *Shared) run(f *flight) {
	defer close(f.done)
	defer f.ctx.End()
	f.list(s)

	s.mu.Lock()
	defer s.mu.Unlock()
	if f.err == nil && f.epoch == s.epoch {
		f.listing = s.withUnseen(f.listing)
	}
	if s.flight == f {
		s.flight = nil
	}
	if s.second == f {
		s.second = nil
	}
	if f.err == nil && f.epoch == s.epoch && (s.kept == nil || !f.listing.began.Before(s.kept.began)) {
		s.kept = f.listing
	}
}

func (f *flight) list(s *Shared) {
	if f.first == nil {
		f.listing, f.err = s.tenant.listing(f.ctx, s.id, f.notBefore, f.whole, f.thorough)
		return
	}
	if f.listing, f.err = s.tenant.again(f.ctx, s.id, f.first); f.err == nil {
		f.listing = f.listing.after(f.first)
	}
}

// Advance is called when events may have changed: a listing in progress began too early to show
// that.
func (s *Shared) Advance() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	s.changed = time.Now()
}

// EndWrite is called at the end of a write, with the resulting events. Unless their standing is
// certain, it drops everything read so far.
func (s *Shared) EndWrite(newer []fraud.Event, certain bool) {
	s.Advance()
	if certain {
		s.Patch(newer)
	} else {
		s.Forget()
	}
}

// Patch updates events in the listings read so far.
func (s *Shared) Patch(newer []fraud.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept != nil && len(newer) > 0 {
		s.kept = s.kept.with(newer)
	}
}

// Forget drops the kept listings, because they may not show an accepted write.
func (s *Shared) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = nil
}
