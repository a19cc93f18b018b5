// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Events returns all events, in the order of a listing. The caller may change the result.
func (w *World) Events() []Event {
	stored := w.Stored()
	events := make([]Event, len(stored))
	for i, e := range stored {
		events[i] = e.clone()
	}
	return events
}

// Stored returns all events like Events, but without copying them: they must not be changed. Unlike
// List, it is not a listing of the API, so it does not bring forward what listings show.
func (w *World) Stored() []*Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.store.events()
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

// NewEvent returns the event of the function NewEvent, detected now.
func (w *World) NewEvent(subscriptionID, eventID string) Event {
	e := NewEvent(subscriptionID, eventID)
	e.EventTime = formatTime(w.now())
	e.FirstOccurrence, e.LastOccurrence = e.EventTime, e.EventTime
	return e
}

// Raise adds an alert that was detected now, as Microsoft does, and returns its id. It has the
// customer of the subscription's other events; change sets other differences from NewEvent.
func (w *World) Raise(subscriptionID string, change func(*Event)) (string, error) {
	id := subscriptionID + "_" + uuid.NewString()
	e := w.NewEvent(subscriptionID, id)
	return id, w.change(func() {
		if sub := w.store.subscriptions[strings.ToLower(subscriptionID)]; sub != nil &&
			len(sub.records) > 0 {
			known := sub.records[0].event
			e.SubscriptionID, e.SubscriptionName = known.SubscriptionID, known.SubscriptionName
			e.CustomerTenantID, e.CustomerFriendlyName = known.CustomerTenantID, known.CustomerFriendlyName
		}
		change(&e)
		w.store.put(e)
	})
}

// ChangeStatus decides about an event like a colleague in the portal, and writes its activity log.
// The reason applies only to Resolved.
func (w *World) ChangeStatus(eventID, status, reason, by string) error {
	if !slices.Contains(Statuses(), status) {
		return fmt.Errorf("no such status: %q", status)
	}
	if status == StatusResolved && !slices.Contains(Reasons(), reason) {
		return fmt.Errorf("no such reason: %q", reason)
	}
	found := false
	err := w.change(func() {
		r, ok := w.store.byID[eventID]
		if ok {
			w.store.setStatus(r, Decision{Status: status, Reason: reason, By: Colleague(by),
				At: w.now()})
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

// CancelSubscription does what the dashboard's "Cancel subscription" does: the subscription becomes
// inactive after a delay, and every event of it becomes Resolved with the reason Fraud at once
// (docs-dev/api.md, Around the API; parity: write-elsewhere).
func (w *World) CancelSubscription(id string) error {
	by := Colleague("globaladmin@" + TenantDomain)
	if _, err := w.azure.Request(id, AzureInactive, by); err != nil {
		return err
	}
	return w.ResolveAsFraud(id, by)
}

// ResolveAsFraud resolves every event of a subscription with the reason Fraud.
func (w *World) ResolveAsFraud(id string, by Actor) error {
	decision := Decision{Status: StatusResolved, Reason: ReasonFraud, By: by, At: w.now()}
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
