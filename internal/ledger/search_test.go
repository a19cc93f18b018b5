// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func TestLookup_AnExactMatchTakesPrecedence(t *testing.T) {
	t.Parallel()
	detailed := activeEvent(subA, "Abc")
	detailed.AdditionalDetails = map[string]string{"connectionCount": "31"}
	elsewhere := activeEvent(subB, "ABC")
	l := ledger.New(&fakeService{events: []fraud.Event{
		elsewhere, activeEvent(subA, "aBC"), detailed, activeEvent(subA, "other"),
	}}, nil)
	for asked, want := range map[string]string{"Abc": "Abc", "aBC": "aBC", "OTHER": "other"} {
		e, err := l.Lookup(t.Context(), keyOf(asked))
		if err != nil || e.EventID != want || e.SubscriptionID != subA {
			t.Errorf("%s: got %s and %v, want %s", asked, e.Key, err, want)
		}
		if asked == "Abc" && e.AdditionalDetails["connectionCount"] != "31" {
			t.Errorf("the details are %v", e.AdditionalDetails)
		}
	}
	_, err := l.Lookup(t.Context(), keyOf("abc"))
	expect.Equal(t, "fits", []string{"aBC", "Abc"}, wantErr[*fraud.AmbiguousError](t, err).Fits)
}

func TestLookup_AnUnlistedEvent(t *testing.T) {
	t.Parallel()
	key := keyOf("gone")
	for name, c := range map[string]struct {
		onList func(context.Context, int) error
		known  bool
	}{
		"of a known subscription":    {nil, true},
		"of an unknown subscription": {failing(gone()), false},
	} {
		s := &fakeService{events: []fraud.Event{activeEvent(subA, "e"),
			activeEvent(subB, "gone")}, onList: c.onList}
		_, err := ledger.New(s, nil).Lookup(t.Context(), key)
		expect.Equal(t, name, fraud.UnlistedError{Key: key, Service: fake(),
			SubscriptionKnown: c.known},
			*wantErr[*fraud.UnlistedError](t, err))
	}
	s := &fakeService{events: []fraud.Event{activeEvent(subA, "event-5201"),
		activeEvent(subB, "event-5101")}}
	_, err := ledger.New(s, nil).Lookup(t.Context(), keyOf("event-5101"))
	expect.Equal(t, "a similar id of the same subscription", "event-5201",
		wantErr[*fraud.UnlistedError](t, err).Near)
	_, err = ledger.New(&fakeService{onList: failing(failed())}, nil).Lookup(t.Context(), key)
	_ = wantErr[*failure](t, err)
}

func TestSearch_TheServiceFiltersWhatItCan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		filter fraud.Filter
		want   fraud.Query
	}{
		{"nothing", fraud.Filter{Severities: []string{"High"}, CustomerTenantID: "c"},
			fraud.Query{}},
		{"one of each", fraud.Filter{SubscriptionID: subA, Statuses: []string{"active"},
			EventTypes: []string{"usageanomalydetection"}}, fraud.Query{
			SubscriptionID: "6b7caaaa-0000-4000-8000-00000000000a", Status: "Active",
			EventType: "UsageAnomalyDetection",
		}},
		{"unknown type as it is", fraud.Filter{EventTypes: []string{"tokenTheft"}},
			fraud.Query{EventType: "tokenTheft"}},
		{"several", fraud.Filter{Statuses: []string{"Active", "Resolved"},
			EventTypes: []string{"A", "B"}}, fraud.Query{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &fakeService{}
			if _, err := ledger.New(s, nil).Search(t.Context(), c.filter); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]fraud.Query{c.want}, queries(s),
				cmpopts.IgnoreFields(fraud.Query{}, "TellMoved")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSearch_NewestFirstThenByID(t *testing.T) {
	t.Parallel()
	at := func(e fraud.Event, when string) fraud.Event {
		e.EventTime, _ = time.Parse("2006-01-02T15:04", when) // the zero time if there is none
		return e
	}
	s := &fakeService{events: []fraud.Event{
		at(activeEvent(subB, "old"), "2026-03-01T00:00"),
		at(activeEvent(subA, "timeless"), ""),
		at(activeEvent(subB, "b"), "2026-03-02T00:00"),
		at(activeEvent(subB, "a"), "2026-03-02T00:00"),
		at(activeEvent(subA, "b"), "2026-03-02T00:00"),
		at(resolvedEvent("resolved", fraud.Fraud), "2026-03-09T00:00"),
		at(activeEvent(subA, "new"), "2026-03-03T00:00"),
	}}
	events := expect.Must(ledger.New(s, nil).Search(t.Context(),
		fraud.Filter{Statuses: []string{"Active"}}))(t)
	var got []string
	for _, e := range events {
		got = append(got, e.SubscriptionID[4:8]+" "+e.EventID)
	}
	expect.Equal(t, "order",
		[]string{"AAAA new", "BBBB a", "AAAA b", "BBBB b", "BBBB old", "AAAA timeless"}, got)
}

// queries returns the listings so far.
func queries(s *fakeService) []fraud.Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []fraud.Query
	for _, c := range s.lists {
		out = append(out, c.query)
	}
	return out
}
