// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package eventstest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// namesItself requires a name for messages, and names for exactly the ids that the service has.
func namesItself(t *testing.T, w World) {
	w.Add(subA, "e1")
	s := w.Events.Limits().Service
	if s.Name == "" || s.RequestID == "" || (s.CorrelationID != "") != w.Correlates {
		t.Errorf("got %+v", s)
	}
}

func listsASubscription(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.Add(subA, "e2")
	w.Add(subB, "other")
	b := wantIDs(t, w, fraud.Query{SubscriptionID: subA}, "e1", "e2")
	for _, e := range b.events {
		if e.Standing() != fraud.Reopen().Standing() || e.AskedAt.IsZero() || e.EventTime.IsZero() ||
			e.Again {
			t.Errorf("got %+v", e)
		}
	}
}

func listsTheTenant(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.Add(subB, "other")
	wantIDs(t, w, fraud.Query{}, "e1", "other")
}

func filtersByStatus(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.Add(subA, "e2")
	if _, err := w.Events.Update(t.Context(), isFraud(t, "e1")); err != nil {
		t.Fatal(err)
	}
	for status, want := range map[fraud.Status]string{fraud.Active: "e2", fraud.Resolved: "e1"} {
		wantIDs(t, w, fraud.Query{SubscriptionID: subA, Status: string(status)}, want)
	}
}

// filtersByType accepts a listing of all types if events have no type.
func filtersByType(t *testing.T, w World) {
	w.Add(subA, "e1")
	q := fraud.Query{SubscriptionID: subA, EventType: "NetworkConnectionsToCryptoMiningPools"}
	wantIDs(t, w, q, "e1")
	q.EventType = "ServiceHealthSecurityAdvisory"
	if w.Events.Limits().AllFields {
		wantIDs(t, w, q)
	} else {
		wantIDs(t, w, q, "e1")
	}
}

func refusesAnUnknownValue(t *testing.T, w World) {
	w.Add(subA, "e1")
	err := w.Events.List(t.Context(), fraud.Query{SubscriptionID: subA, Status: "Lost"}, &book{})
	if !fraud.Failed(err, fraud.UnknownValue) || fraud.Failed(err, fraud.NotFound) {
		t.Errorf("got %v", err)
	}
}

func addMany(w World, n int) {
	for i := range n {
		w.Add(subA, fmt.Sprintf("e%03d", i))
	}
}

func listsEveryPage(t *testing.T, w World) {
	addMany(w, 3*w.PageSize+1)
	b := list(t, w, fraud.Query{SubscriptionID: subA})
	pages := 1
	if w.Events.Limits().AllFields {
		pages = 4
	}
	if ids := b.ids(); len(slices.Compact(ids)) != 3*w.PageSize+1 || len(b.events) != len(ids) ||
		b.pages != pages {
		t.Errorf("%d events on %d pages, want %d pages", len(b.events), b.pages, pages)
	}
}

func stopsAfterThePagesAllowed(t *testing.T, w World) {
	if !w.Events.Limits().AllFields {
		t.Skip("listings of this service come in one page")
	}
	addMany(w, 3*w.PageSize)
	b := &book{}
	err := w.Events.List(t.Context(), fraud.Query{SubscriptionID: subA, MaxPages: 2}, b)
	if !errors.Is(err, fraud.ErrMorePages) || len(b.events) != 2*w.PageSize {
		t.Errorf("%d events, error %v", len(b.events), err)
	}
}

func returnsTheVisitorsError(t *testing.T, w World) {
	addMany(w, w.PageSize+1)
	enough := errors.New("enough")
	b := &book{fail: enough}
	err := w.Events.List(t.Context(), fraud.Query{SubscriptionID: subA}, b)
	if err != enough || len(b.page) != 1 || b.pages != 0 { //nolint:errorlint // unchanged
		t.Errorf("%d events, %d pages, error %v", len(b.page), b.pages, err)
	}
}

func namesAnUnknownSubscription(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.Add(subB, "other")
	w.Forget(subA)
	if !w.Events.Limits().KnowsSubscriptions {
		wantIDs(t, w, fraud.Query{SubscriptionID: subA})
		return
	}
	b := &book{}
	err := w.Events.List(t.Context(), fraud.Query{SubscriptionID: subA}, b)
	if !fraud.Failed(err, fraud.UnknownSubscription) || !fraud.Failed(err, fraud.NotFound) ||
		len(b.events) != 0 {
		t.Errorf("%d events, error %v", len(b.events), err)
	}
}

// neverMixesSubscriptions covers a service that lists only the whole tenant: the backend says so
// before it passes an event, or filters.
func neverMixesSubscriptions(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.Add(subB, "other")
	b := &book{}
	err := w.Events.List(t.Context(), fraud.Query{SubscriptionID: subA, TellUnfiltered: true}, b)
	switch only := w.Events.Limits().TenantOnly; {
	case only && (!errors.Is(err, fraud.ErrUnfiltered) || b.pages > 0 || len(b.page) > 0):
		t.Errorf("%d pages, %d events, error %v", b.pages, len(b.page), err)
	case !only && (err != nil || len(b.events) != 1):
		t.Errorf("%d events, error %v", len(b.events), err)
	}
	wantIDs(t, w, fraud.Query{SubscriptionID: subA}, "e1")
}
