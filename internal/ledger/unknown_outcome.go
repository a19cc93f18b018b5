// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// errPartlyApplied ends a call after which some events stand as decided, and others as before.
var errPartlyApplied = errors.New("some of the events stand as decided, others do not")

// applied settles, by reading, what became of a write of unknown outcome. It returns true when
// there is nothing left to write, false when every event stands as before, so that the write may be
// sent.
func (b *book) applied(ctx context.Context, batch []*order, sent fraud.Sent) (bool, error) {
	sentAs(batch, fraud.Receipt{RequestID: sent.RequestID, CorrelationID: sent.CorrelationID})
	b.reads.advance()
	read, err := b.reads.review(ctx, 0, reviewedKeys(batch)...)
	if err != nil {
		return false, err
	}
	open, err := reviewAgain(batch, read, fraud.Write)
	return open == 0, err
}

// reviewAgain settles the orders whose events do not stand as before, and returns the number of
// those that do. The error says that only some do.
func reviewAgain(batch []*order, read *listing, action fraud.Action) (open int, err error) {
	for _, o := range batch {
		if o.openBy(read, action) {
			open++
		}
	}
	if open > 0 && open < len(batch) {
		return open, errPartlyApplied
	}
	return open, nil
}

// openBy reports whether the order's event stands as it did before the write, and settles the order
// otherwise: by the action if it stands as decided (Adopt if nothing was sent: then somebody else
// has decided alike). If the event does not stand as decided either, somebody else was there in
// between, and sending again would overwrite that. What became of a write that was sent is not
// known then: it may have taken effect before.
func (o *order) openBy(read *listing, action fraud.Action) bool {
	e, err := read.find(o.reviewed.Key)
	switch {
	case err != nil:
	case e != nil && read.tornBy(*e) != nil:
		err = read.tornBy(*e)
	case e == nil:
		err = &fraud.UnlistedError{Key: o.change.Key, SubscriptionKnown: read.known}
	case e.Carries(o.change.Decision):
		o.settle(fraud.Outcome{Action: action, Event: *e}, nil)
		return false
	case e.Standing() != o.reviewed.Standing():
		err = &fraud.ChangedError{Event: *e, Seen: o.reviewed.Standing(), Decision: o.change.Decision}
	default:
		o.review(*e)
		return true
	}
	if action == fraud.Write {
		o.reread(e, false)
		err = o.unconfirmed(err)
	}
	o.settle(fraud.Outcome{}, err)
	return false
}
