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

const (
	// wrapUp is how long a caller that is told to stop still waits for a write that is already on its
	// way, so that an interrupted run records what it did.
	wrapUp = 5 * time.Second
)

// writes gathers the changes of one subscription, so that concurrent ones with the same decision
// travel together.
type writes struct {
	mu    sync.Mutex
	queue []*order
	busy  bool
}

// Result is what became of one of several changes.
type Result struct {
	Outcome fraud.Outcome
	Err     error
}

// DecideAll is Decide for several changes at once, of any subscriptions. Each has a result of its
// own, in the same order: one that fails does not stop the others.
func (l *Ledger) DecideAll(ctx context.Context, changes []fraud.Change) []Result {
	orders := l.place(ctx, changes...)
	results := make([]Result, len(changes))
	linger := wrapUp
	for i, o := range orders {
		if !l.wait(o, linger) {
			linger = 0 // the context is over, and the others have had that time too
		}
		results[i] = Result{o.outcome, o.err}
	}
	return results
}

// Decide carries the change out: it reads the event, reviews the change, writes if there is
// something to write, and returns once Partner Center reports the event as decided. The errors are
// those of Review, an *UnconfirmedError, and those of the calls. When ctx ends before the write was
// sent, nothing is written.
func (l *Ledger) Decide(ctx context.Context, c fraud.Change) (fraud.Outcome, error) {
	o := l.place(ctx, c)[0]
	l.wait(o, wrapUp)
	return o.outcome, o.err
}

// ended is told of a settled order, whose lock is held, by whoever settles it. So the audit log has
// its line before anybody waits for the orders beside it, and the line bears the time of the
// change.
func (l *Ledger) ended(o *order) {
	o.outcome = l.run.asPlanned(o.change, o.outcome)
	if !mayInherit(o.change, o.err) {
		l.finish(o)
		return
	}
	go func() { // the states of this run may come late, and the queue must not wait for them
		outcome, err := l.inherit(o.ctx, o.change, o.outcome, o.err)
		o.mu.Lock()
		defer o.mu.Unlock()
		o.outcome, o.err = outcome, err
		l.finish(o)
	}()
}

// finish notes how an order ended, for this run and for the audit log, and releases its caller.
func (l *Ledger) finish(o *order) {
	l.run.end(o.change, o.outcome, o.err)
	o.outcome.AuditErr = l.auditOrder(o)
	close(o.done)
}

// place puts the changes in the queues of their subscriptions. All those of one subscription go in
// at once, so that no call leaves with a part of them, however slow this machine is.
func (l *Ledger) place(ctx context.Context, changes ...fraud.Change) []*order {
	l.tenant.noteWrite()
	orders := make([]*order, len(changes))
	together := map[*book][]*order{}
	for i, c := range changes {
		l.run.begin(c)
		orders[i] = newOrder(ctx, c, l.ended)
		b := l.book(c.Key.SubscriptionID)
		together[b] = append(together[b], orders[i])
	}
	for b, batch := range together {
		b.enqueue(batch)
	}
	return orders
}

// wait returns when the order is settled, which it is at the latest a little after its context has
// ended: linger after it was cancelled. It reports whether that came by itself.
func (l *Ledger) wait(o *order, linger time.Duration) bool {
	if sharing.Await(o.ctx, o.done, linger) {
		return true
	}
	if o.giveUp() {
		l.book(o.change.Key.SubscriptionID).reads.forget()
	}
	<-o.done // of one that was settled meanwhile, and waits for nothing but its context
	return false
}

func (b *book) enqueue(orders []*order) {
	b.arrivals.Note()
	b.writes.mu.Lock()
	defer b.writes.mu.Unlock()
	b.writes.queue = append(b.writes.queue, orders...)
	if !b.writes.busy {
		b.writes.busy = true
		go b.work()
	}
}

// work serves the queue until it is empty. There is one worker for a subscription at a time, so its
// writes keep their order, and what queues up during a call travels with the next.
func (b *book) work() {
	var waiting []*order
	for {
		b.arrivals.Gather()
		orders := b.writes.take(waiting)
		if len(orders) == 0 {
			return
		}
		waiting = b.serve(orders)
	}
}

// take empties the queue. When there is nothing to do, the worker ends.
func (w *writes) take(waiting []*order) []*order {
	w.mu.Lock()
	defer w.mu.Unlock()
	orders := slices.Concat(waiting, w.queue)
	w.queue, w.busy = nil, len(orders) > 0
	return orders
}

// serve reviews the orders by one listing and sends the first batch of what is to be written. It
// returns the orders that wait for the next: they are reviewed again then, because this write may
// be about their events too.
func (b *book) serve(orders []*order) (waiting []*order) {
	ctx := sharedBy(orders, 0)
	defer ctx.End()
	read, err := b.reads.review(ctx, reviewAge, declaredKeys(orders)...)
	if err != nil {
		settleAll(orders, err)
		return nil
	}
	limit := b.service.Limits().EventsPerUpdate
	var batch []*order
	for _, o := range orders {
		outcome, err := b.review(read, o.change)
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
		(&delivery{book: b, all: batch}).send(batch)
	}
	return waiting
}

// review says what a change comes to by this listing, and by what else this process decides.
func (b *book) review(read *listing, c fraud.Change) (fraud.Outcome, error) {
	if err := b.run.spares(c); err != nil {
		return fraud.Outcome{}, err
	}
	return read.review(b.run.onward(c))
}
