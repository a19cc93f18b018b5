// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func TestConfirm_TheReplyIsEnough(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1)}
		got := mustDecide(t, ledger.New(s, nil), changeOf("e000"))
		want := activeEvent(subA, "e000") // the reply omits the other fields
		want.Status, want.Reason, want.ResolvedBy = fraud.Resolved, fraud.Fraud, "agent@contoso.com"
		want.ResolvedOn = time.Now().UTC().Truncate(time.Second)
		want.AskedAt = s.lists[0].at
		expect.Equal(t, "outcome", fraud.Outcome{Action: fraud.Write, Event: want,
			Before: fraud.Movement{Standing: fraud.Reopen().Standing()}}, got)
		s.wantCalls(t, 1, 1)
	})
}

func TestConfirm_AReplyThatDoesNotSayYesIsFollowedByReading(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]func([]fraud.Event) []fraud.Event{
		"empty": noReply,
		"stale": func([]fraud.Event) []fraud.Event {
			return manyEvents(subA, 2)
		},
		"of another decision": func([]fraud.Event) []fraud.Event {
			return []fraud.Event{resolvedEvent("e000", fraud.Ignore),
				resolvedEvent("e001", fraud.Ignore)}
		},
		"of other events": func([]fraud.Event) []fraud.Event {
			return []fraud.Event{resolvedEvent("other", fraud.Fraud)}
		},
		"of one of them": func(changed []fraud.Event) []fraud.Event { return changed[:1] },
	}, func(t *testing.T, reply func([]fraud.Event) []fraud.Event) {
		s := &fakeService{events: manyEvents(subA, 2), reply: reply}
		l := ledger.New(s, nil)
		for _, r := range decideAll(t, l, changesOf(2)) {
			if r.err != nil || r.got.Action != fraud.Write || !r.got.Event.Carries(resolve(fraud.Fraud)) {
				t.Errorf("%+v", r)
			}
		}
		for _, c := range changesOf(2) {
			expect.Equal(t, c.Key.EventID, c.Decision.Standing(), mustFind(t, l, c.Key).Event.Standing())
		}
		s.wantCalls(t, 2, 1)
	})
}

func TestConfirm_ReadsAtGrowingIntervals(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1), reply: noReply, lag: 9}
		mustDecide(t, ledger.New(s, nil), changeOf("e000"))
		var waits []time.Duration
		for i, c := range s.lists[1:] { // after that of the review
			waits = append(waits, c.at.Sub(s.lists[i].at))
		}
		ms := time.Millisecond
		want := []time.Duration{0, 250 * ms, 500 * ms, 1000 * ms, 2000 * ms, 4000 * ms, 8000 * ms,
			10000 * ms, 10000 * ms, 10000 * ms}
		expect.Equal(t, "waits", want, waits)
	})
}

func TestConfirm_NeverConfirmedIsAnErrorAtTheCallersDeadline(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1), reply: noReply, lag: 100}
		l := ledger.New(s, nil)
		r := <-startDecide(within(t, time.Minute), l, changeOf("e000"))
		unconfirmed := wantErr[*fraud.UnconfirmedError](t, r.err)
		if r.after != time.Minute || unconfirmed.Key != keyOf("e000") ||
			unconfirmed.Decision != resolve(fraud.Fraud) || unconfirmed.Event == nil ||
			unconfirmed.Event.Status != fraud.Active || unconfirmed.Err != nil {
			t.Errorf("got %+v after %s", unconfirmed, r.after)
		}
		before := s.listCount()
		s.colleague("e000", fraud.Ignore)
		expect.Equal(t, "the next reader", fraud.Ignore, mustFind(t, l, keyOf("e000")).Event.Reason)
		s.wantCalls(t, before+1, 1)
	})
}

func TestConfirm_AnUnreadEventIsNotReported(t *testing.T) {
	t.Parallel()
	type row struct {
		onList func(context.Context, int) error
		want   time.Duration
	}
	inBubbles(t, map[string]row{
		"refused":   {failing(failed(fraud.Refused)), 15 * time.Millisecond},
		"no answer": {untilTheEnd, time.Minute},
		"no end, either": {func(context.Context, int) error { time.Sleep(time.Hour / 2); return nil },
			time.Minute + 300*time.Millisecond},
	}, func(t *testing.T, c row) {
		s := &fakeService{events: manyEvents(subA, 1), reply: noReply}
		s.onList = func(ctx context.Context, call int) error {
			if call == 1 {
				return nil
			}
			return c.onList(ctx, call)
		}
		r := <-startDecide(within(t, time.Minute), ledger.New(s, nil), changeOf("e000"))
		var unconfirmed *fraud.UnconfirmedError
		if !errors.As(r.err, &unconfirmed) || unconfirmed.Event != nil || unconfirmed.Err == nil ||
			r.after != c.want {
			t.Errorf("%+v after %s", r.err, r.after)
		}
	})
}

