// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// lagging returns a service without replies, whose listings show a write late.
func lagging(lag int, events ...fraud.Event) *fakeService {
	return &fakeService{events: events, lag: lag, reply: noReply}
}

// reviewedAs returns the decision, planned while the event was resolved as fraud.
func reviewedAs(c fraud.Change) fraud.Change {
	c.Seen = new(resolve(fraud.Fraud).Standing())
	return c
}

// ignoring returns the decision to ignore event e, with consent to overwrite.
func ignoring() fraud.Change {
	c := changeOf("e")
	c.Decision, c.Overwrite = resolve(fraud.Ignore), true
	return c
}

// startAccepted starts a change, and returns once the service has accepted it.
func startAccepted(ctx context.Context, s *fakeService, l *ledger.Ledger,
	c fraud.Change) <-chan result[fraud.Outcome] {
	pending := startDecide(ctx, l, c)
	for len(s.posted()) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	return pending
}

// wantStanding checks the event once every write has taken effect.
func (s *fakeService) wantStanding(t *testing.T, want fraud.Standing) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pending {
		p.show()
	}
	s.pending = nil
	expect.Equal(t, "standing", want, s.events[0].Standing())
}

func TestOneEvent_ADecisionWaitsForTheReopeningBeforeIt(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string][]fraud.Change{
		"one decision":   {reviewedAs(changeOf("e"))},
		"many decisions": {reviewedAs(changeOf("e")), changeOf("other")},
	}, func(t *testing.T, decisions []fraud.Change) {
		s := lagging(4, resolvedEvent("e", fraud.Fraud), activeEvent(subA, "other"))
		l := ledger.New(s, nil)
		destroy := startAccepted(within(t, time.Hour), s, l, reactivationOf("e"))
		for _, r := range l.DecideAll(within(t, time.Hour), decisions) {
			if r.Err != nil || r.Outcome.Action != fraud.Write {
				t.Errorf("got %+v", r)
			}
		}
		if out := wait(t, destroy); out.Action != fraud.Write {
			t.Errorf("destroyed: %+v", out)
		}
		s.wantStanding(t, resolve(fraud.Fraud).Standing())
	})
}

func TestOneEvent_ADestroyWaitsForTheDecisionBeforeIt(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := lagging(4, resolvedEvent("e", fraud.Fraud))
		l := ledger.New(s, nil)
		create := startAccepted(within(t, time.Hour), s, l, ignoring())
		_, err := l.Decide(within(t, time.Hour), reactivationOf("e"))
		_ = wantErr[*fraud.HeldError](t, err)
		synctest.Wait() // the create has handed on its result, unless it still waits for a listing
		select {
		case r := <-create:
			expect.NoError(t, r.err)
		default:
			t.Error("the destroy did not wait")
		}
		s.wantStanding(t, resolve(fraud.Ignore).Standing())
	})
}

// The second decision must not adopt what the first is about to replace.
func TestOneEvent_ADecisionWaitsForAnotherOne(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]fraud.Change{"as before": reviewedAs(changeOf("e")),
		"without a review": changeOf("e")}, func(t *testing.T, second fraud.Change) {
		s := lagging(4, resolvedEvent("e", fraud.Fraud))
		l := ledger.New(s, nil)
		first := startAccepted(within(t, time.Hour), s, l, ignoring())
		if _, err := l.Decide(within(t, time.Hour), second); !fraud.KindOf(err).Refuses() {
			t.Errorf("got %v, want a refusal", err)
		}
		wait(t, first)
		s.wantStanding(t, resolve(fraud.Ignore).Standing())
	})
}

func TestOneEvent_EqualDecisionsShareAWrite(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := lagging(4, activeEvent(subA, "e"))
		results := ledger.New(s, nil).DecideAll(within(t, time.Hour),
			[]fraud.Change{changeOf("e"), changeOf("e")})
		expect.NoError(t, results[0].Err)
		expect.NoError(t, results[1].Err)
		expect.Equal(t, "the first", fraud.Write, results[0].Outcome.Action)
		expect.Equal(t, "the second", fraud.Adopt, results[1].Outcome.Action)
		s.wantCalls(t, 6, 1)
	})
}

