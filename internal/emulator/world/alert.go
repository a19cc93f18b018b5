// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"

	"github.com/google/uuid"
)

// ErrUnknownAlert means that no event has that id in Microsoft Graph.
var ErrUnknownAlert = errors.New("no such alert")

// alertIDs makes ids that nobody finds from the event's id without this constant.
//
//nolint:gochecknoglobals // a constant that Go has no literal for
var alertIDs = uuid.MustParse("0a4d5ee2-61b7-4c8f-9d13-7be2f05c9a48")

// AlertID is the event's id in Microsoft Graph, in one of the two forms of Graph's samples: a GUID,
// or the subscription's id with a GUID. Ids of the two services do not map (parity: graph-ids).
func (e Event) AlertID() string {
	id := uuid.NewSHA1(alertIDs, []byte(e.EventID))
	own := id.String()
	if id[0]%2 == 1 {
		own = e.SubscriptionID + "-" + own
	}
	return cmp.Or(e.GraphID, own)
}

// Alerts returns one page of the events that match, and the number of all. The events must not be
// changed. Match sees the events as listings show them; nil matches all.
func (w *World) Alerts(match func(*Event) bool, page Page) (alerts []*Event, total int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var matching []*Event
	for _, r := range w.store.find(Filter{}) {
		if e := r.shown(); match == nil || match(e) {
			matching = append(matching, e)
		}
	}
	w.store.listed()
	from, to := page.of(len(matching))
	return matching[from:to], len(matching)
}

// Alert returns the event with exactly that id in Microsoft Graph, as a listing shows it. It must
// not be changed. Such a read counts as a listing.
func (w *World) Alert(id string) (*Event, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.store.byAlertID[id]
	if !ok {
		return nil, false
	}
	e := r.shown()
	w.store.listed()
	return e, true
}

// EditAlert calls do to decide about one event, whose id in Microsoft Graph is given. do returns
// nil to leave it as it is, and must not change it. Nothing else changes in the world meanwhile.
// EditAlert returns the event after that, when it is on disk, or ErrUnknownAlert.
func (w *World) EditAlert(id string, do func(*Event) *Decision) (*Event, error) {
	var after *Event
	err := w.change(func() {
		r, ok := w.store.byAlertID[id]
		if !ok {
			return
		}
		if decision := do(r.event); decision != nil {
			w.store.setStatus(r, *decision)
		}
		after = r.event
	})
	if err == nil && after == nil {
		err = ErrUnknownAlert
	}
	return after, err
}
