// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// delivery is one decision about several events that is being sent to the service, in parts if
// necessary.
type delivery struct {
	*book
	all      []*order
	accepted bool // a part was accepted
	refused  int  // events that were refused individually
}

// part is a part of a delivery that is sent by itself.
type part struct {
	orders []*order

	// failure is that of the last attempt, which already had these orders, and before the attempts
	// until then; nil for a part that is new.
	failure fraud.CallError
	before  fraud.Attempts
}

// carryOut sends the orders part by part, until all of them have been sent.
func (d *delivery) carryOut() {
	parts := []part{{orders: d.all}}
	for len(parts) > 0 {
		next := parts[0]
		parts = parts[1:]
		next.orders = unsettled(next.orders)
		if d.refusedSoFar() && next.failure == nil && len(next.orders) > 1 {
			parts = slices.Concat([]part{{orders: next.orders[1:]}}, parts)
			next.orders = next.orders[:1]
		}
		if len(next.orders) > 0 {
			parts = slices.Concat(d.send(next), parts)
		}
	}
}

// refusedSoFar says that no event was accepted yet, not even individually: then probably none will
// be, and the service would also refuse calls about several events. Each event must be refused
// individually.
func (d *delivery) refusedSoFar() bool { return !d.accepted && d.refused >= 2 }

// send sends a part, attempt by attempt, and returns the parts in which it must be sent instead.
func (d *delivery) send(next part) (parts []part) {
	ctx := sharedBy(next.orders, 0)
	defer ctx.End()
	p := &parcel{book: d.book, ctx: ctx, all: d.all, orders: next.orders, before: next.before,
		lookedAt: time.Now()}
	another := next.failure == nil || p.afterFailure(next.failure)
	for another {
		another = p.attempt()
	}
	d.accepted = d.accepted || p.accepted
	if p.refused {
		d.refused++
	}
	return p.parts
}
