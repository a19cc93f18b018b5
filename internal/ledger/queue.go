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
	busy   bool
}

func (q *queue) enqueue(orders []*order) {
	q.arrivals.Note()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.orders = append(q.orders, orders...)
	if !q.busy {
		q.busy = true
		go q.work()
	}
}

// work processes the queue until it is empty. Each subscription has one worker at a time, so its
// writes keep their order, and changes that arrive during a call share the next one.
func (q *queue) work() {
	var waiting []*order
	for {
		q.arrivals.Gather()
		orders := q.take(waiting)
		if len(orders) == 0 {
			return
		}
		waiting = q.serve(orders)
	}
}

// take empties the queue. If there is nothing to do, the worker ends.
func (q *queue) take(waiting []*order) []*order {
	q.mu.Lock()
	defer q.mu.Unlock()
	orders := slices.Concat(waiting, q.orders)
	q.orders, q.busy = nil, len(orders) > 0
	return orders
}

// serve reviews the orders against one listing and sends the first batch of writes. It returns the
// orders that wait for the next batch: they are reviewed again then, because this write may affect
// their events, too.
func (q *queue) serve(orders []*order) (waiting []*order) {
	ctx := sharedBy(orders, 0)
	defer ctx.End()
	read, err := q.reads.Review(ctx, reviewAge, declaredKeys(orders)...)
	if err != nil {
		settleAll(orders, err)
		return nil
	}
	limit := q.service.Limits().EventsPerUpdate
	var batch []*order
	for _, o := range orders {
		outcome, err := q.review(read, o.change)
		switch {
		case err != nil || outcome.Action != fraud.Write:
			o.settle(outcome, err)
		case len(batch) == 0 || len(batch) < limit && o.change.Decision == batch[0].change.Decision:
			o.review(outcome.Event)
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
	if err := q.run.spares(c); err != nil {
		return fraud.Outcome{}, err
	}
	return reviewBy(read, q.run.onward(c))
}
