// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

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
	var over interruption
	for i, o := range orders {
		l.wait(o, &over)
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
	l.wait(o, &interruption{})
	return o.outcome, o.err
}

// ended is called for a settled order, by the code that settles it and holds its lock. So the audit
// log has the line, with the time of the change, before anything waits for the other orders.
func (l *Ledger) ended(o *order) {
	o.outcome = l.run.asPlanned(o.change, o.outcome)
	if !mayInherit(o.change, o.err) {
		l.finish(o)
		return
	}
	go func() { // the states of this run may come late, and the queue must not wait for them
		outcome, err := l.evidence.inherit(o.ctx, o.change, o.outcome, o.err)
		o.mu.Lock()
		defer o.mu.Unlock()
		o.outcome, o.err = outcome, err
		l.finish(o)
	}()
}

// finish records the end of an order for this run and for the audit log, and releases its caller
// and the orders behind it.
func (l *Ledger) finish(o *order) {
	l.run.end(o.change, o.outcome, o.err)
	o.outcome.AuditErr = l.audit.order(o)
	l.queue(o.change.Key.SubscriptionID).release(o)
	close(o.done)
}

// place adds the changes to the queues of their subscriptions. All changes of one subscription are
// added at once, so that no call has only a part of them, however slow the machine is.
func (l *Ledger) place(ctx context.Context, changes ...fraud.Change) []*order {
	l.tenant.NoteWrite()
	orders := make([]*order, len(changes))
	together := map[*queue][]*order{}
	for i, c := range changes {
		l.run.begin(c)
		orders[i] = newOrder(ctx, c, l.Service(), l.ended)
		q := l.queue(c.Key.SubscriptionID)
		together[q] = append(together[q], orders[i])
	}
	for q, batch := range together {
		q.enqueue(batch)
	}
	return orders
}

// interruption is the end of a context with waiting orders, which share the time after it.
type interruption struct{ at time.Time }

// left returns the rest of a period that began with the interruption.
func (i *interruption) left(d time.Duration) time.Duration {
	if i.at.IsZero() {
		i.at = time.Now()
	}
	return max(0, d-time.Since(i.at))
}

// wait returns when the order is settled. After an interruption, that is at once, or at the latest
// after wrapUp if a write is in transit.
func (l *Ledger) wait(o *order, over *interruption) {
	select {
	case <-o.done:
		return
	case <-o.ctx.Done():
	}
	linger := sharing.Grace
	if o.inTransit() {
		linger = wrapUp
	}
	if sharing.Await(o.ctx, o.done, over.left(linger)) {
		return
	}
	if o.giveUp() {
		l.queue(o.change.Key.SubscriptionID).reads.Forget()
	}
	<-o.done // of an order that was settled in the meantime, and waits only for its context
}