// A change that may yet take effect leaves no room for another one.
func TestOneEvent_AfterAnUnconfirmedChangeTheNextIsRefused(t *testing.T) {
	t.Parallel()
	type row struct{ first, second fraud.Change }
	inBubbles(t, map[string]row{
		"destroy, decide":   {reactivationOf("e"), reviewedAs(changeOf("e"))},
		"decide, destroy":   {ignoring(), reactivationOf("e")},
		"decide, decide":    {ignoring(), changeOf("e")},
		"the same decision": {ignoring(), ignoring()},
	}, func(t *testing.T, row row) {
		s := lagging(1000, resolvedEvent("e", fraud.Fraud))
		l := ledger.New(s, nil)
		first := startAccepted(within(t, time.Minute), s, l, row.first)
		second := startDecide(within(t, time.Hour), l, row.second)
		_ = wantErr[*fraud.UnconfirmedError](t, (<-first).err)
		r := <-second
		_ = wantErr[*fraud.PendingError](t, r.err)
		if fraud.MaybeSent(r.err) {
			t.Error("the second was never sent")
		}
		expect.Equal(t, "updates", 1, len(s.posted()))
	})
}

func TestOneEvent_AListedEffectConfirmsAnUnconfirmedChange(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := lagging(1000, resolvedEvent("e", fraud.Fraud))
		l := ledger.New(s, nil)
		_, err := l.Decide(within(t, time.Minute), reactivationOf("e"))
		_ = wantErr[*fraud.UnconfirmedError](t, err)
		s.wantStanding(t, fraud.Reopen().Standing())
		s.lag = 0
		if out := mustDecide(t, l, reviewedAs(changeOf("e"))); out.Action != fraud.Write {
			t.Errorf("got %+v", out)
		}
		s.wantStanding(t, resolve(fraud.Fraud).Standing())
	})
}

// A caller that waits for another change can leave.
func TestOneEvent_ACallerThatWaitsCanLeave(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := lagging(1000, resolvedEvent("e", fraud.Fraud))
		l := ledger.New(s, nil)
		first := startAccepted(within(t, time.Hour), s, l, reactivationOf("e"))
		r := <-startDecide(within(t, time.Minute), l, reviewedAs(changeOf("e")))
		if !ledger.NotTried(r.err) || r.after > time.Minute+time.Second {
			t.Errorf("got %+v", r)
		}
		_ = wantErr[*fraud.UnconfirmedError](t, (<-first).err)
		s.wantStanding(t, fraud.Reopen().Standing())
	})
}

func TestOneEvent_OtherEventsDoNotWait(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := lagging(1000, resolvedEvent("e", fraud.Fraud), activeEvent(subA, "other"))
		l := ledger.New(s, nil)
		first := startAccepted(within(t, time.Hour), s, l, reactivationOf("e"))
		s.mu.Lock()
		s.lag = 0
		s.mu.Unlock()
		r := <-startDecide(within(t, time.Minute), l, changeOf("other"))
		if r.err != nil || r.after > 5*time.Second {
			t.Errorf("got %+v", r)
		}
		<-first
	})
}

// The reply confirms a write that later listings do not show yet.
func TestOneEvent_AListingFromBeforeOurWriteIsNoReview(t *testing.T) {
	t.Parallel()
	type row struct {
		before  []fraud.Change
		second  fraud.Change
		refused bool
		want    fraud.Decision
	}
	reopened := []fraud.Change{reactivationOf("e")}
	inBubbles(t, map[string]row{
		"destroy, decide": {reopened, reviewedAs(changeOf("e")), false, resolve(fraud.Fraud)},
		"decide, decide":  {[]fraud.Change{ignoring()}, changeOf("e"), true, resolve(fraud.Ignore)},
		"destroy, decide, decide": {append(reopened, ignoring()), changeOf("e"), true,
			resolve(fraud.Ignore)},
	}, func(t *testing.T, row row) {
		s := &fakeService{events: []fraud.Event{resolvedEvent("e", fraud.Fraud)}, lag: 3}
		l := ledger.New(s, nil)
		for _, c := range row.before {
			mustDecide(t, l, c)
		}
		time.Sleep(time.Minute)
		out, err := l.Decide(within(t, time.Hour), row.second)
		if row.refused != fraud.KindOf(err).Refuses() || err == nil && out.Action != fraud.Write {
			t.Errorf("got %+v, %v", out, err)
		}
		s.wantStanding(t, row.want.Standing())
	})
}

// After a wait, a write is reviewed again, against a listing that nobody shares.
func TestOneEvent_ALateReviewIgnoresAListingFromBeforeOurWrite(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: []fraud.Event{resolvedEvent("e", fraud.Fraud)}, lag: 2}
		s.toLeave = func(asked int) time.Duration {
			if asked == 2 {
				return 10 * time.Second
			}
			return 0
		}
		l := ledger.New(s, nil)
		mustDecide(t, l, reactivationOf("e"))
		if out := mustDecide(t, l, reviewedAs(changeOf("e"))); out.Action != fraud.Write {
			t.Errorf("got %+v", out)
		}
		s.wantStanding(t, resolve(fraud.Fraud).Standing())
	})
}
