// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"

// Methods return no errors of saving that callers cannot handle: Close returns them.

// Events returns all events, in the order of a listing. The caller may change the result.
func (s *Server) Events() []Event { return s.world.Events() }

// Event returns the event with exactly that id.
func (s *Server) Event(id string) (Event, bool) { return s.world.Event(id) }

// Inject adds events, or replaces those with the same id.
func (s *Server) Inject(events ...Event) { _ = s.world.Inject(events...) }

// ChangeStatus decides about an event like a colleague in the portal, and writes its activity log.
// The reason applies only to Resolved.
func (s *Server) ChangeStatus(eventID, status, reason, by string) error {
	return s.world.ChangeStatus(eventID, status, reason, by)
}

// Remove removes an event from listings, as if it had aged out. Its subscription stays known.
func (s *Server) Remove(eventID string) error { return s.world.Remove(eventID) }

// CancelSubscription does what the dashboard's "Cancel subscription" does: the subscription becomes
// inactive after a delay, and every event of it becomes Resolved with the reason Fraud at once.
func (s *Server) CancelSubscription(id string) { _ = s.world.CancelSubscription(id) }

// RemoveSubscription makes the service forget a subscription: its events disappear, and calls that
// name it return 404.
func (s *Server) RemoveSubscription(id string) { _ = s.world.RemoveSubscription(id) }

// AzureSubscription returns the Azure subscription with that id.
func (s *Server) AzureSubscription(id string) (AzureSubscription, bool) {
	return s.world.Azure().Get(id)
}

// SetAzureSubscription puts an Azure subscription into the world, or replaces it.
func (s *Server) SetAzureSubscription(a AzureSubscription) { _ = s.world.Azure().Set(a) }

// Record adds records to the partner's activity log.
func (s *Server) Record(records ...AuditRecord) { _ = s.world.Record(records...) }

// Activity returns the records of the last 90 days, newest first. They must not be changed.
func (s *Server) Activity() []*AuditRecord { return s.world.Activity() }

// Usage returns every customer's budget and usage, in the order of their ids.
func (s *Server) Usage() []CustomerUsage { return s.world.Budgets().All() }

// SetUsage puts customers into the world, or replaces those with the same id.
func (s *Server) SetUsage(customers ...CustomerUsage) { _ = s.world.Budgets().Set(customers...) }

// SetBudget sets or, with an empty amount, removes the budget of a customer, like a colleague in
// the portal.
func (s *Server) SetBudget(customer, amount string) {
	_ = s.world.Budgets().SetBudget(customer, amount,
		world.Colleague("colleague@"+world.TenantDomain), 0)
}

// Spend sets the cost of a customer in this month.
func (s *Server) Spend(customer, cost string) { _ = s.world.Budgets().Spend(customer, cost) }
