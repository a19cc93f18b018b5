// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// trial is what has come of the calls about one batch so far.
type trial struct {
	accepted bool // a call was
	refused  int  // events that were refused by themselves
	all      []*order
}

// hopeless says that nothing went through yet, not even events by themselves: then most likely
// nothing will, and calls about several events would only be refused too. What holds for an event
// it must hear itself.
func (t *trial) hopeless() bool { return !t.accepted && t.refused >= 2 }

// send writes one decision about several events. Callers that have left meanwhile are left out.
func (b *book) send(batch []*order, t *trial) {
	for t.hopeless() && len(batch) > 1 {
		b.send(batch[:1], t)
		batch = batch[1:]
	}
	batch = slices.DeleteFunc(slices.Clone(batch), func(o *order) bool { return !o.depart() })
	if len(batch) == 0 {
		return
	}
	ctx := jointly(batch, wrapUp)
	defer ctx.End()
	update, err := newUpdate(batch)
	if err != nil {
		settleAll(batch, err)
		return
	}

	result, err := b.service.Update(ctx, update,
		func(ctx context.Context, sent fraud.Sent) (bool, error) {
			if sent.Waits {
				return b.lookAnew(ctx, batch, t, sent)
			}
			return b.applied(ctx, batch, sent)
		})
	if err != nil {
		b.reads.endWrite(nil, false)
		b.failed(batch, err, t)
		return
	}
	t.accepted = true
	sentAs(batch, result)
	if result.ConfirmedByReading { // and so settled by applied
		b.reads.endWrite(nil, true)
		return
	}
	b.confirm(batch, result)
}

// failed settles a batch that the service did not take. One that it refused because of events is
// sent again in parts, until those at fault stand alone, so that only they fail.
func (b *book) failed(batch []*order, err error, t *trial) {
	switch {
	case errors.Is(err, errPartlyFresh):
		for _, page := range byPage(unsettled(batch)) {
			b.send(page, t)
		}
	case errors.Is(err, errPartlyApplied):
		b.send(unsettled(batch), t)
	case !refusedForEvents(err):
		settleAll(batch, err)
	case len(batch) > 1:
		for half := range slices.Chunk(batch, (len(batch)+1)/2) {
			b.send(half, t)
		}
	default:
		t.refused++
		settleAll(batch, err)
	}
}

// refusedForEvents reports whether other events might be accepted where these were not.
func refusedForEvents(err error) bool {
	return fraud.Failed(err, fraud.RefusedForEvents)
}

// newUpdate names the events in the service's own spelling.
func newUpdate(batch []*order) (fraud.Update, error) {
	ids := make([]string, len(batch))
	for i, o := range batch {
		ids[i] = o.reviewed.EventID
	}
	set, err := fraud.NewEventIDs(ids[0], ids[1:]...)
	return fraud.Update{
		SubscriptionID: batch[0].reviewed.SubscriptionID,
		EventIDs:       set,
		Decision:       batch[0].change.Decision,
		ReviewedAt:     func() time.Time { return reviewedAt(batch) },
	}, err
}
