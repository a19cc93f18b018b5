// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// shifting lists two events per page. Between the first two pages of the first listing, an event of
// the first page ages out, so that the listing lacks the one that moves into its place: e002.
func shifting(n int) *fakeService {
	s := &fakeService{events: manyEvents(subA, n), pageSize: 2}
	s.onPage = func(call, page int) error {
		if call == 1 && page == 1 {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.events = s.events[1:]
		}
		return nil
	}
	return s
}

func TestShift_AListedEventIsNeverCalledUnlisted(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]func(t *testing.T, l *ledger.Ledger){
		"refresh": func(t *testing.T, l *ledger.Ledger) {
			seen, err := l.Find(t.Context(), keyOf("e002"))
			if err != nil || seen.Event == nil {
				t.Errorf("got %+v and %v", seen, err)
			}
		},
		"plan": func(t *testing.T, l *ledger.Ledger) {
			if out, err := l.Review(t.Context(), changeOf("e002")); err != nil || out.Action != fraud.Write {
				t.Errorf("got %+v and %v", out, err)
			}
		},
		"apply": func(t *testing.T, l *ledger.Ledger) {
			if out := mustDecide(t, l, changeOf("e002")); out.Action != fraud.Write {
				t.Errorf("got %+v", out)
			}
		},
		"apply, unlisted events accepted": func(t *testing.T, l *ledger.Ledger) {
			change := changeOf("e002")
			change.AcceptUnlisted = true
			if out := mustDecide(t, l, change); out.Action != fraud.Write {
				t.Errorf("got %+v", out)
			}
		},
		"one event": func(t *testing.T, l *ledger.Ledger) {
			if e, err := l.Lookup(t.Context(), keyOf("e002")); err != nil || e.EventID != "e002" {
				t.Errorf("got %+v and %v", e, err)
			}
		},
		"selection by name": func(t *testing.T, l *ledger.Ledger) {
			survey, err := l.Survey(t.Context(), []string{subA}, "E002")
			if picked, pickErr := fraud.SelectNamed("e002").Pick(survey.Events); err != nil ||
				pickErr != nil || len(picked) != 1 {
				t.Errorf("got %v, %v and %v", picked, err, pickErr)
			}
		},
	}, func(t *testing.T, ask func(t *testing.T, l *ledger.Ledger)) {
		s := shifting(5)
		ask(t, ledger.New(s, nil))
		expect.Equal(t, "listings", 2, s.listCount())
	})
}

// However many events are unlisted, they cost one further listing, and none if the listing has one
// page, which cannot shift.
func TestShift_UnlistedEventsShareOneFurtherLook(t *testing.T) {
	t.Parallel()
	type row struct{ pageSize, listings int }
	inBubbles(t, map[string]row{"several pages": {2, 2},
		"one page": {10, 1}}, func(t *testing.T, test row) {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: test.pageSize, latency: time.Second}
		l := ledger.New(s, nil)
		var pending []<-chan result[ledger.Sighting]
		for i := range 20 {
			pending = append(pending, startFind(t.Context(), l, keyOf(fmt.Sprint("gone", i))))
		}
		for _, p := range pending {
			if r := <-p; r.err != nil || r.got.Event != nil || !r.got.SubscriptionKnown {
				t.Errorf("got %+v", r)
			}
		}
		for _, id := range []string{"gone1", "another", "e000"} {
			if _, err := l.Find(t.Context(), keyOf(id)); err != nil {
				t.Error(err)
			}
		}
		s.wantCalls(t, test.listings, 0)
	})
}

// An event that two listings in a row lacked is not searched again after each later listing.
func TestShift_ALongRunLooksOnceForUnlistedEvents(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: 2}
		l := ledger.New(s, nil)
		change := changeOf("gone")
		change.AcceptUnlisted = true
		for range 4 {
			if out := mustDecide(t, l, change); out.Action != fraud.Record {
				t.Errorf("got %+v", out)
			}
			time.Sleep(time.Minute)
		}
		s.wantCalls(t, 5, 0)
	})
}

// A single listing that lacks the event does not make a write unconfirmed.
func TestShift_AConfirmationReadsOn(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: 2, reply: noReply}
		s.onPage = func(call, page int) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			if call == 2 && page == 1 {
				s.events = s.events[1:]
			}
			return nil
		}
		if out := mustDecide(t, ledger.New(s, nil), changeOf("e002")); out.Action != fraud.Write ||
			out.Event.Status != fraud.Resolved {
			t.Errorf("got %+v", out)
		}
		s.wantCalls(t, 3, 1)
	})
}

func TestShift_TheTenantsListingIsNotFinalEither(t *testing.T) {
	t.Parallel()
	const subscriptions = 40
	inBubble(t, func(t *testing.T) {
		s := &fakeService{pageSize: 10}
		for i := range subscriptions {
			s.events = append(s.events, activeEvent(subscriptionNumber(i), "a"),
				activeEvent(subscriptionNumber(i), "b"))
		}
		tenant := 0
		s.onPage = func(_, page int) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			if last := s.lists[len(s.lists)-1]; last.query.SubscriptionID == "" && page == 7 {
				if tenant++; tenant == 2 { // the first try needs too many pages
					// event a of subscription 35, which would be the first row of page 8, is on no page
					s.events = s.events[1:]
				}
			}
			return nil
		}
		l := ledger.New(s, nil)
		for i := range subscriptions {
			seen, err := l.Find(t.Context(), fraud.Key{SubscriptionID: subscriptionNumber(i), EventID: "a"})
			if err != nil || seen.Event == nil {
				t.Errorf("subscription %d: %+v, %v", i, seen, err)
			}
		}
		if tenant != 2 {
			t.Errorf("the tenant was listed %d times, want 2", tenant)
		}
	})
}

// When the events of all subscriptions have aged out, the second looks must not cost a call for
// each subscription.
func TestShift_ManySecondLooksAreOneListingOfTheTenant(t *testing.T) {
	t.Parallel()
	const subscriptions = 500
	inBubble(t, func(t *testing.T) {
		s := &fakeService{pageSize: 10}
		for i := range 100 {
			s.events = append(s.events, activeEvent(subscriptionNumber(i/10), fmt.Sprint("e", i)))
		}
		l := ledger.New(s, nil)
		for i := range subscriptions {
			seen, err := l.Find(t.Context(),
				fraud.Key{SubscriptionID: subscriptionNumber(i), EventID: "aged out"})
			if err != nil || seen.Event != nil {
				t.Errorf("subscription %d: %+v, %v", i, seen, err)
			}
		}
		if s.pages > 150 {
			t.Errorf("%d calls for %d subscriptions whose tenant has 11 pages", s.pages, subscriptions)
		}
	})
}
