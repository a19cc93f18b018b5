// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// oneEvent is a service with one event.
type oneEvent struct{ fraud.Events }

func (oneEvent) List(_ context.Context, _ fraud.Query, to fraud.Visitor) error {
	to.Begin()
	err := to.Event(fraud.Event{Key: oneKey(), Status: fraud.Resolved, Reason: fraud.Fraud,
		AskedAt: time.Now()})
	if err != nil {
		return err
	}
	return to.End()
}

func (oneEvent) Limits() fraud.Limits { return fraud.Limits{EventsPerUpdate: 1, AllFields: true} }

func oneKey() fraud.Key { return fraud.Key{SubscriptionID: "s", EventID: "e"} }

// While another change of the run can still take effect, a listing must not enter state.
func TestLaterReading_SaysNothingWhileAnotherChangeIsPending(t *testing.T) {
	t.Parallel()
	later := newLaterReading(t.Context(), ledger.New(oneEvent{}, nil))
	defer later.end()
	if later.event(oneKey(), &fraud.OverwriteError{}) == nil {
		t.Error("want the event after another failure")
	}
	if later.event(oneKey(), &fraud.PendingError{}) != nil {
		t.Error("want nothing while a change is pending")
	}
}
