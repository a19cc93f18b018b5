// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// Events returns all events, in the order of a listing. The caller may change the result.
func (s *Server) Events() []Event {
	s.mu.Lock()
	stored := s.store.events()
	s.mu.Unlock()
	events := make([]Event, len(stored))
	for i, e := range stored {
		events[i] = e.clone()
	}
	return events
}

// Event returns the event with that id, which is compared exactly.
func (s *Server) Event(id string) (Event, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.store.byID[id]
	if !ok {
		return Event{}, false
	}
	return r.event.clone(), true
}

// Inject adds events, or replaces those with the same id.
func (s *Server) Inject(events ...Event) {
	s.noteError(s.changeEvents(func() { s.store.put(events...) }))
}

// ChangeStatus decides about an event as a colleague would in the portal, and writes its activity log. The reason
// counts for Resolved only.
func (s *Server) ChangeStatus(eventID, status, reason, by string) error {
	if !slices.Contains([]string{statusActive, statusInvestigating, statusResolved}, status) {
		return fmt.Errorf("no such status: %q", status)
	}
	if status == statusResolved && !slices.Contains([]string{reasonFraud, reasonIgnore, reasonLegitimate}, reason) {
		return fmt.Errorf("no such reason: %q", reason)
	}
	found := false
	err := s.changeEvents(func() {
		r, ok := s.store.byID[eventID]
		if ok {
			s.store.setStatus(r, statusChange{status: status, reason: reason, by: by, at: s.opts.Now()})
		}
		found = ok
	})
	if err == nil && !found {
		err = fmt.Errorf("no such event: %q", eventID)
	}
	return err
}

// Remove lets an event age out: it is not listed any more. Its subscription stays known.
func (s *Server) Remove(eventID string) error {
	found := false
	err := s.changeEvents(func() { found = s.store.drop(eventID) })
	if err == nil && !found {
		err = fmt.Errorf("no such event: %q", eventID)
	}
	return err
}

// CancelSubscription does what the dashboard's "Cancel subscription" does: every event of the subscription becomes
// Resolved with the reason Fraud (docs-dev/api.md, Around the API).
func (s *Server) CancelSubscription(id string) {
	change := statusChange{
		status: statusResolved,
		reason: reasonFraud,
		by:     "globaladmin@" + defaultTenantDomain,
		at:     s.opts.Now(),
	}
	s.noteError(s.changeEvents(func() {
		sub := s.store.subscriptions[strings.ToLower(id)]
		if sub == nil {
			return
		}
		for _, r := range sub.records {
			s.store.setStatus(r, change)
		}
	}))
}

// RemoveSubscription makes the service forget a subscription: its events are gone, and calls that name it get 404.
func (s *Server) RemoveSubscription(id string) {
	s.noteError(s.changeEvents(func() { s.store.removeSubscription(id) }))
}
