// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"strings"
)

// Events returns all events, in the order of a listing. The caller may change the result.
func (w *World) Events() []Event {
	w.mu.Lock()
	stored := w.store.events()
	w.mu.Unlock()
	events := make([]Event, len(stored))
	for i, e := range stored {
		events[i] = e.clone()
	}
	return events
}

// Event returns the event with exactly that id.
func (w *World) Event(id string) (Event, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.store.byID[id]
	if !ok {
		return Event{}, false
	}
	return r.event.clone(), true
}

// Inject adds events, or replaces those with the same id.
func (w *World) Inject(events ...Event) error {
	return w.change(func() { w.store.put(events...) })
}

// ChangeStatus decides about an event like a colleague in the portal, and writes its activity log.
// The reason applies only to Resolved.
func (w *World) ChangeStatus(eventID, status, reason, by string) error {
	if !slices.Contains([]string{StatusActive, StatusInvestigating, StatusResolved}, status) {
		return fmt.Errorf("no such status: %q", status)
	}
	if status == StatusResolved &&
		!slices.Contains([]string{ReasonFraud, ReasonIgnore, ReasonLegitimate}, reason) {
		return fmt.Errorf("no such reason: %q", reason)
	}
	found := false
	err := w.change(func() {
		r, ok := w.store.byID[eventID]
		if ok {
			w.store.setStatus(r, Decision{Status: status, Reason: reason, By: by, At: w.now()})
		}
		found = ok
	})
	if err == nil && !found {
		err = fmt.Errorf("no such event: %q", eventID)
	}
	return err
}

// Remove removes an event from listings, as if it had aged out. Its subscription stays known.
func (w *World) Remove(eventID string) error {
	found := false
	err := w.change(func() { found = w.store.drop(eventID) })
	if err == nil && !found {
		err = fmt.Errorf("no such event: %q", eventID)
	}
	return err
}

// CancelSubscription does what the dashboard's "Cancel subscription" does: every event of the
// subscription becomes Resolved with the reason Fraud (docs-dev/api.md, Around the API).
func (w *World) CancelSubscription(id string) error {
	decision := Decision{
		Status: StatusResolved,
		Reason: ReasonFraud,
		By:     "globaladmin@" + TenantDomain,
		At:     w.now(),
	}
	return w.change(func() {
		sub := w.store.subscriptions[strings.ToLower(id)]
		if sub == nil {
			return
		}
		for _, r := range sub.records {
			w.store.setStatus(r, decision)
		}
	})
}

// RemoveSubscription makes the service forget a subscription: its events disappear, and calls that
// name it return 404.
func (w *World) RemoveSubscription(id string) error {
	return w.change(func() { w.store.removeSubscription(id) })
}
