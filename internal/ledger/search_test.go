// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestLookup_AnExactMatchBeatsOneInAnotherCase(t *testing.T) {
	t.Parallel()
	detailed := activeEvent(subA, "Abc")
	detailed.AdditionalDetails = map[string]string{"connectionCount": "31"}
	elsewhere := activeEvent(subB, "ABC")
	l := ledger.New(door(&fakeService{events: []partnercenter.FraudEvent{
		elsewhere, activeEvent(subA, "aBC"), detailed, activeEvent(subA, "other"),
	}}), nil)
	for asked, want := range map[string]string{"Abc": "Abc", "aBC": "aBC", "OTHER": "other"} {
		e, err := l.Lookup(t.Context(), fraud.Key{SubscriptionID: subA, EventID: asked})
		if err != nil || e.EventID != want || e.SubscriptionID != subA {
			t.Errorf("%s: got %s and %v, want %s", asked, e.Key, err, want)
		}
		if asked == "Abc" && e.AdditionalDetails["connectionCount"] != "31" {
			t.Errorf("the details are %v", e.AdditionalDetails)
		}
	}
	_, err := l.Lookup(t.Context(), fraud.Key{SubscriptionID: subA, EventID: "abc"})
	ambiguous := new(fraud.AmbiguousError)
	if !errors.As(err, &ambiguous) {
		t.Fatalf("got %v, want an *AmbiguousError", err)
	}
	if diff := cmp.Diff([]string{"aBC", "Abc"}, ambiguous.Fits); diff != "" {
		t.Errorf("fits (-want +got):\n%s", diff)
	}
}

func TestLookup_AnEventThatIsNotListed(t *testing.T) {
	t.Parallel()
	key := fraud.Key{SubscriptionID: subA, EventID: "gone"}
	for name, c := range map[string]struct {
		onList func(context.Context, int) error
		known  bool
	}{
		"of a known subscription":    {nil, true},
		"of an unknown subscription": {func(context.Context, int) error { return gone() }, false},
	} {
		s := &fakeService{events: []partnercenter.FraudEvent{activeEvent(subA, "e"),
			activeEvent(subB, "gone")}, onList: c.onList}
		_, err := ledger.New(door(s), nil).Lookup(t.Context(), key)
		unlisted := new(fraud.UnlistedError)
		if !errors.As(err, &unlisted) {
			t.Fatalf("%s: got %v, want an *UnlistedError", name, err)
		}
		if diff := cmp.Diff(fraud.UnlistedError{Key: key, SubscriptionKnown: c.known},
			*unlisted); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	failing := ledger.New(door(&fakeService{onList: func(context.Context,
		int) error {
		return apiError(503)
	}}), nil)
	if _, err := failing.Lookup(t.Context(), key); !errors.As(err, new(*partnercenter.Error)) {
		t.Errorf("got %v, want the service's error", err)
	}
}

func TestSearch_TheServiceFiltersWhatItCan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		filter fraud.Filter
		want   partnercenter.ListQuery
	}{
		{"nothing", fraud.Filter{Severities: []string{"High"}, CustomerTenantID: "c"},
			partnercenter.ListQuery{}},
		{"one of each", fraud.Filter{SubscriptionID: subA, Statuses: []string{"active"},
			EventTypes: []string{"usageanomalydetection"}}, partnercenter.ListQuery{
			SubscriptionID: "6b7caaaa-0000-4000-8000-00000000000a", EventStatus: "Active",
			EventType: "UsageAnomalyDetection",
		}},
		{"unknown type as it is", fraud.Filter{EventTypes: []string{"tokenTheft"}},
			partnercenter.ListQuery{EventType: "tokenTheft"}},
		{"several", fraud.Filter{Statuses: []string{"Active", "Resolved"},
			EventTypes: []string{"A", "B"}}, partnercenter.ListQuery{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &fakeService{}
			if _, err := ledger.New(door(s), nil).Search(t.Context(), c.filter); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]partnercenter.ListQuery{c.want}, queries(s),
				cmpopts.IgnoreFields(partnercenter.ListQuery{}, "TellMoved")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSearch_NewestFirstThenByID(t *testing.T) {
	t.Parallel()
	at := func(e partnercenter.FraudEvent, when string) partnercenter.FraudEvent {
		e.EventTime = when
		return e
	}
	s := &fakeService{events: []partnercenter.FraudEvent{
		at(activeEvent(subB, "old"), "2026-03-01T00:00:00"),
		at(activeEvent(subA, "timeless"), ""),
		at(activeEvent(subB, "b"), "2026-03-02T01:00:00+01:00"),
		at(activeEvent(subB, "a"), "2026-03-02T00:00:00"),
		at(activeEvent(subA, "b"), "2026-03-02T00:00:00"),
		at(resolvedEvent("resolved", fraud.Fraud), "2026-03-09T00:00:00"),
		at(activeEvent(subA, "new"), "2026-03-03T00:00:00"),
	}}
	events, err := ledger.New(door(s), nil).Search(t.Context(),
		fraud.Filter{Statuses: []string{"Active"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, e.SubscriptionID[4:8]+" "+e.EventID)
	}
	want := []string{"AAAA new", "BBBB a", "AAAA b", "BBBB b", "BBBB old", "AAAA timeless"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// queries returns what was listed so far.
func queries(s *fakeService) []partnercenter.ListQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []partnercenter.ListQuery
	for _, c := range s.lists {
		out = append(out, c.query)
	}
	return out
}
