// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

const (
	// maxBatch is how many events one call names. The service documents no limit; this stays modest.
	maxBatch = 100

	// wrapUp is how long a caller that is told to stop still waits for a write that is already on its way, so that
	// an interrupted run records what it did.
	wrapUp = 5 * time.Second
)

// order is one change on its way through the Ledger.
type order struct {
	change Change
	ctx    context.Context //nolint:containedctx // the caller's, for as long as it waits
	done   chan struct{}

	mu      sync.Mutex
	sent    bool
	settled bool
	outcome Outcome
	err     error

	reviewed                 Event  // as it was read before the write
	requestID, correlationID string // of the write that was sent last

	reported *Event // as it was read last after the write; nil if it was not, or is not listed any more
}

// writes gathers the changes of one subscription, so that concurrent ones with the same decision travel together.
type writes struct {
	mu    sync.Mutex
	queue []*order
	busy  bool
}

// Result is what became of one of several changes.
type Result struct {
	Outcome Outcome
	Err     error
}

// DecideAll is Decide for several changes at once, of any subscriptions. Each has a result of its own, in the same
// order: one that fails does not stop the others.
func (l *Ledger) DecideAll(ctx context.Context, changes []Change) []Result {
	orders := make([]*order, len(changes))
	for i, c := range changes {
		orders[i] = l.place(ctx, c)
	}
	results := make([]Result, len(changes))
	linger := wrapUp
	for i, o := range orders {
		if !l.wait(o, linger) {
			linger = 0 // the context is over, and the others have had that time too
		}
		o.outcome.AuditErr = l.auditOrder(ctx, o)
		results[i] = Result{o.outcome, o.err}
	}
	return results
}

// Decide carries the change out: it reads the event, reviews the change, writes if there is something to write, and
// returns once Partner Center reports the event as decided. The errors are those of Review, an *UnconfirmedError, and
// those of the calls. When ctx ends before the write was sent, nothing is written.
func (l *Ledger) Decide(ctx context.Context, c Change) (Outcome, error) {
	o := l.place(ctx, c)
	l.wait(o, wrapUp)
	o.outcome.AuditErr = l.auditOrder(ctx, o)
	return o.outcome, o.err
}

// place puts the change in its subscription's queue.
func (l *Ledger) place(ctx context.Context, c Change) *order {
	o := &order{change: c, ctx: ctx, done: make(chan struct{})}
	l.book(c.Key.SubscriptionID).enqueue(o)
	return o
}

// wait returns when the order is settled, which it is at the latest a little after its context has ended: linger
// after it was cancelled. It reports whether that came by itself.
func (l *Ledger) wait(o *order, linger time.Duration) bool {
	if await(o.ctx, o.done, linger) {
		return true
	}
	if o.giveUp() {
		l.book(o.change.Key.SubscriptionID).reads.forget()
	}
	return false
}

func (b *book) enqueue(o *order) {
	b.arrivals.note()
	b.writes.mu.Lock()
	defer b.writes.mu.Unlock()
	b.writes.queue = append(b.writes.queue, o)
	if !b.writes.busy {
		b.writes.busy = true
		go b.work()
	}
}

