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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
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

func TestDecide_ACallerWhoStopsBeforeTheUpdateIsLeftOutOfIt(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]func(*testing.T) (context.Context, error){
		"cancelled": func(t *testing.T) (context.Context, error) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(500*time.Millisecond, cancel)
			return ctx, context.Canceled
		},
		"out of time": func(t *testing.T) (context.Context, error) {
			return within(t, 500*time.Millisecond), context.DeadlineExceeded
		},
	}, func(t *testing.T, leave func(*testing.T) (context.Context, error)) {
		// the listing takes a second
		s := &fakeService{latency: time.Second, events: manyEvents(subA, 2)}
		l := ledger.New(s, nil)
		ctx, want := leave(t)
		gone, stays := startDecide(ctx, l, changeOf("e000")),
			startDecide(within(t, time.Hour), l, changeOf("e001"))
		if r := <-gone; !errors.Is(r.err, want) || r.got.Event.EventID != "" {
			t.Errorf("%+v", r)
		}
		_ = wait(t, stays)
		if u := s.posted(); len(u) != 1 || !slices.Equal(u[0].EventIDs.Slice(), []string{"e001"}) {
			t.Errorf("got %+v", u)
		}
	})
}

func TestDecide_ACancelledCallerStillGetsTheResultOfAnUpdateInTransit(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]*fakeService{
		"by the reply": {events: manyEvents(subA, 1)},
		"by reading":   {events: manyEvents(subA, 1), reply: noReply, lag: 3},
		"never arrived": {events: manyEvents(subA, 1),
			lost: func(call int) (bool, bool) { return call == 1, call > 1 }},
	}, func(t *testing.T, s *fakeService) {
		s.onUpdate = func(context.Context, int) error { time.Sleep(time.Second); return nil }
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(500*time.Millisecond, cancel)
		r := <-startDecide(ctx, ledger.New(s, nil), changeOf("e000"))
		if r.err != nil || !r.got.Event.Carries(resolve(fraud.Fraud)) {
			t.Errorf("%+v", r)
		}
	})
}

// Nothing is in transit for these callers, so nothing can be lost by stopping at once.
func TestDecide_ACancelledCallerStopsAtOnceWhileNothingIsInTransit(t *testing.T) {
	t.Parallel()
	throttle := func(after, wait time.Duration) func(context.Context, int) error {
		return func(context.Context, int) error {
			time.Sleep(after)
			return &failure{again: true, wait: wait}
		}
	}
	thenAMinute := func(asked int) time.Duration { return time.Duration(asked-1) * time.Minute }
	sleep := func(context.Context, int) error { time.Sleep(time.Minute); return nil }
	aMinute := func(int) time.Duration { return time.Minute }
	type row struct {
		service *fakeService
		before  []fraud.Change // that others have made
		after   time.Duration
	}
	inBubbles(t, map[string]row{
		"throttled":         {&fakeService{onUpdate: throttle(0, time.Minute)}, nil, time.Second},
		"held up before it": {&fakeService{toLeave: aMinute}, nil, time.Second},
		"throttled meanwhile": {&fakeService{onUpdate: throttle(2*time.Second, time.Minute)}, nil,
			2 * time.Second},
		"held up after a refusal": {&fakeService{onUpdate: throttle(0, 0), toLeave: thenAMinute}, nil,
			time.Second},
		"queued behind another": {&fakeService{onUpdate: sleep}, changesOf(2)[1:], time.Second},
		"reading":               {&fakeService{latency: time.Minute}, nil, time.Second},
	}, func(t *testing.T, test row) {
		s := test.service
		s.events = manyEvents(subA, 2)
		l := ledger.New(s, nil)
		for _, c := range test.before {
			startDecide(t.Context(), l, c)
			time.Sleep(500 * time.Millisecond)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		for _, r := range l.DecideAll(ctx, slices.Repeat(changesOf(1), 20)) {
			if !errors.Is(r.Err, context.Canceled) || isUnconfirmed(r.Err) {
				t.Errorf("%+v", r)
			}
		}
		if late := time.Since(began) - test.after; late < 0 || late > sharing.Grace {
			t.Errorf("it stopped %s later than it could", late)
		}
	})
}

func TestDecide_ACancelledCallerWaitsFiveSecondsAtMost(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]*fakeService{
		"for the reply": {events: manyEvents(subA, 1), onUpdate: untilTheEnd},
		"for a service asleep": {events: manyEvents(subA, 1),
			onUpdate: func(context.Context, int) error { time.Sleep(time.Minute); return nil }},
		"for confirmation": {events: manyEvents(subA, 1), reply: noReply, lag: 1000},
	}, func(t *testing.T, s *fakeService) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		r := <-startDecide(ctx, ledger.New(s, nil), changeOf("e000"))
		if r.err == nil || r.after < 6*time.Second || r.after > 6500*time.Millisecond {
			t.Errorf("%+v", r)
		}
	})
}
