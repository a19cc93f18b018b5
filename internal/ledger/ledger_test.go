// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
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
		if c.ambiguous {
			expect.Equal(t, c.id, []string{"Twin", "TWIN"}, wantErr[*fraud.AmbiguousError](t, err).Fits)
			continue
		}
		found := fraud.Event{}
		if expect.NoError(t, err); got.Event != nil {
			found = *got.Event
		}
		want := fraud.Key{}
		if c.want != "" {
			want = keyOf(c.want)
		}
		expect.Equal(t, c.id, want, found.Key)
	}
	s.wantCalls(t, 1, 0)
}

func TestFind_SaysWhenNothingAtAllIsListed(t *testing.T) {
	t.Parallel()
	l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
	for subscription, empty := range map[string]bool{subA: false, subB: true} {
		got := mustFind(t, l, fraud.Key{SubscriptionID: subscription, EventID: "gone"})
		if got.Event != nil || got.Empty != empty || !got.SubscriptionKnown {
			t.Errorf("%s: %+v", subscription, got)
		}
	}
	got := mustFind(t, ledger.New(&fakeService{onList: failing(gone())}, nil), keyOf("e"))
	if got.Event != nil || !got.Empty || got.SubscriptionKnown {
		t.Errorf("an unknown subscription: %+v", got)
	}
}

func TestFind_ReturnsACopy(t *testing.T) {
	t.Parallel()
	l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
	key := keyOf("e")
	first := mustFind(t, l, key)
	first.Event.Status = fraud.Resolved
	expect.Equal(t, "status, found again", fraud.Active, mustFind(t, l, key).Event.Status)
}

func TestReview_OfTheLedgerAddsFactsOfTheListing(t *testing.T) {
	t.Parallel()
	unknown := &fakeService{onList: failing(gone())}
	known := &fakeService{events: []fraud.Event{resolvedEvent("Ignored", fraud.Ignore),
		activeEvent(subA, "open")}}
	l := ledger.New(known, nil)
	for known, l := range map[bool]*ledger.Ledger{false: ledger.New(unknown, nil), true: l} {
		_, err := l.Review(t.Context(), changeOf("e"))
		expect.Equal(t, "known", known, wantErr[*fraud.UnlistedError](t, err).SubscriptionKnown)
	}
	accepted := changeOf("e")
	accepted.AcceptUnlisted = true
	if out, err := l.Review(t.Context(), accepted); err != nil || out.Action != fraud.Record ||
		out.Event.EventID != "" {
		t.Errorf("accepted: %+v, %v", out, err)
	}
	if out, err := l.Review(t.Context(), changeOf("OPEN")); err != nil || out.Action != fraud.Write ||
		out.Event.EventID != "open" {
		t.Errorf("open: %+v, %v", out, err)
	}
	out, err := l.Review(t.Context(), changeOf("ignored"))
	_ = wantErr[*fraud.OverwriteError](t, err)
	expect.Equal(t, "shown with the error", "Ignored", out.Event.EventID)
	known.wantCalls(t, 1, 0)
}

func TestReading_OtherFailuresSayNothingAboutEvents(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{
		"refused": failed(fraud.Refused), "for its values": failed(fraud.Refused, fraud.UnknownValue),
		"kept from deciding": failed(), "a fault": failed(fraud.MayHaveHappened),
	} {
		for how, ask := range asking() {
			nothing, err := ask(t.Context(), ledger.New(&fakeService{onList: failing(want)}, nil))
			if nothing || !errors.Is(err, want) {
				t.Errorf("%s, %s: %v", how, name, err)
			}
		}
	}
}

func TestSearch_KeepsDetails(t *testing.T) {
	t.Parallel()
	detailed := activeEvent(subA, "e")
	detailed.AdditionalDetails = map[string]string{"k": "v"}
	events, err := ledger.New(&fakeService{events: []fraud.Event{detailed}},
		nil).Search(t.Context(), fraud.Filter{})
	if err != nil || len(events) != 1 || events[0].AdditionalDetails["k"] != "v" {
		t.Errorf("%+v, %v", events, err)
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
