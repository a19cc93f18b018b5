// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"slices"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// queue gathers the changes of one subscription, so that concurrent changes with the same decision
// share a call.
type queue struct {
	*book
	run      *sameRun
	arrivals *sharing.Arrivals

	mu     sync.Mutex
	orders []*order
	open   map[fraud.Key]*order // writes that are not settled, by event
	busy   bool
}

func (q *queue) enqueue(orders []*order) {
	q.arrivals.Note()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.orders = append(q.orders, orders...)
	q.wake()
}

// wake starts the worker, unless there is one. The caller holds the lock.
func (q *queue) wake() {
	if !q.busy {
		q.busy = true
		go q.work()
	}
}

// work processes the queue until no order is ready. Each subscription has one worker at a time, so
// its writes keep their order, and changes that arrive during a call share the next one.
func (q *queue) work() {
	var waiting []*order
	for {
		q.arrivals.Gather()
		orders := q.take(waiting)
		if len(orders) == 0 {
			return
		}
		waiting = q.serve(unsettled(orders))
	}
}

// take returns the orders that are ready. If there are none, the worker ends. An order stays in the
// queue while an earlier write to its event is not settled: no listing is a review for it then,
// because the write can take effect afterwards.
func (q *queue) take(waiting []*order) []*order {
	q.mu.Lock()
	defer q.mu.Unlock()
	var ready, held []*order
	for _, o := range slices.Concat(waiting, q.orders) {
		if q.open[o.change.Key.Fold()] == nil {
			ready = append(ready, o)
		} else {
			held = append(held, o)
		}
	}
	q.orders, q.busy = held, len(ready) > 0
	return ready
}

// isHeld reports whether an earlier write to the order's event is not settled.
func (q *queue) isHeld(o *order) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.open[o.change.Key.Fold()] != nil
}

// hold makes later orders about the order's event wait until it is settled.
func (q *queue) hold(o *order) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.open[o.change.Key.Fold()] = o
}

// release is called for every settled order.
func (q *queue) release(o *order) {
	q.mu.Lock()
	defer q.mu.Unlock()
	key := o.change.Key.Fold()
	if q.open[key] != o {
		return
	}
	delete(q.open, key)
	if len(q.orders) > 0 {
		q.wake()
	}
}

// serve reviews the orders against one listing and sends the first batch of writes. It returns the
// orders that wait for the next batch: they are reviewed again then, because this write may affect
// their events, too.
func (q *queue) serve(orders []*order) (waiting []*order) {
	if len(orders) == 0 {
		return nil
	}
	ctx := sharedBy(orders, 0)
	defer ctx.End()
	read, err := q.reads.Review(ctx, q.reviewAge(), declaredKeys(orders)...)
	if err != nil {
		settleAll(orders, err)
		return nil
	}
	limit := q.service.Limits().EventsPerUpdate
	var batch []*order
	for _, o := range orders {
		if q.isHeld(o) {
			waiting = append(waiting, o)
			continue
		}
		outcome, err := q.review(read, o.change)
		switch {
		case err != nil || outcome.Action != fraud.Write:
			o.settle(outcome, err)
		case len(batch) == 0 || len(batch) < limit && o.change.Decision == batch[0].change.Decision:
			o.review(outcome.Event)
			q.hold(o)
			batch = append(batch, o)
		default:
			waiting = append(waiting, o)
		}
	}
	if len(batch) > 0 {
		(&delivery{book: q.book, all: batch}).carryOut()
	}
	return waiting
}

// review returns the effect of a change according to this listing and to the other decisions of
// this process.
func (q *queue) review(read *listings.Listing, c fraud.Change) (fraud.Outcome, error) {
	if err := q.run.precedes(c, read); err != nil {
		return fraud.Outcome{}, err
	}
	if err := q.run.spares(c); err != nil {
		return fraud.Outcome{}, err
	}
	return reviewBy(read, q.run.onward(c))
}