func TestConfirm_AReadThatFailsAfterAnotherIsTheReason(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1), reply: noReply, lag: 9}
		s.onList = func(_ context.Context, call int) error {
			if call < 3 { // the review, and the first read after the write
				return nil
			}
			return failed(fraud.Refused)
		}
		r := <-startDecide(within(t, time.Minute), ledger.New(s, nil), changeOf("e000"))
		unconfirmed := wantErr[*fraud.UnconfirmedError](t, r.err)
		if unconfirmed.Event == nil || unconfirmed.Event.Status != fraud.Active || r.after > time.Second {
			t.Errorf("got %+v after %s", unconfirmed, r.after)
		}
		expect.Contains(t, r.err.Error(), "still reported the event as Active", "the call failed")
	})
}

func TestConfirm_EachCallerWaitsAsLongAsItWants(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 2), reply: noReply, lag: 7} // shown after some 16 s
		l := ledger.New(s, nil)
		hasty, patient := startDecide(within(t, 5*time.Second), l, changeOf("e000")),
			startDecide(within(t, time.Minute), l, changeOf("e001"))
		r := <-hasty
		var unconfirmed *fraud.UnconfirmedError
		if !errors.As(r.err, &unconfirmed) || unconfirmed.Event == nil ||
			!errors.Is(r.err, context.DeadlineExceeded) || r.after > 5300*time.Millisecond {
			t.Errorf("hasty: %+v", r)
		}
		before := s.listCount()
		if _, err := l.Find(t.Context(), keyOf("e000")); err != nil || s.listCount() != before+1 {
			t.Errorf("the hasty one does not read anew: %v", err)
		}
		if r := <-patient; r.err != nil || r.after > time.Minute {
			t.Errorf("patient: %+v", r)
		}
		s.wantCalls(t, s.listCount(), 1)
	})
}

func TestConfirm_ACallerWhoLeftDoesNotLeaveAStaleListingBehind(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]func([]fraud.Event) []fraud.Event{
		"reported": nil,
		"not reported": func([]fraud.Event) []fraud.Event {
			return []fraud.Event{resolvedEvent("e001", fraud.Fraud)}
		},
	}, func(t *testing.T, reply func([]fraud.Event) []fraud.Event) {
		s := &fakeService{events: manyEvents(subA, 2), reply: reply}
		s.onUpdate = func(context.Context, int) error { time.Sleep(time.Minute); return nil }
		l := ledger.New(s, nil)
		hasty, patient := startDecide(within(t, time.Second), l, changeOf("e000")),
			startDecide(within(t, time.Hour), l, changeOf("e001"))
		if r := <-hasty; r.err == nil {
			t.Error("confirmed")
		}
		expect.Equal(t, "while the update is under way", fraud.Active,
			mustFind(t, l, keyOf("e000")).Event.Status)
		_ = wait(t, patient)
		expect.Equal(t, "afterwards", fraud.Resolved, mustFind(t, l, keyOf("e000")).Event.Status)
	})
}

func TestConfirm_AnotherWriteMeanwhileDoesNotHideTheConfirmedOne(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 2), lag: 1}
		s.reply = func(changed []fraud.Event) []fraud.Event {
			if changed[0].EventID == "e000" {
				return nil
			}
			return changed
		}
		s.onList = func(_ context.Context, call int) error {
			if call == 3 { // the one that shows the first change
				time.Sleep(10 * time.Second)
			}
			return nil
		}
		l := ledger.New(s, nil)
		first := startDecide(within(t, time.Minute), l, changeOf("e000"))
		time.Sleep(time.Second)
		mustDecide(t, l, changeOf("e001")) // while that listing is under way
		if r := <-first; r.err != nil || r.after < 10*time.Second {
			t.Fatalf("%+v", r)
		}
		for _, c := range changesOf(2) {
			expect.Equal(t, c.Key.EventID, c.Decision.Standing(), mustFind(t, l, c.Key).Event.Standing())
		}
	})
}

func TestConfirm_ReadingStopsWhenNobodyWaits(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 2), reply: noReply}
		s.onList = func(_ context.Context, call int) error {
			if call > 1 { // somebody undoes the second change at once
				s.change("e001", func(e *fraud.Event) { e.Status = fraud.Investigating })
			}
			return nil
		}
		s.onUpdate = func(context.Context, int) error {
			s.change("e001", func(e *fraud.Event) { e.EventID = "renamed" })
			return nil
		}
		l := ledger.New(s, nil)
		confirmed, waiting := startDecide(within(t, time.Hour), l, changeOf("e000")),
			startDecide(within(t, 10*time.Second), l, changeOf("e001"))
		_ = wait(t, confirmed)
		if r := <-waiting; r.err == nil {
			t.Error("confirmed")
		}
		time.Sleep(20 * time.Second)
		before := s.listCount()
		time.Sleep(time.Minute) // the first caller's context lives on
		s.wantCalls(t, before, 1)
	})
}
