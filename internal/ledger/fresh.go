// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// errPartlyFresh ends a call whose events lie so far apart in a listing that while the last pages
// come in the first grow old. The events of one page can be reviewed and written together.
var errPartlyFresh = errors.New("some of the events were shown long before others")

// lookAnew reviews a write once more that is ready to leave, but too long after its review. It
// returns true when nothing is left to write, and false when every event stands as before, or could
// not be seen steady. What stands as decided was written here if an attempt was sent before.
func (b *book) lookAnew(ctx context.Context, batch []*order, t *trial, sent fraud.Sent) (bool,
	error) {
	action := fraud.Adopt
	if sent.RequestID != "" {
		action = fraud.Write
		sentAs(batch, fraud.Receipt{RequestID: sent.RequestID, CorrelationID: sent.CorrelationID})
	}
	keys := reviewedKeys(batch)
	read, err := b.readSteady(ctx, batch[0].reviewed.SubscriptionID, keys)
	if err != nil {
		return false, err
	}
	b.reads.patch(read.newer(keys))
	open, err := reviewAgain(batch, read, action)
	if err != nil {
		return false, err
	}
	t.refresh(read)
	if open == 0 {
		return true, nil
	}
	if isFresh(batch, newestOf) && !isFresh(batch, oldestOf) {
		return false, errPartlyFresh
	}
	return false, nil
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

// refresh notes that the other orders of the trial stand as before: a batch that is sent in parts
// is looked at once, not once for each part.
func (t *trial) refresh(read *listing) {
	for _, o := range unsettled(t.all) {
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

func oldestOf(orders []*order) time.Time { return reviewedAt(orders) }

func newestOf(orders []*order) time.Time {
	newest := orders[0].reviewed.AskedAt
	for _, o := range orders {
		if o.reviewed.AskedAt.After(newest) {
			newest = o.reviewed.AskedAt
		}
	}
	return newest
}

func isFresh(orders []*order, which func([]*order) time.Time) bool {
	return time.Since(which(orders)) < fraud.ReviewLasts
}

// byPage groups orders by the page that showed their events last.
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
