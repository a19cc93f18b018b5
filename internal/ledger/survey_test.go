// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// Two ids differ in case only, and the picked event leaves the list before it is written to.
func TestSweep_NoOtherEventReplacesASelectedOne(t *testing.T) {
	t.Parallel()
	s := &fakeService{events: []fraud.Event{activeEvent(subA, "ab")}}
	change := fraud.Sweep{Decision: resolve(fraud.Ignore), Overwrite: true}.Change(open(subA, "AB", 1))
	_, err := ledger.New(s, nil).Decide(t.Context(), change)
	expect.Equal(t, "subscription known", true,
		wantErr[*fraud.UnlistedError](t, err).SubscriptionKnown)
	expect.Equal(t, "written", 0, len(s.updates))
}

func TestBatches_HoldOneSubscriptionAndAHundredEventsAtTheMost(t *testing.T) {
	t.Parallel()
	var events []fraud.Event
	for i := range 250 {
		events = append(events, open("s1", fmt.Sprint("a", i), 1))
	}
	events = append(events, open("S1", "b", 1), open("s2", "c", 1), open("s3", "d", 1))
	book := ledger.New(&fakeService{}, nil)
	var sizes []int
	total := 0
	for batch := range book.Batches(events) {
		sizes = append(sizes, len(batch))
		total += len(batch)
	}
	if diff := cmp.Diff([]int{100, 100, 51, 1, 1}, sizes); diff != "" || total != len(events) {
		t.Errorf("sizes (-want +got):\n%s", diff)
	}
	for range book.Batches(events) {
		break // an early end must not panic
	}
	for range book.Batches(nil) {
		t.Error("a batch of no events")
	}
}

func TestNotTried_HoldsForUnsentChanges(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want bool
	}{
		{context.Canceled, true},
		{context.DeadlineExceeded, true},
		{fmt.Errorf("waiting: %w", context.Canceled), true},
		{&fraud.UnconfirmedError{Err: context.Canceled}, false},
		{&failure{cause: context.DeadlineExceeded}, false},
		{&fraud.ReadOnlyError{}, false},
		{nil, false},
	} {
		expect.Equal(t, fmt.Sprint(test.err), test.want, ledger.NotTried(test.err))
	}
}

func TestSurvey_ListsEachSubscriptionOnceAndSharesListings(t *testing.T) {
	t.Parallel()
	service := &tenantService{subscriptions: 3, pageSize: 100}
	book := ledger.New(service, nil)
	a, b := subscriptionNumber(0), subscriptionNumber(2)
	for range 2 {
		s, err := book.Survey(t.Context(), []string{a, b, a})
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
	s, err := ledger.New(service, nil).Survey(t.Context(), ids)
	if err != nil || len(s.Events) != 400 {
		t.Errorf("%d events, error %v", len(s.Events), err)
	}
	if calls := service.single + service.pages; calls > 20 {
		t.Errorf("%d calls for 200 subscriptions", calls)
	}
}

func TestLedger_SaysThatItIsReadOnly(t *testing.T) {
	t.Parallel()
	service := &fakeService{}
	if ledger.New(service, nil).ReadOnly() || !ledger.New(ledger.ReadOnly(service), nil).ReadOnly() {
		t.Error("read-only is not told from the rest")
	}
}
