// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import "strings"

// Edit calls do to read a subscription and decide about its events. Nothing else changes in the
// world meanwhile. Edit returns when the result is on disk. For an unknown subscription, it returns
// ErrUnknownSubscription.
func (w *World) Edit(subscriptionID string, do func(*Subscription)) error {
	known := false
	err := w.change(func() {
		sub := w.store.subscriptions[strings.ToLower(subscriptionID)]
		if known = sub != nil && !sub.removed; known {
			w.store.sort()
			do(&Subscription{store: w.store, subscription: sub})
		}
	})
	if err == nil && !known {
		err = ErrUnknownSubscription
	}
	return err
}

// Subscription is a subscription during an edit. Its events must not be changed.
type Subscription struct {
	store        *store
	subscription *subscription
}

// Events returns the subscription's events, in the order of a listing.
func (s *Subscription) Events() []*Event {
	events := make([]*Event, len(s.subscription.records))
	for i, r := range s.subscription.records {
		events[i] = r.event
	}
	return events
}

// Event returns the subscription's event with exactly that id, or nil.
func (s *Subscription) Event(id string) *Event {
	r := s.store.byID[id]
	if r == nil || !strings.EqualFold(r.event.SubscriptionID, s.subscription.id) {
		return nil
	}
	return r.event
}

// Decide decides about an event of the subscription. It does not change the given event; Event
// returns the new one.
func (s *Subscription) Decide(e *Event, decision Decision) {
	s.store.setStatus(s.store.byID[e.EventID], decision)
}
