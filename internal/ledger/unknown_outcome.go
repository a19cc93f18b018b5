// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// An update that may take effect later, and is not sent again, is read at increasing intervals, and
// given up after the last.
const (
	firstLookLater = 250 * time.Millisecond
	lastLookLater  = 2 * time.Second
)

// findOut reads the effect of an attempt with an unknown outcome. If all events are unchanged, they
// are sent again after the wait, if the backend allows that. If only a part is unchanged, that part
// is always sent again. What is not sent again may still take effect later.
func (p *parcel) findOut(wait time.Duration, again bool) (another bool) {
	p.noteMaybe()
	if again && !p.pause(wait) {
		return false
	}
	if p.ctx.Err() != nil {
		p.fail(p.unknown())
		return false
	}
	all := len(p.orders)
	if !p.readBack() {
		return false
	}
	switch {
	case len(p.orders) == 0:
		p.accepted = true
		p.reads.EndWrite(nil, true)
		return false
	case !p.last.Means(fraud.MayYetHappen) && (again || len(p.orders) < all):
		return true
	}
	p.awaitEffect(p.unknown())
	return false
}

// end ends the parcel with a failure after which nothing is sent again. An earlier attempt may
// still take effect, or be the very reason for a refusal.
func (p *parcel) end(call fraud.CallError) {
	if call.Means(fraud.MayHaveHappened) || !p.inDoubt() {
		p.fail(call)
		return
	}
	p.awaitEffect(call)
}

// readBack reads, and returns the orders whose events are unchanged. It fails if reading fails.
func (p *parcel) readBack() bool {
	p.reads.Advance()
	read, err := p.reads.Review(p.ctx, 0, reviewedKeys(p.orders)...)
	p.afterReading()
	if err != nil {
		p.unread(err)
		return false
	}
	p.looked()
	p.keep(stillOpen(p.orders, read))
	return true
}

// awaitEffect briefly waits for a delayed effect, because unchanged events do not prove that there
// will be none: the listing may lag, and a gateway gives up before the service does. Without one,
// the parcel ends with the failure.
func (p *parcel) awaitEffect(failure error) {
	for wait := firstLookLater; wait <= lastLookLater && len(p.orders) > 0; wait *= 2 {
		if !sharing.Pause(p.ctx, wait) {
			break
		}
		if !p.readBack() {
			return
		}
	}
	if len(p.orders) == 0 {
		p.accepted = true
		p.reads.EndWrite(nil, true)
		return
	}
	p.fail(failure)
}

func (p *parcel) unknown() error {
	return &fraud.FailedCall{CallError: p.last, Fact: fraud.NotKnown}
}