// work serves the queue until it is empty. There is one worker for a subscription at a time, so its writes keep
// their order, and what queues up during a call travels with the next.
func (b *book) work() {
	var waiting []*order
	for {
		b.arrivals.gather()
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

// serve reviews the orders by one listing and sends the first batch of what is to be written. It returns the orders
// that wait for the next: they are reviewed again then, because this write may be about their events too.
func (b *book) serve(orders []*order) (waiting []*order) {
	ctx := jointly(orders, 0)
	defer ctx.end()
	read, err := b.reads.get(ctx, reviewAge)
	if err != nil {
		settleAll(orders, err)
		return nil
	}
	var batch []*order
	for _, o := range orders {
		outcome, err := read.review(o.change)
		switch {
		case err != nil || outcome.Action != Write:
			o.settle(outcome, err)
		case len(batch) == 0 || len(batch) < maxBatch && o.change.Decision == batch[0].change.Decision:
			o.reviewed = outcome.Event
			batch = append(batch, o)
		default:
			waiting = append(waiting, o)
		}
	}
	b.send(batch)
	return waiting
}

// send writes one decision about several events. Callers that have left meanwhile are left out.
func (b *book) send(batch []*order) {
	batch = slices.DeleteFunc(slices.Clone(batch), func(o *order) bool { return !o.depart() })
	if len(batch) == 0 {
		return
	}
	ctx := jointly(batch, wrapUp)
	defer ctx.end()
	update, err := newUpdate(batch)
	if err != nil {
		settleAll(batch, err)
		return
	}

	result, err := b.service.UpdateFraudEvents(ctx, update, func(ctx context.Context) (bool, error) { return b.applied(ctx, batch) })
	if err != nil {
		b.reads.endWrite(nil, false)
		b.failed(batch, err)
		return
	}
	sentAs(batch, result)
	if result.ConfirmedByReading { // and so settled by applied
		b.reads.endWrite(nil, true)
		return
	}
	b.confirm(batch, result)
}

// failed settles a batch that the service did not take. A batch refused for what it says is halved until the event
// at fault stands alone, so that only that one fails.
func (b *book) failed(batch []*order, err error) {
	switch {
	case errors.Is(err, errPartlyApplied):
		b.send(unsettled(batch))
	case len(batch) > 1 && refusedForContent(err):
		for half := range slices.Chunk(batch, (len(batch)+1)/2) {
			b.send(half)
		}
	default:
		settleAll(batch, err)
	}
}

// refusedForContent reports whether other ids might be accepted where these were not.
func refusedForContent(err error) bool {
	var apiErr *partnercenter.Error
	if !errors.As(err, &apiErr) {
		return false
	}
	switch apiErr.StatusCode {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return true
	}
	return false
}

// newUpdate names the events in the service's own spelling.
func newUpdate(batch []*order) (partnercenter.StatusUpdate, error) {
	ids := make([]string, len(batch))
	for i, o := range batch {
		ids[i] = o.reviewed.EventID
	}
	set, err := partnercenter.NewEventIDs(ids[0], ids[1:]...)
	d := batch[0].change.Decision
	return partnercenter.StatusUpdate{
		SubscriptionID: batch[0].reviewed.SubscriptionID,
		EventIDs:       set,
		EventStatus:    string(d.Status()),
		ResolvedReason: string(d.Reason()),
	}, err
}

func jointly(orders []*order, linger time.Duration) *joint {
	members := make([]context.Context, 0, len(orders))
	for _, o := range orders {
		members = append(members, o.ctx)
	}
	return newJoint(linger, members...)
}

// sentAs notes the request that carried the orders.
func sentAs(batch []*order, result partnercenter.UpdateResult) {
	for _, o := range batch {
		o.mu.Lock()
		o.requestID, o.correlationID = result.RequestID, result.CorrelationID
		o.mu.Unlock()
	}
}

// unsettled returns the orders that have no end yet.
func unsettled(orders []*order) []*order {
	return slices.DeleteFunc(slices.Clone(orders), (*order).isSettled)
}

func settleAll(orders []*order, err error) {
	for _, o := range orders {
		o.settle(Outcome{}, err)
	}
}

// depart marks the order as sent. It fails when the caller has left.
func (o *order) depart() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.settled {
		return false
	}
	if o.ctx.Err() != nil && !o.sent {
		o.finish(Outcome{}, context.Cause(o.ctx))
		return false
	}
	o.sent = true
	return true
}

// settle gives the order its end, unless it has one.
func (o *order) settle(outcome Outcome, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.settled {
		o.finish(outcome, err)
	}
}

// giveUp settles an order whose caller waits no longer. It reports whether the write may have happened.
func (o *order) giveUp() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.settled:
		return false
	case o.sent:
		o.finish(Outcome{}, o.unconfirmed(context.Cause(o.ctx)))
		return true
	default:
		o.finish(Outcome{}, context.Cause(o.ctx))
		return false
	}
}

func (o *order) finish(outcome Outcome, err error) {
	o.settled, o.outcome, o.err = true, outcome, err
	close(o.done)
}

func (o *order) isSettled() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.settled
}
