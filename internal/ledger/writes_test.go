// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func TestDecide_ALoneWriteHardlyWaits(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: 100 * time.Millisecond, events: manyEvents(subA, 1)}
		r := <-startDecide(within(t, time.Hour), ledger.New(s, nil), changeOf("e000"))
		if r.err != nil || r.got.Action != fraud.Write {
			t.Fatalf("%+v", r)
		}
		if own := r.after - 2*s.latency; own > 30*time.Millisecond {
			t.Errorf("it took %s longer than its two calls", own)
		}
		s.wantCalls(t, 1, 1)
	})
}

func TestDecide_EqualDecisionsTravelTogether(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string][]int{"1": {1}, "50": {50}, "100": {100}, "101": {100, 1},
		"250": {100, 100, 50}}, func(t *testing.T, want []int) {
		n := 0
		for _, events := range want {
			n += events
		}
		s := &fakeService{latency: 100 * time.Millisecond, events: manyEvents(subA, n)}
		for i, r := range decideAll(t, ledger.New(s, nil), changesOf(n)) {
			if r.err != nil || r.got.Action != fraud.Write ||
				r.got.Event.EventID != fmt.Sprintf("e%03d", i) || r.got.Event.Reason != fraud.Fraud {
				t.Errorf("%d: %+v", i, r)
			}
		}
		var got []int
		named := map[string]bool{}
		for _, u := range s.posted() {
			got = append(got, u.EventIDs.Len())
			for _, id := range u.EventIDs.Slice() {
				named[id] = true
			}
		}
		expect.Equal(t, "events of each update", want, got)
		expect.Equal(t, "events named", n, len(named))
		s.wantCalls(t, 1, len(want))
	})
}

func TestDecide_ChangesQueuedDuringACallShareTheNext(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: time.Second, events: manyEvents(subA, 10)}
		l := ledger.New(s, nil)
		var pending []<-chan result[fraud.Outcome]
		for _, c := range changesOf(10) {
			pending = append(pending, startDecide(within(t, time.Hour), l, c))
			time.Sleep(100 * time.Millisecond)
		}
		for _, p := range pending {
			_ = wait(t, p)
		}
		s.wantCalls(t, 1, 2)
	})
}

func TestDecide_DifferentDecisionsAndSubscriptionsDoNotShareCalls(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: append(manyEvents(subA, 40), manyEvents(subB, 40)...)}
		decisions := []fraud.Decision{
			resolve(fraud.Fraud), resolve(fraud.Ignore), resolve(fraud.Legitimate), investigate(),
		}
		var changes []fraud.Change
		for i := range 80 {
			subscription := []string{subA, subB}[i/40]
			changes = append(changes, fraud.Change{
				Key:      fraud.Key{SubscriptionID: subscription, EventID: fmt.Sprintf("e%03d", i%40)},
				Decision: decisions[i%4],
			})
		}
		for i, r := range decideAll(t, ledger.New(s, nil), changes) {
			if r.err != nil || !r.got.Event.Carries(changes[i].Decision) ||
				r.got.Event.Key != changes[i].Key {
				t.Errorf("%d: %+v", i, r)
			}
		}
		got := map[string]int{}
		for _, u := range s.posted() {
			got[u.SubscriptionID+" "+string(u.Decision.Status())+" "+
				string(u.Decision.Reason())] += u.EventIDs.Len()
		}
		want := map[string]int{}
		for _, subscription := range []string{subA, subB} {
			for _, what := range []string{" Resolved Fraud", " Resolved Ignore", " Resolved Legitimate",
				" Investigating "} {
				want[subscription+what] = 10
			}
		}
		expect.Equal(t, "events by decision", want, got)
		s.wantCalls(t, 2, 8)
	})
}

func TestDecide_TheUpdateNamesThingsAsTheServiceSpellsThem(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: []fraud.Event{activeEvent(subA, "Event_One"),
			activeEvent(subA, "EVENT_two")}}
		keys := []fraud.Key{
			{SubscriptionID: strings.ToLower(subA), EventID: "event_one"},
			{SubscriptionID: strings.ToLower(subA), EventID: "Event_Two"},
			{SubscriptionID: strings.ToLower(subA), EventID: "EVENT_ONE"}, // the same event again
		}
		var changes []fraud.Change
		for _, k := range keys {
			changes = append(changes, fraud.Change{Key: k, Decision: fraud.Reopen(),
				Seen: &fraud.Standing{Status: fraud.Resolved, Reason: fraud.Ignore}, Overwrite: true})
		}
		s.colleague("Event_One", fraud.Ignore)
		s.colleague("EVENT_two", fraud.Ignore)
		for _, r := range decideAll(t, ledger.New(s, nil), changes) {
			if r.err != nil || r.got.Event.Status != fraud.Active {
				t.Errorf("%+v", r)
			}
		}
		s.wantCalls(t, 1, 1)
		u := s.posted()[0]
		ids := u.EventIDs.Slice()
		slices.Sort(ids)
		if u.SubscriptionID != subA || !slices.Equal(ids, []string{"EVENT_two", "Event_One"}) ||
			u.Decision != fraud.Reopen() {
			t.Errorf("got %+v", u)
		}
	})
}

func TestDecide_ChangesThatNeedNoWriteMakeNone(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: []fraud.Event{resolvedEvent("adopted", fraud.Fraud),
			resolvedEvent("ignored", fraud.Ignore)}}
		recorded := changeOf("aged out")
		recorded.AcceptUnlisted = true
		got := decideAll(t, ledger.New(s, nil),
			[]fraud.Change{changeOf("ADOPTED"), recorded, changeOf("ignored"), changeOf("unlisted")})

		if r := got[0]; r.err != nil || r.got.Action != fraud.Adopt ||
			r.got.Event.ResolvedBy != "colleague@contoso.com" {
			t.Errorf("adopt: %+v", r)
		}
		if r := got[1]; r.err != nil || r.got.Action != fraud.Record || r.got.Event.EventID != "" {
			t.Errorf("record: %+v", r)
		}
		_ = wantErr[*fraud.OverwriteError](t, got[2].err)
		expect.Equal(t, "subscription known", true,
			wantErr[*fraud.UnlistedError](t, got[3].err).SubscriptionKnown)
		s.wantCalls(t, 1, 0)
	})
}

func TestDecide_OneEventDecidedInTwoWaysIsNotOverwritten(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1)}
		other := changeOf("e000")
		other.Decision = resolve(fraud.Ignore)
		l := ledger.New(s, nil)
		first := startDecide(within(t, time.Hour), l, changeOf("e000"))
		synctest.Wait()
		second := startDecide(within(t, time.Hour), l, other)
		_ = wait(t, first)
		expect.Equal(t, "reason of the event", fraud.Fraud,
			wantErr[*fraud.OverwriteError](t, (<-second).err).Event.Reason)
		s.wantCalls(t, 1, 1)
	})
}

func TestDecide_ALaterBatchIsReviewedAgainAfterASlowOne(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 101)}
		s.onUpdate = func(_ context.Context, call int) error {
			if call == 1 {
				time.Sleep(time.Minute) // throttled
				for _, c := range changesOf(101) {
					s.colleague(c.Key.EventID, fraud.Ignore) // before this update takes effect
				}
			}
			return nil
		}
		overwritten := 0
		for _, r := range decideAll(t, ledger.New(s, nil), changesOf(101)) {
			if errors.As(r.err, new(*fraud.OverwriteError)) {
				overwritten++
			}
		}
		expect.Equal(t, "refused, of the later batch", 1, overwritten)
		s.wantCalls(t, 2, 1)
	})
}
