// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// reviewAnew reviews events whose write could leave, but too long after its review: somebody else
// may have decided meanwhile.
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
		// Pages so far apart that while the last come in the first grow old: the events of one page can
		// be reviewed and written together.
		p.sendInParts(byPage(p.orders))
		return false
	}
	return true
}

// readSteady reads up to the page that completes the events, and once more while one of them shows
// two standings.
func (b *book) readSteady(ctx context.Context, subscriptionID string, keys []fraud.Key) (*listing,
	error) {
	for looks := 1; ; looks++ {
		read, err := fetchUntil(ctx, b.lister, subscriptionID, keys)
		if err != nil || looks == mostLooks || !read.isTorn(keys) {
			return read, err
		}
	}
}

// refresh notes that the other orders of the delivery stand as before: what is sent in parts is
// looked at once, not once for each part.
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

// newer returns the events that the listing holds of these.
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

// stillOpen returns the orders whose events stand as they did before the write, and settles the
// others.
func stillOpen(orders []*order, read *listing) []*order {
	var open []*order
	for _, o := range orders {
		if o.openBy(read) {
			open = append(open, o)
		}
	}
	return open
}

// openBy reports whether the order's event stands as it did before the write, and settles the order
// otherwise. If it stands as decided, that was our write if one may have happened; else somebody
// else has decided alike. If it does not stand as decided either, somebody else was there in
// between, and sending again would overwrite that. What became of a write that may have happened is
// not known then: it may have taken effect before.
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
