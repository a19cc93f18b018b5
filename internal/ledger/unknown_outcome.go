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
	return p.awaitEffect()
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
// the outcome is unknown.
func (p *parcel) awaitEffect() bool {
	for wait := firstLookLater; wait <= lastLookLater && len(p.orders) > 0; wait *= 2 {
		if !sharing.Pause(p.ctx, wait) {
			break
		}
		if !p.readBack() {
			return false
		}
	}
	if len(p.orders) == 0 {
		p.accepted = true
		p.reads.EndWrite(nil, true)
		return false
	}
	p.fail(p.unknown())
	return false
}

func (p *parcel) unknown() error {
	return &fraud.FailedCall{CallError: p.last, Fact: fraud.NotKnown}
}
