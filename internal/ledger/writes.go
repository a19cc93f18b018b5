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
	// wrapUp is how long an interrupted caller still waits for a write in transit, so that an
	// interrupted run records its changes.
	wrapUp = 5 * time.Second
)

// writes gathers the changes of one subscription, so that concurrent changes with the same decision
// share a call.
type writes struct {
	mu    sync.Mutex
	queue []*order
	busy  bool
}

// Result is the result of one of several changes.
type Result struct {
	Outcome fraud.Outcome
	Err     error
}

// DecideAll is Decide for several changes, of any subscriptions. It returns a result for each, in
// the same order: a failed change does not stop the others.
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

// Decide carries out the change: it reads the event, reviews the change, writes if necessary, and
// returns once Partner Center reports the event as decided. The errors are those of Review, an
// *UnconfirmedError, and those of the calls. If ctx ends before the write is sent, nothing is
// written.
func (l *Ledger) Decide(ctx context.Context, c fraud.Change) (fraud.Outcome, error) {
	o := l.place(ctx, c)[0]
	l.wait(o, wrapUp)
	return o.outcome, o.err
}

// ended is called for a settled order, whose lock is held, by the code that settles it. So the
// audit log has the line before anything waits for the other orders, and the line has the time of
// the change.
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

// finish records the end of an order for this run and for the audit log, and releases its caller.
func (l *Ledger) finish(o *order) {
	l.run.end(o.change, o.outcome, o.err)
	o.outcome.AuditErr = l.auditOrder(o)
	close(o.done)
}

// place adds the changes to the queues of their subscriptions. All changes of one subscription are
// added at once, so that no call has only a part of them, however slow the machine is.
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

// wait returns when the order is settled, which is at the latest linger after its context has
// ended. It reports whether the order ended regularly.
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

// work processes the queue until it is empty. Each subscription has one worker at a time, so its
// writes keep their order, and changes that arrive during a call share the next one.
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

// take empties the queue. If there is nothing to do, the worker ends.
func (w *writes) take(waiting []*order) []*order {
	w.mu.Lock()
	defer w.mu.Unlock()
	orders := slices.Concat(waiting, w.queue)
	w.queue, w.busy = nil, len(orders) > 0
	return orders
}

// serve reviews the orders against one listing and sends the first batch of writes. It returns the
// orders that wait for the next batch: they are reviewed again then, because this write may affect
// their events, too.
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

// review returns the effect of a change according to this listing and to the other decisions of
// this process.
func (b *book) review(read *listing, c fraud.Change) (fraud.Outcome, error) {
	if err := b.run.spares(c); err != nil {
		return fraud.Outcome{}, err
	}
	return read.review(b.run.onward(c))
}
