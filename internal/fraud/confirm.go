// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// A write is confirmed by reading at growing intervals until the callers' time is up.
const (
	firstReread = 250 * time.Millisecond
	lastReread  = 10 * time.Second
)

// confirm ends an accepted write. It settles the orders whose events the reply reports as decided; what the reply holds
// is not certain (docs-dev/api.md, Update), so it can say yes, but not no. The others are confirmed by reading.
func (b *book) confirm(batch []*order, reply []partnercenter.FraudEvent) {
	reported := make(map[string]Event, len(reply))
	for _, p := range reply {
		reported[p.EventID] = NewEvent(p)
	}
	var (
		events    []Event
		confirmed []*order
		open      []*order
	)
	for _, o := range batch {
		if e, ok := reported[o.reviewed.EventID]; ok && e.Carries(o.change.Decision) {
			events = append(events, o.reviewed.decided(e))
			confirmed = append(confirmed, o)
		} else {
			open = append(open, o)
		}
	}
	b.reads.endWrite(events, len(open) == 0) // first, so that nobody who is told reads the old standing
	for i, o := range confirmed {
		o.settle(Outcome{Action: Write, Event: events[i]}, nil)
	}
	if open = unsettled(open); len(open) > 0 {
		go b.confirmByReading(open)
	}
}

// decided returns the event with the standing of a newer report of it, which may leave other fields out.
func (e Event) decided(newer Event) Event {
	e.Status, e.Reason, e.ResolvedBy, e.ResolvedOn = newer.Status, newer.Reason, newer.ResolvedBy, newer.ResolvedOn
	return e
}

// confirmByReading reads until every order is settled: the service may show a change some time after accepting it.
func (b *book) confirmByReading(orders []*order) {
	ctx := jointly(orders, wrapUp)
	defer ctx.end()
	for wait := firstReread; len(orders) > 0; wait = min(2*wait, lastReread) {
		read, err := b.reads.get(ctx, 0)
		if err == nil {
			b.reads.forgetAllBut(read)
			orders = slices.DeleteFunc(orders, func(o *order) bool { return o.shownBy(read) })
		}
		if len(orders) > 0 && (err != nil && ctx.Err() == nil || !pause(ctx, wait)) {
			b.reads.forgetAllBut(nil)
			for _, o := range orders {
				o.unconfirmed(err)
			}
		}
		orders = unsettled(orders) // callers that have left are not read for
	}
}

// shownBy settles the order if its event stands as decided by this listing, and reports whether it does.
func (o *order) shownBy(read *listing) bool {
	e, err := read.find(o.reviewed.Key)
	if err != nil {
		o.settle(Outcome{}, err)
		return true
	}
	if e != nil && e.Carries(o.change.Decision) {
		o.settle(Outcome{Action: Write, Event: *e}, nil)
		return true
	}
	o.reread(e)
	return false
}

// errPartlyApplied ends a call after which some events stand as decided, and others as before.
var errPartlyApplied = errors.New("the update was applied to some of its events only")

// applied settles, by reading, what became of a write of unknown outcome. It returns true when there is nothing left
// to write, false when every event stands as before, so that the same write may be sent again.
func (b *book) applied(ctx context.Context, batch []*order) (bool, error) {
	b.reads.advance() // a listing that is under way began too early to tell
	read, err := b.reads.get(ctx, 0)
	if err != nil {
		return false, err
	}
	var open int
	for _, o := range batch {
		if o.openBy(read) {
			open++
		}
	}
	if open > 0 && open < len(batch) {
		return false, errPartlyApplied
	}
	return open == 0, nil
}

// openBy reports whether the order's event stands as it did before the write, and settles the order otherwise. If the
// event does not stand as decided either, somebody else was there in between, and sending again would overturn that.
func (o *order) openBy(read *listing) bool {
	e, err := read.find(o.reviewed.Key)
	switch {
	case err != nil:
		o.settle(Outcome{}, err)
	case e == nil:
		o.settle(Outcome{}, &UnlistedError{Key: o.change.Key, SubscriptionKnown: read.known})
	case e.Carries(o.change.Decision):
		o.settle(Outcome{Action: Write, Event: *e}, nil)
	case e.Standing() != o.reviewed.Standing():
		o.settle(Outcome{}, &ChangedError{Event: *e, Seen: o.reviewed.Standing(), Decision: o.change.Decision})
	default:
		return true
	}
	return false
}

func (o *order) reread(e *Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reported = e
}

func (o *order) unconfirmed(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.settled {
		o.finish(Outcome{}, &UnconfirmedError{Key: o.change.Key, Decision: o.change.Decision, Event: o.reported, Err: err})
	}
}
