// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestLookup_AnExactMatchBeatsOneInAnotherCase(t *testing.T) {
	t.Parallel()
	detailed := activeEvent(subA, "Abc")
	detailed.AdditionalDetails = map[string]string{"connectionCount": "31"}
	elsewhere := activeEvent(subB, "ABC")
	l := fraud.NewLedger(&fakeService{events: []partnercenter.FraudEvent{
		elsewhere, activeEvent(subA, "aBC"), detailed, activeEvent(subA, "other"),
	}}, nil)
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
		s := &fakeService{events: []partnercenter.FraudEvent{activeEvent(subA, "e"), activeEvent(subB, "gone")}, onList: c.onList}
		_, err := fraud.NewLedger(s, nil).Lookup(t.Context(), key)
		unlisted := new(fraud.UnlistedError)
		if !errors.As(err, &unlisted) {
			t.Fatalf("%s: got %v, want an *UnlistedError", name, err)
		}
		if diff := cmp.Diff(fraud.UnlistedError{Key: key, SubscriptionKnown: c.known}, *unlisted); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	failing := fraud.NewLedger(&fakeService{onList: func(context.Context, int) error { return apiError(503) }}, nil)
	if _, err := failing.Lookup(t.Context(), key); !errors.As(err, new(*partnercenter.Error)) {
		t.Errorf("got %v, want the service's error", err)
	}
}
