// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

// state is a summary for people.
func (e endpoint) state() any {
	byStatus := map[string]int{}
	events := e.World.Events()
	for i := range events {
		byStatus[events[i].EventStatus]++
	}
	state := map[string]any{
		"events":        len(events),
		"byStatus":      byStatus,
		"subscriptions": e.World.Subscriptions(),
		"tenantId":      e.Tenant.TenantID(),
		"clientId":      e.Tenant.ClientID(),
		"counts":        e.Harness.Counts(),
	}
	for name, address := range e.Addresses() {
		state[name] = address
	}
	return state
}

// webhook is the registration, null if there is none, and its deliveries.
func (e endpoint) webhook() any {
	registration, deliveries := e.World.Webhooks().Get()
	return map[string]any{"registration": registration, "deliveries": deliveries}
}
