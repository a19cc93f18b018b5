// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestSweep_ForecastSortsEventsByHowTheyStand(t *testing.T) {
	t.Parallel()
	events := []fraud.Event{
		open("s", "active", 1),
		listedAt("s", "investigated", 1, fraud.Standing{Status: fraud.Investigating}),
		listedAt("s", "ignored", 1, fraud.Standing{Status: fraud.Resolved, Reason: fraud.Ignore}),
		listedAt("s", "fraud", 1, fraud.Standing{Status: fraud.Resolved, Reason: fraud.Fraud}),
		listedAt("s", "odd", 1, fraud.Standing{Status: "Pending"}), // a status that nobody documents
	}
	for _, test := range []struct {
		sweep fraud.Sweep
		want  map[string][]string
	}{
		{fraud.Sweep{Decision: resolve(fraud.Ignore)}, map[string][]string{"write": {"s/active", "s/investigated", "s/odd"}, "adopt": {"s/ignored"}, "leave": {"s/fraud"}}},
		{fraud.Sweep{Decision: resolve(fraud.Ignore), Overturn: true}, map[string][]string{"write": {"s/active", "s/investigated", "s/odd"}, "adopt": {"s/ignored"}, "overturn": {"s/fraud"}}},
		{fraud.Sweep{Decision: fraud.Reopen()}, map[string][]string{"write": {"s/investigated", "s/odd"}, "adopt": {"s/active"}, "leave": {"s/ignored", "s/fraud"}}},
	} {
		f := test.sweep.Forecast(events)
		got := map[string][]string{}
		for name, part := range map[string][]fraud.Event{"write": f.Write, "overturn": f.Overturn, "adopt": f.Adopt, "leave": f.LeaveAlone} {
			if len(part) > 0 {
				got[name] = keys(part)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.sweep, diff)
		}
	}
}

func TestSweep_AnEventThatHasMovedSinceItWasListedIsRefused(t *testing.T) {
	t.Parallel()
	listed := open("s", "e1", 1)
	now := listedAt("s", "e1", 1, fraud.Standing{Status: fraud.Resolved, Reason: fraud.Fraud})
	_, err := fraud.Sweep{Decision: resolve(fraud.Ignore), Overturn: true}.Change(listed).Review(&now)
	var changed *fraud.ChangedError
	if !errors.As(err, &changed) {
		t.Errorf("got %v", err)
	}
}

// Two ids differ in case only, and the picked event leaves the list before it is written to.
func TestSweep_NoOtherEventTakesThePlaceOfAPickedOne(t *testing.T) {
	t.Parallel()
	s := &fakeService{events: []partnercenter.FraudEvent{{SubscriptionID: subA, EventID: "ab", EventStatus: "Active"}}}
	change := fraud.Sweep{Decision: resolve(fraud.Ignore), Overturn: true}.Change(open(subA, "AB", 1))
	_, err := fraud.NewLedger(s, nil).Decide(t.Context(), change)
	var unlisted *fraud.UnlistedError
	if !errors.As(err, &unlisted) || !unlisted.SubscriptionKnown {
		t.Errorf("got %v", err)
	}
	if len(s.updates) != 0 {
		t.Errorf("written: %v", s.updates)
	}
}

func TestBatches_HoldOneSubscriptionAndAHundredEventsAtTheMost(t *testing.T) {
	t.Parallel()
	var events []fraud.Event
	for i := range 250 {
		events = append(events, open("s1", fmt.Sprint("a", i), 1))
	}
	events = append(events, open("S1", "b", 1), open("s2", "c", 1), open("s3", "d", 1))
	var sizes []int
	total := 0
	for batch := range fraud.Batches(events) {
		sizes = append(sizes, len(batch))
		total += len(batch)
	}
	if diff := cmp.Diff([]int{100, 100, 51, 1, 1}, sizes); diff != "" || total != len(events) {
		t.Errorf("sizes (-want +got):\n%s", diff)
	}
	for range fraud.Batches(events) {
		break // an early end is no panic
	}
	for range fraud.Batches(nil) {
		t.Error("a batch of no events")
	}
}

func TestNotTried_HoldsForWhatWasNeverSent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want bool
	}{
		{context.Canceled, true},
		{context.DeadlineExceeded, true},
		{fmt.Errorf("waiting: %w", context.Canceled), true},
		{&fraud.UnconfirmedError{Err: context.Canceled}, false},
		{&partnercenter.Error{Err: context.DeadlineExceeded}, false},
		{&fraud.ReadOnlyError{}, false},
		{nil, false},
	} {
		if got := fraud.NotTried(test.err); got != test.want {
			t.Errorf("%v: got %t", test.err, got)
		}
	}
}

func TestSurvey_ListsEachSubscriptionOnceAndSharesListings(t *testing.T) {
	t.Parallel()
	service := &tenantService{subscriptions: 3, pageSize: 100}
	ledger := fraud.NewLedger(service, nil)
	a, b := subscriptionNumber(0), subscriptionNumber(2)
	for range 2 {
		s, err := ledger.Survey(t.Context(), []string{a, b, a})
		if err != nil || len(s.Events) != 4 || len(s.Unknown) != 0 {
			t.Errorf("%d events, unknown %v, error %v", len(s.Events), s.Unknown, err)
		}
	}
	if service.single != 2 {
		t.Errorf("%d listings, want 2", service.single)
	}
}

func TestSurvey_ManySubscriptionsTakeAListingOfTheTenant(t *testing.T) {
	t.Parallel()
	service := &tenantService{subscriptions: 200, pageSize: 100}
	var ids []string
	for i := range 200 {
		ids = append(ids, subscriptionNumber(i))
	}
	s, err := fraud.NewLedger(service, nil).Survey(t.Context(), ids)
	if err != nil || len(s.Events) != 400 {
		t.Errorf("%d events, error %v", len(s.Events), err)
	}
	if calls := service.single + service.pages; calls > 20 {
		t.Errorf("%d calls for 200 subscriptions", calls)
	}
}

func TestSurvey_AFailureIsNoEmptyListing(t *testing.T) {
	t.Parallel()
	service := &fakeService{onList: func(context.Context, int) error { return &partnercenter.Error{StatusCode: 403} }}
	if s, err := fraud.NewLedger(service, nil).Survey(t.Context(), []string{subA}); err == nil || len(s.Events) != 0 {
		t.Errorf("%d events, error %v", len(s.Events), err)
	}
}

func TestLedger_SaysThatItIsReadOnly(t *testing.T) {
	t.Parallel()
	service := &fakeService{}
	if fraud.NewLedger(service, nil).ReadOnly() || !fraud.NewLedger(fraud.ReadOnly(service), nil).ReadOnly() {
		t.Error("read-only is not told from the rest")
	}
}
