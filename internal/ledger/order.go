// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// order is one change on its way through the Ledger.
type order struct {
	change fraud.Change
	ctx    context.Context //nolint:containedctx // the caller's, for as long as it waits
	done   chan struct{}
	ended  func(*order) // told once, when the order is settled; it closes done

	mu      sync.Mutex
	tried   bool // a write was about to leave
	sent    bool // a write is on its way
	maybe   bool // a write that is no longer on its way may have happened
	settled bool
	outcome fraud.Outcome
	err     error

	reviewed                 fraud.Event // as it was read before the write
	requestID, correlationID string      // of the write that was sent last

	// as it was read last after the write; nil if it was not, or is not listed any more
	reported *fraud.Event
	unlisted bool // by the last reading after the write
}

func newOrder(ctx context.Context, c fraud.Change, ended func(*order)) *order {
	return &order{change: c, ctx: sharing.NewCaller(ctx), done: make(chan struct{}), ended: ended}
}

// sharedBy is the context of work that all the orders share.
func sharedBy(orders []*order, linger time.Duration) *sharing.Context {
	members := make([]context.Context, 0, len(orders))
	for _, o := range orders {
		members = append(members, o.ctx)
	}
	return shared(linger, members...)
}

// noteRequest records the request with the orders.
func noteRequest(orders []*order, requestID, correlationID string) {
	for _, o := range orders {
		o.mu.Lock()
		o.requestID, o.correlationID = requestID, correlationID
		o.mu.Unlock()
	}
}

// review records the last read of the order's event before its write.
func (o *order) review(e fraud.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reviewed = e
}

// reviewedAt is the time of the request for the page with the orders' events; of several pages, the
// earliest.
func reviewedAt(orders []*order) time.Time {
	first := slices.MinFunc(orders,
		func(a, b *order) int { return a.reviewed.AskedAt.Compare(b.reviewed.AskedAt) })
	return first.reviewed.AskedAt
}

// newestOf is the time of the latest request for a page with one of the orders' events.
func newestOf(orders []*order) time.Time {
	last := slices.MaxFunc(orders,
		func(a, b *order) int { return a.reviewed.AskedAt.Compare(b.reviewed.AskedAt) })
	return last.reviewed.AskedAt
}

// declaredKeys are the orders' events as the configuration spells them.
func declaredKeys(orders []*order) []fraud.Key {
	return keysFrom(orders, func(o *order) fraud.Key { return o.change.Key })
}

// reviewedKeys are the orders' events as the service spells them.
func reviewedKeys(orders []*order) []fraud.Key {
	return keysFrom(orders, func(o *order) fraud.Key { return o.reviewed.Key })
}

func keysFrom(orders []*order, key func(*order) fraud.Key) []fraud.Key {
	keys := make([]fraud.Key, len(orders))
	for i, o := range orders {
		keys[i] = key(o)
	}
	return keys
}

// unsettled returns the orders that are not settled.
func unsettled(orders []*order) []*order {
	return slices.DeleteFunc(slices.Clone(orders), (*order).isSettled)
}

func settleAll(orders []*order, err error) {
	for _, o := range orders {
		o.settle(fraud.Outcome{}, err)
	}
}

// leaving returns the orders to send, and marks them as in transit.
func leaving(orders []*order) []*order {
	return slices.DeleteFunc(slices.Clone(orders), func(o *order) bool { return !o.leave() })
}

// leave marks the order as in transit. It fails if the caller has left.
func (o *order) leave() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.settled {
		return false
	}
	if o.ctx.Err() != nil && !o.sent && !o.maybe {
		o.finish(fraud.Outcome{}, timeIsUp(o.ctx))
		return false
	}
	o.tried, o.sent = true, true
	return true
}

// takeBack marks orders as not in transit.
func takeBack(orders []*order) {
	for _, o := range orders {
		o.mu.Lock()
		o.sent = false
		o.mu.Unlock()
	}
}

// noteMaybe records whether a write may have happened.
func (o *order) noteMaybe(maybe bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.maybe = maybe
}

func (o *order) mayHaveHappened() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.maybe
}

// settle settles the order, unless it is settled already.
func (o *order) settle(outcome fraud.Outcome, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.settled {
		o.finish(outcome, err)
	}
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
		o.finish(fraud.Outcome{}, o.unconfirmed(timeIsUp(o.ctx)))
		return true
	default:
		o.finish(fraud.Outcome{}, timeIsUp(o.ctx))
		return false
	}
}

// finish settles the order, whose lock the caller holds.
func (o *order) finish(outcome fraud.Outcome, err error) {
	outcome.Before = outcome.Event.Standing()
	if outcome.Action == fraud.Write {
		outcome.Before = o.reviewed.Standing()
	}
	o.settled, o.outcome, o.err = true, outcome, err
	o.ended(o)
}

func (o *order) isSettled() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.settled
}
