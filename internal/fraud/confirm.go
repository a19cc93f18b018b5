// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// A write is confirmed by reading at growing intervals until the callers' time is up.
const (
	firstReread = 250 * time.Millisecond
	lastReread  = 10 * time.Second
)

// confirm settles the orders whose events the reply reports as decided, and returns those events. What the reply
// holds is not certain (docs-dev/api.md, Update), so it can say yes, but not no.
func confirm(batch []*order, reply []partnercenter.FraudEvent) []Event {
	reported := make(map[string]Event, len(reply))
	for _, p := range reply {
		reported[p.EventID] = NewEvent(p)
	}
	var confirmed []Event
	for _, o := range batch {
		if e, ok := reported[o.seen.EventID]; ok && e.Carries(o.change.Decision) {
			confirmed = append(confirmed, e)
			o.settle(Outcome{Action: Write, Event: o.seen.decided(e)}, nil)
		}
	}
	return confirmed
}

// decided returns the event with the standing of a newer report of it, which may leave other fields out.
func (e Event) decided(newer Event) Event {
	e.Status, e.Reason, e.ResolvedBy, e.ResolvedOn = newer.Status, newer.Reason, newer.ResolvedBy, newer.ResolvedOn
	return e
}

// confirmByReading reads until every order is settled: the service may show a change some time after accepting it.
func (b *book) confirmByReading(orders []*order) {
	ctx := jointly(orders, 0)
	defer ctx.cancel(nil)
	var err error
	for wait := firstReread; len(orders) > 0; wait = min(2*wait, lastReread) {
		var read *listing
		if read, err = b.reads.get(ctx, time.Nanosecond); err == nil {
			orders = read.settleCarried(orders)
		}
		if len(orders) == 0 || err != nil && ctx.Err() == nil || !pause(ctx, wait) {
			break
		}
	}
	for _, o := range orders {
		o.unconfirmed(err)
	}
}

// settleCarried settles the orders whose events stand as decided by this listing, and returns the others.
func (l *listing) settleCarried(orders []*order) []*order {
	return slices.DeleteFunc(slices.Clone(orders), func(o *order) bool {
		e, err := l.find(o.change.Key)
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
	})
}

// applied says whether a write of unknown outcome took effect. If the events stand neither as before nor as decided,
// somebody else was there in between, and sending again would overturn that.
func (b *book) applied(ctx context.Context, batch []*order) (bool, error) {
	b.reads.advance() // a listing that is under way began too early to tell
	read, err := b.reads.get(ctx, time.Nanosecond)
	if err != nil {
		return false, err
	}
	var open int
	for _, o := range batch {
		e, err := read.find(o.change.Key)
		switch {
		case err != nil:
			return false, err
		case e == nil:
			return false, &UnlistedError{Key: o.change.Key, SubscriptionKnown: read.known}
		case e.Carries(o.change.Decision):
		case e.Standing() == o.seen.Standing():
			open++
		default:
			return false, &ChangedError{Event: *e, Seen: o.seen.Standing(), Decision: o.change.Decision}
		}
	}
	if open > 0 {
		return false, nil
	}
	read.settleCarried(batch)
	return true, nil
}

func (o *order) reread(e *Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen = e
}

func (o *order) unconfirmed(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.settled {
		o.finish(Outcome{}, &UnconfirmedError{Key: o.change.Key, Decision: o.change.Decision, Event: o.seen, Err: err})
	}
}
