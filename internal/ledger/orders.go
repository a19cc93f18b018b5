// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// sharedBy is the context of work that all the orders share.
func sharedBy(orders []*order, linger time.Duration) *sharing.Context {
	members := make([]context.Context, 0, len(orders))
	for _, o := range orders {
		members = append(members, o.ctx)
	}
	return listings.NewContext(linger, members...)
}

// noteRequest records the request with the orders.
func noteRequest(orders []*order, requestID, correlationID string) {
	for _, o := range orders {
		o.mu.Lock()
		o.requestID, o.correlationID = requestID, correlationID
		o.mu.Unlock()
	}
}

// reviewedAt is the time of the request for the page with the orders' events; for several pages,
// the earliest.
func reviewedAt(orders []*order) time.Time {
	return slices.MinFunc(orders, compareReviews).reviewed.AskedAt
}

// newestOf is the time of the latest request for a page with one of the orders' events.
func newestOf(orders []*order) time.Time {
	return slices.MaxFunc(orders, compareReviews).reviewed.AskedAt
}

func compareReviews(a, b *order) int { return a.reviewed.AskedAt.Compare(b.reviewed.AskedAt) }

// declaredKeys returns the orders' events in the configuration's spelling.
func declaredKeys(orders []*order) []fraud.Key {
	return keysFrom(orders, func(o *order) fraud.Key { return o.change.Key })
}

// reviewedKeys returns the orders' events in the service's spelling.
func reviewedKeys(orders []*order) []fraud.Key {
	return keysFrom(orders, func(o *order) fraud.Key { return o.reviewed.Key })
}

func keysFrom(orders []*order, key func(*order) fraud.Key) []fraud.Key {
	keys := make([]fraud.Key, len(orders))
	for i, o := range orders {
		keys[i] = key(o)
	}
	return keys
}

// unsettled returns the orders that are not settled.
func unsettled(orders []*order) []*order {
	return slices.DeleteFunc(slices.Clone(orders), (*order).isSettled)
}

func settleAll(orders []*order, err error) {
	for _, o := range orders {
		o.settle(fraud.Outcome{}, err)
	}
}

// leaving returns the orders to send, and marks them as in transit.
func leaving(orders []*order) []*order {
	return slices.DeleteFunc(slices.Clone(orders), func(o *order) bool { return !o.leave() })
}

// byPage groups orders by the page that last showed their events.
func byPage(orders []*order) []part {
	var pages []part
	index := map[time.Time]int{}
	for _, o := range orders {
		i, known := index[o.reviewed.AskedAt]
		if !known {
			i = len(pages)
			index[o.reviewed.AskedAt] = i
			pages = append(pages, part{})
		}
		pages[i].orders = append(pages[i].orders, o)
	}
	return pages
}

// split separates the orders about these events, in the service's spelling, from the others.
func split(orders []*order, eventIDs []string) (about, others []*order) {
	for _, o := range orders {
		if slices.Contains(eventIDs, o.reviewed.EventID) {
			about = append(about, o)
		} else {
			others = append(others, o)
		}
	}
	return about, others
}
