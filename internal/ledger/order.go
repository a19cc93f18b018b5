// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// wrapUp is how long an interrupted caller still waits for a write in transit, so that an
// interrupted run records its changes.
const wrapUp = 5 * time.Second

// order is one change on its way through the Ledger.
type order struct {
	change  fraud.Change
	service fraud.Service
	ctx     context.Context //nolint:containedctx // of the caller, while it waits
	done    chan struct{}
	ended   func(*order) // sent once, when the order is settled; then done is closed

	mu      sync.Mutex
	tried   bool // a write was about to leave
	sent    bool // a write is in transit
	maybe   bool // a write that is not in transit may have taken effect
	settled bool
	outcome fraud.Outcome
	err     error

	reviewed                 fraud.Event // as read before the write
	requestID, correlationID string      // of the last write

	// as last read after the write; nil if unread or unlisted
	reported *fraud.Event
	unlisted bool // in the last reading after the write
}

func newOrder(ctx context.Context, c fraud.Change, service fraud.Service,
	ended func(*order)) *order {
	return &order{change: c, service: service, ctx: sharing.NewCaller(ctx),
		done: make(chan struct{}), ended: ended}
}

// review records the last read of the order's event before its write.
func (o *order) review(e fraud.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reviewed = e
}

// leave marks the order as in transit. It fails if the caller has left.
func (o *order) leave() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.settled {
		return false
	}
	if o.ctx.Err() != nil && !o.sent && !o.maybe {
		o.finish(fraud.Outcome{}, listings.TimeIsUp(o.ctx))
		return false
	}
	o.tried, o.sent = true, true
	return true
}

// takeBack marks the order as not in transit, and settles it if its caller has left.
func (o *order) takeBack() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = false
	if o.ctx.Err() != nil && !o.settled && !o.maybe {
		o.finish(fraud.Outcome{}, listings.TimeIsUp(o.ctx))
	}
}

// inTransit reports whether a write has left, or may have happened.
func (o *order) inTransit() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sent || o.maybe
}

// noteMaybe records that a write may have happened.
func (o *order) noteMaybe() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.maybe = true
}

func (o *order) mayHaveHappened() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.maybe
}

// settle settles the order, unless it is settled already. A failure says nothing about an earlier
// attempt that may have taken effect, so the outcome is then unknown.
func (o *order) settle(outcome fraud.Outcome, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.settled {
		return
	}
	if err != nil && o.maybe && !fraud.MaybeSent(err) {
		err = o.unconfirmedAgain(err)
	}
	o.finish(outcome, err)
}

// giveUp settles an order whose caller no longer waits. It reports whether the write may have
// happened.
func (o *order) giveUp() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.settled:
		return false
	case o.sent || o.maybe:
		o.finish(fraud.Outcome{}, o.unconfirmed(listings.TimeIsUp(o.ctx)))
		return true
	default:
		o.finish(fraud.Outcome{}, listings.TimeIsUp(o.ctx))
		return false
	}
}

// finish settles the order, whose lock the caller holds.
func (o *order) finish(outcome fraud.Outcome, err error) {
	outcome.Before = outcome.Event.Movement()
	if outcome.Action == fraud.Write {
		outcome.Before = o.reviewed.Movement()
	}
	o.settled, o.outcome, o.err = true, outcome, err
	o.ended(o)
}

func (o *order) isSettled() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.settled
}

// noteReading records a read of the order's event after its write. If a listing of several pages
// lacks the event, the pages may have shifted: then only the second time in a row counts, and the
// next read follows anyway.
func (o *order) noteReading(e *fraud.Event, maybeShifted bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := e == nil && !o.unlisted
	o.unlisted = e == nil
	if first && maybeShifted {
		return
	}
	o.reported = e
}

func (o *order) unconfirmed(err error) *fraud.UnconfirmedError {
	return &fraud.UnconfirmedError{
		Key: o.change.Key, Service: o.service, Decision: o.change.Decision, Event: o.reported, Err: err,
		RequestID: o.requestID, CorrelationID: o.correlationID,
	}
}

// unconfirmedAgain is the end of an order whose later attempt failed.
func (o *order) unconfirmedAgain(err error) error {
	unconfirmed := o.unconfirmed(err)
	unconfirmed.Again = true
	return unconfirmed
}
