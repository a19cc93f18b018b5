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
	accepted bool // something of it was
	refused  int  // events that were refused by themselves
}

// refusedSoFar says that no event was accepted yet, not even individually: then probably none will
// be, and the service would also refuse calls about several events. Each event must be refused
// individually.
func (d *delivery) refusedSoFar() bool { return !d.accepted && d.refused >= 2 }

// send sends a part, attempt by attempt.
func (d *delivery) send(orders []*order) {
	for d.refusedSoFar() && len(orders) > 1 {
		d.send(orders[:1])
		orders = orders[1:]
	}
	ctx := sharedBy(orders, wrapUp)
	defer ctx.End()
	p := &parcel{delivery: d, ctx: ctx, orders: orders, lookedAt: time.Now()}
	for p.attempt() {
	}
}

// sendInParts sends orders that require several calls.
func (d *delivery) sendInParts(parts [][]*order) {
	for _, part := range parts {
		if part = unsettled(part); len(part) > 0 {
			d.send(part)
		}
	}
}

// failed settles orders that the service did not accept. Orders that it refused because of events
// are sent again in halves, until the events at fault are isolated, so that only they fail.
func (d *delivery) failed(orders []*order, err error) {
	d.reads.endWrite(nil, false)
	switch {
	case !fraud.Failed(err, fraud.RefusedForEvents):
		settleAll(orders, err)
	case len(orders) > 1:
		takeBack(orders)
		d.sendInParts(slices.Collect(slices.Chunk(orders, (len(orders)+1)/2)))
	default:
		d.refused++
		settleAll(orders, err)
	}
}

// newUpdate names the events in the service's own spelling.
func newUpdate(orders []*order, before fraud.Attempts, leaveBy time.Time) (fraud.Update, error) {
	ids := make([]string, len(orders))
	for i, o := range orders {
		ids[i] = o.reviewed.EventID
	}
	set, err := fraud.NewEventIDs(ids[0], ids[1:]...)
	return fraud.Update{
		SubscriptionID: orders[0].reviewed.SubscriptionID,
		EventIDs:       set,
		Decision:       orders[0].change.Decision,
		LeaveBy:        leaveBy,
		Before:         before,
	}, err
}

// byPage groups orders by the page that last showed their events.
func byPage(orders []*order) [][]*order {
	var pages [][]*order
	index := map[time.Time]int{}
	for _, o := range orders {
		i, known := index[o.reviewed.AskedAt]
		if !known {
			i = len(pages)
			index[o.reviewed.AskedAt] = i
			pages = append(pages, nil)
		}
		pages[i] = append(pages[i], o)
	}
	return pages
}
