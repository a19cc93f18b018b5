// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// reviewAnew reviews events again if their review is too old when the write could be sent, because
// somebody else may have decided in the meantime.
func (p *parcel) reviewAnew(late fraud.CallError) (another bool) {
	if p.looks == mostReviews {
		p.fail(&fraud.FailedCall{CallError: late, Fact: fraud.NeverFresh})
		return false
	}
	p.looks++
	if !p.takeBack() {
		return false
	}
	keys := reviewedKeys(p.orders)
	read, err := p.lister.ReadSteady(p.ctx, p.orders[0].reviewed.SubscriptionID, keys)
	p.afterReading()
	if err != nil {
		p.unread(err)
		return false
	}
	read = p.reads.WithUnseen(read)
	p.looked()
	p.reads.Patch(read.FindAll(keys))
	p.keep(stillOpen(p.orders, read))
	p.refresh(read)
	switch {
	case len(p.orders) == 0:
		p.reads.EndWrite(nil, true)
		return false
	case p.isFresh(newestOf(p.orders)) && !p.isFresh(reviewedAt(p.orders)):
		// The pages are so far apart that the first become too old while the last are read. The events of
		// one page can be reviewed and written together.
		p.parts = byPage(p.orders)
		return false
	}
	return true
}

// refresh records that the other orders of the delivery are unchanged, so that a delivery in parts
// is read once, not once per part.
func (p *parcel) refresh(read *listings.Listing) {
	for _, o := range unsettled(p.all) {
		e, err := read.Find(o.reviewed.Key)
		if err != nil || e == nil || e.EventID != o.reviewed.EventID || read.TornBy(*e) != nil {
			continue
		}
		if e.Standing() == o.reviewed.Standing() {
			o.review(*e)
		}
	}
}
