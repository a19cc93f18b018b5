// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// mostPerUpdate is how many events one call names. The service documents no limit; this stays
// modest.
const mostPerUpdate = 100

// Calls are the calls about fraud events. A [Client] makes them.
type Calls interface {
	ListFraudEvents(ctx context.Context, q ListQuery, to fraud.Visitor) error
	UpdateFraudEvents(ctx context.Context, u StatusUpdate) (UpdateResult, error)
	NewEventsModel() bool
}

// FraudEvents is Partner Center as a [fraud.Events]: the door at which the wire's form becomes the
// domain's, and the other way round.
type FraudEvents struct{ calls Calls }

var _ fraud.Events = FraudEvents{}

// FraudEventsOf returns the fraud events that these calls reach.
func FraudEventsOf(calls Calls) FraudEvents { return FraudEvents{calls} }

// List implements [fraud.Events]. The classic events model has no filter on the type.
func (f FraudEvents) List(ctx context.Context, q fraud.Query, to fraud.Visitor) error {
	return f.calls.ListFraudEvents(ctx, ListQuery{
		SubscriptionID: q.SubscriptionID, EventStatus: q.Status, EventType: q.EventType,
		MaxPages: q.MaxPages, AllowCut: q.AllowCut, TellMoved: q.TellMoved,
	}, to)
}

// Update implements [fraud.Events].
func (f FraudEvents) Update(ctx context.Context, u fraud.Update) (fraud.Receipt, error) {
	result, err := f.calls.UpdateFraudEvents(ctx, StatusUpdate{
		SubscriptionID: u.SubscriptionID,
		EventIDs:       u.EventIDs,
		EventStatus:    string(u.Decision.Status()),
		ResolvedReason: string(u.Decision.Reason()),
		LeaveBy:        u.LeaveBy,
		Before:         u.Before,
	})
	return fraud.Receipt(result), err
}

// Limits implements [fraud.Events].
func (f FraudEvents) Limits() fraud.Limits {
	return fraud.Limits{EventsPerUpdate: mostPerUpdate, AllFields: f.calls.NewEventsModel()}
}
