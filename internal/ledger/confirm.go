// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"maps"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// A write is confirmed by reading at increasing intervals, until the callers' timeout.
const (
	firstReread = 250 * time.Millisecond
	lastReread  = 10 * time.Second
)

// confirm ends an accepted write. It settles the orders whose events the reply reports as decided.
// The content of the reply is not documented (docs-dev/api.md, Update; parity: write-reply), so it
// can confirm a write, but not refute it. The others are confirmed by reading.
func (b *book) confirm(batch []*order, result fraud.Receipt) {
	reported := make(map[string]fraud.Event, len(result.Events))
	for _, e := range result.Events {
		reported[e.EventID] = e
	}
	shown := map[*order]fraud.Event{}
	var writes []listings.Written
	for _, o := range batch {
		if e, ok := reported[o.reviewed.EventID]; ok && e.Carries(o.change.Decision) {
			shown[o] = restated(o.reviewed, e)
			writes = append(writes, listings.Written{Event: shown[o], Left: o.reviewed.Movement()})
		}
	}
	b.reads.NoteWritten(writes)
	b.reads.EndWrite(slices.Collect(maps.Values(shown)), len(shown) == len(batch))
	settleShown(shown)
	if open := unsettled(batch); len(open) > 0 {
		go b.confirmByReading(open)
	}
}

// restated returns the event with the standing of a newer report, which lacks other fields.
func restated(e, newer fraud.Event) fraud.Event {
	e.Status, e.Reason, e.ResolvedBy, e.ResolvedOn = newer.Status, newer.Reason, newer.ResolvedBy,
		newer.ResolvedOn
	return e
}

// settleShown settles orders whose events were shown as decided. It runs after the reads are
// updated, so that no released caller reads the old standing.
func settleShown(shown map[*order]fraud.Event) {
	for o, e := range shown {
		o.settle(fraud.Outcome{Action: fraud.Write, Event: e}, nil)
	}
}

// confirmByReading reads until every order is settled: the service may show a change some time
// after it accepts it.
func (b *book) confirmByReading(orders []*order) {
	ctx := sharedBy(orders, wrapUp)
	defer ctx.End()
	for wait := firstReread; len(orders) > 0; wait = min(2*wait, lastReread) {
		read, err := b.reads.Complete(ctx, 0, reviewedKeys(orders)...)
		if err == nil {
			b.confirmBy(read, orders)
			orders = unsettled(orders)
		}
		if len(orders) > 0 && (err != nil && ctx.Err() == nil || !sharing.Pause(ctx, wait)) {
			b.reads.Forget()
			for _, o := range orders {
				o.settle(fraud.Outcome{}, o.unconfirmed(err))
			}
		}
		orders = unsettled(orders) // callers that have left are not read for
	}
}

// confirmBy settles the orders whose events this listing shows as decided.
func (b *book) confirmBy(read *listings.Listing, orders []*order) {
	shown := map[*order]fraud.Event{}
	for _, o := range orders {
		e, err := read.Find(o.reviewed.Key)
		if err == nil && e != nil && read.TornBy(*e) == nil && e.Carries(o.change.Decision) {
			shown[o] = *e
			continue
		}
		o.noteReading(e, read.MayLack())
	}
	b.reads.Patch(slices.Collect(maps.Values(shown)))
	settleShown(shown)
}
