// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// stillOpen returns the orders whose events have the same standing as before the write, and settles
// the others.
func stillOpen(orders []*order, read *listings.Listing) []*order {
	var open []*order
	for _, o := range orders {
		if o.openBy(read) {
			open = append(open, o)
		}
	}
	return open
}

// openBy reports whether the order's event has the same standing as before the write, and otherwise
// settles the order. If the event matches the decision, that was our write if one may have
// happened; otherwise, somebody else has made the same decision. If it does not match either,
// somebody else has changed it in between, and sending again would overwrite that. The outcome of a
// write that may have happened is then unknown: it may have taken effect first.
func (o *order) openBy(read *listings.Listing) bool {
	action := fraud.Adopt
	if o.mayHaveHappened() {
		action = fraud.Write
	}
	e, err := read.Find(o.reviewed.Key)
	switch {
	case err != nil:
	case e != nil && read.TornBy(*e) != nil:
		err = read.TornBy(*e)
	case e == nil:
		err = read.Unlisted(o.change.Key)
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
		o.noteReading(e, false)
		err = o.unconfirmed(err)
	}
	o.settle(fraud.Outcome{}, err)
	return false
}
