// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

// Errors of saving are not returned here where a caller could do nothing about them: Close tells.

// Events returns all events, in the order of a listing. The caller may change the result.
func (s *Server) Events() []Event { return s.world.Events() }

// Event returns the event with that id, which is compared exactly.
func (s *Server) Event(id string) (Event, bool) { return s.world.Event(id) }

// Inject adds events, or replaces those with the same id.
func (s *Server) Inject(events ...Event) { _ = s.world.Inject(events...) }

// ChangeStatus decides about an event as a colleague would in the portal, and writes its activity
// log. The reason counts for Resolved only.
func (s *Server) ChangeStatus(eventID, status, reason, by string) error {
	return s.world.ChangeStatus(eventID, status, reason, by)
}

// Remove lets an event age out: it is not listed any more. Its subscription stays known.
func (s *Server) Remove(eventID string) error { return s.world.Remove(eventID) }

// CancelSubscription does what the dashboard's "Cancel subscription" does: every event of the
// subscription becomes Resolved with the reason Fraud.
func (s *Server) CancelSubscription(id string) { _ = s.world.CancelSubscription(id) }

// RemoveSubscription makes the service forget a subscription: its events are gone, and calls that
// name it get 404.
func (s *Server) RemoveSubscription(id string) { _ = s.world.RemoveSubscription(id) }
