// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// reviewAnew reviews events again whose review is too old when the write could be sent: somebody
// else may have decided meanwhile.
func (p *parcel) reviewAnew(late fraud.CallError) (another bool) {
	if p.looks == mostReviews {
		p.failed(p.orders, &fraud.FailedCall{CallError: late, Fact: fraud.NeverFresh})
		return false
	}
	p.looks++
	takeBack(p.orders)
	keys := reviewedKeys(p.orders)
	read, err := p.readSteady(p.ctx, p.orders[0].reviewed.SubscriptionID, keys)
	p.afterReading()
	if err != nil {
		p.unread(err)
		return false
	}
	p.looked()
	p.reads.patch(read.newer(keys))
	p.keep(stillOpen(p.orders, read))
	p.refresh(read)
	switch {
	case len(p.orders) == 0:
		p.reads.endWrite(nil, true)
		return false
	case isFresh(newestOf(p.orders)) && !isFresh(reviewedAt(p.orders)):
		// The pages are so far apart that the first become too old while the last are read. The events of
		// one page can be reviewed and written together.
		p.sendInParts(byPage(p.orders))
		return false
	}
	return true
}

// readSteady reads up to the page that completes the events, and again if one of them has two
// standings.
func (b *book) readSteady(ctx context.Context, subscriptionID string, keys []fraud.Key) (*listing,
	error) {
	for looks := 1; ; looks++ {
		read, err := fetchUntil(ctx, b.lister, subscriptionID, keys)
		if err != nil || looks == mostLooks || !read.isTorn(keys) {
			return read, err
		}
	}
}

// refresh records that the other orders of the delivery are unchanged, so that a delivery in parts
// is read once, not once per part.
func (d *delivery) refresh(read *listing) {
	for _, o := range unsettled(d.all) {
		e, err := read.find(o.reviewed.Key)
		if err != nil || e == nil || e.EventID != o.reviewed.EventID || read.tornBy(*e) != nil {
			continue
		}
		if e.Standing() == o.reviewed.Standing() {
			o.review(*e)
		}
	}
}

// newer returns those of the events that the listing has.
func (l *listing) newer(keys []fraud.Key) []fraud.Event {
	var events []fraud.Event
	for _, key := range keys {
		if e, err := l.find(key); err == nil && e != nil {
			events = append(events, *e)
		}
	}
	return events
}

func isFresh(askedAt time.Time) bool { return time.Since(askedAt) < fraud.ReviewLasts }

// stillOpen returns the orders whose events have the same standing as before the write, and settles
// the others.
func stillOpen(orders []*order, read *listing) []*order {
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
func (o *order) openBy(read *listing) bool {
	action := fraud.Adopt
	if o.mayHaveHappened() {
		action = fraud.Write
	}
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
		o.noteReading(e, false)
		err = o.unconfirmed(err)
	}
	o.settle(fraud.Outcome{}, err)
	return false
}
