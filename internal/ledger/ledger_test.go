// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func TestFind_AnExactMatchBeatsAnotherCase(t *testing.T) {
	t.Parallel()
	s := &fakeService{events: []fraud.Event{
		activeEvent(subA, "Twin"), activeEvent(subA, "TWIN"), activeEvent(subA, "Single"),
		activeEvent(subB, "elsewhere"),
	}}
	l := ledger.New(s, nil)
	for _, c := range []struct {
		subscription, id, want string
		ambiguous              bool
	}{
		{subA, "Twin", "Twin", false},
		{subA, "TWIN", "TWIN", false},
		{subA, "twin", "", true},
		{subA, "Single", "Single", false},
		{subA, "sINGLE", "Single", false},
		{strings.ToLower(subA), "single", "Single", false},
		{subA, "Singl", "", false},
		{subA, "elsewhere", "", false},
	} {
		got, err := l.Find(t.Context(), fraud.Key{SubscriptionID: c.subscription, EventID: c.id})
		var ambiguous *fraud.AmbiguousError
		if errors.As(err, &ambiguous) != c.ambiguous || err != nil && !c.ambiguous {
			t.Errorf("%s: %v", c.id, err)
		}
		if c.ambiguous && fmt.Sprint(ambiguous.Fits) != "[Twin TWIN]" {
			t.Errorf("fits %v", ambiguous.Fits)
		}
		switch {
		case c.want == "" && got.Event != nil:
			t.Errorf("%s: found %s", c.id, got.Event.EventID)
		case c.want != "" && (got.Event == nil || got.Event.EventID != c.want ||
			got.Event.SubscriptionID != subA):
			t.Errorf("%s: got %+v", c.id, got.Event)
		}
	}
	s.wantCalls(t, 1, 0)
}

func TestFind_SaysWhenNothingAtAllIsListed(t *testing.T) {
	t.Parallel()
	l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
	for subscription, empty := range map[string]bool{subA: false, subB: true} {
		got, err := l.Find(t.Context(), fraud.Key{SubscriptionID: subscription, EventID: "gone"})
		if err != nil || got.Event != nil || got.Empty != empty || !got.SubscriptionKnown {
			t.Errorf("%s: %+v, %v", subscription, got, err)
		}
	}
}

func TestFind_WhatItReturnsIsTheCallersOwn(t *testing.T) {
	t.Parallel()
	l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
	key := keyOf("e")
	first := mustFind(t, l, key)
	first.Event.Status = fraud.Resolved
	if again, _ := l.Find(t.Context(), key); again.Event.Status != fraud.Active {
		t.Error("the listing was changed")
	}
}

func TestFind_UnknownSubscriptionHasNoEvents(t *testing.T) {
	t.Parallel()
	s := &fakeService{onList: failing(gone())}
	got, err := ledger.New(s, nil).Find(t.Context(), keyOf("e"))
	if err != nil || got.Event != nil || !got.Empty || got.SubscriptionKnown {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReview_OfTheLedgerAddsWhatTheListingKnows(t *testing.T) {
	t.Parallel()
	unknown := &fakeService{onList: failing(gone())}
	known := &fakeService{events: []fraud.Event{resolvedEvent("Ignored", fraud.Ignore),
		activeEvent(subA, "open")}}
	change := func(id string) fraud.Change {
		return changeOf(id)
	}

	var unlistedErr *fraud.UnlistedError
	if _, err := ledger.New(unknown, nil).Review(t.Context(), change("e")); !errors.As(err,
		&unlistedErr) || unlistedErr.SubscriptionKnown {
		t.Errorf("unknown subscription: %v", err)
	}
	l := ledger.New(known, nil)
	if _, err := l.Review(t.Context(), change("e")); !errors.As(err, &unlistedErr) ||
		!unlistedErr.SubscriptionKnown {
		t.Errorf("known subscription: %v", err)
	}
	accepted := change("e")
	accepted.AcceptUnlisted = true
	if out, err := l.Review(t.Context(), accepted); err != nil || out.Action != fraud.Record ||
		out.Event.EventID != "" {
		t.Errorf("accepted: %+v, %v", out, err)
	}
	if out, err := l.Review(t.Context(), change("OPEN")); err != nil || out.Action != fraud.Write ||
		out.Event.EventID != "open" {
		t.Errorf("open: %+v, %v", out, err)
	}
	var overwriteErr *fraud.OverwriteError
	if out, err := l.Review(t.Context(), change("ignored")); !errors.As(err, &overwriteErr) ||
		out.Event.EventID != "Ignored" {
		t.Errorf("resolved otherwise, to be shown with the error: %+v, %v", out, err)
	}
	known.wantCalls(t, 1, 0)
}

func TestReading_OtherFailuresSayNothingAboutEvents(t *testing.T) {
	t.Parallel()
	key := keyOf("e")
	for name, want := range map[string]error{
		"refused": failed(fraud.Refused), "for its values": failed(fraud.Refused, fraud.UnknownValue),
		"kept from deciding": failed(), "a fault": failed(fraud.MayHaveHappened),
	} {
		l := ledger.New(&fakeService{onList: failing(want)}, nil)
		_, found := l.Find(t.Context(), key)
		_, reviewed := l.Review(t.Context(),
			fraud.Change{Key: key, Decision: fraud.Reopen(), AcceptUnlisted: true})
		_, searched := l.Search(t.Context(), fraud.Filter{SubscriptionID: subA})
		for operation, err := range map[string]error{"Find": found, "Review": reviewed,
			"Search": searched} {
			if !errors.Is(err, want) {
				t.Errorf("%s, %s: %v", operation, name, err)
			}
		}
	}
}

func TestSearch_KeepsDetailsAndIgnoresAnUnknownSubscription(t *testing.T) {
	t.Parallel()
	detailed := activeEvent(subA, "e")
	detailed.AdditionalDetails = map[string]string{"k": "v"}
	events, err := ledger.New(&fakeService{events: []fraud.Event{detailed}},
		nil).Search(t.Context(), fraud.Filter{})
	if err != nil || len(events) != 1 || events[0].AdditionalDetails["k"] != "v" {
		t.Errorf("%+v, %v", events, err)
	}
	events, err = ledger.New(&fakeService{onList: failing(gone())}, nil).Search(t.Context(),
		fraud.Filter{SubscriptionID: subA})
	if err != nil || len(events) != 0 {
		t.Errorf("unknown subscription: %+v, %v", events, err)
	}
}

func TestSearch_ATypeThatTheServiceDoesNotKnowIsFilteredHere(t *testing.T) {
	t.Parallel()
	service := &fakeService{events: []fraud.Event{activeEvent(subA, "e")}}
	service.onList = func(_ context.Context, call int) error {
		if service.lists[call-1].query.EventType != "" {
			return failed(fraud.Refused, fraud.UnknownValue)
		}
		return nil
	}
	events, err := ledger.New(service, nil).Search(t.Context(),
		fraud.Filter{EventTypes: []string{"BrandNew"}})
	if err != nil || len(events) != 0 || len(service.lists) != 2 {
		t.Errorf("%+v, %v, %d listings", events, err, len(service.lists))
	}
}
