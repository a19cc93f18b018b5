// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"slices"
	"time"
)

// delivery is one decision about several events that is being sent to the service, in parts if
// necessary.
type delivery struct {
	*book
	all      []*order
	accepted bool // a part was accepted
	refused  int  // events that were refused individually
}

// carryOut sends the orders part by part, until all of them have been sent.
func (d *delivery) carryOut() {
	parts := [][]*order{d.all}
	for len(parts) > 0 {
		part := unsettled(parts[0])
		parts = parts[1:]
		if d.refusedSoFar() && len(part) > 1 {
			parts = slices.Concat([][]*order{part[1:]}, parts)
			part = part[:1]
		}
		if len(part) > 0 {
			parts = slices.Concat(d.send(part), parts)
		}
	}
}

// refusedSoFar says that no event was accepted yet, not even individually: then probably none will
// be, and the service would also refuse calls about several events. Each event must be refused
// individually.
func (d *delivery) refusedSoFar() bool { return !d.accepted && d.refused >= 2 }

// send sends a part, attempt by attempt, and returns the parts in which it must be sent instead.
func (d *delivery) send(part []*order) (parts [][]*order) {
	ctx := sharedBy(part, 0)
	defer ctx.End()
	p := &parcel{book: d.book, ctx: ctx, all: d.all, orders: part, lookedAt: time.Now()}
	for p.attempt() {
	}
	d.accepted = d.accepted || p.accepted
	if p.refused {
		d.refused++
	}
	return p.parts
}
