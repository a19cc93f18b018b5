// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// isFact reports whether an error is a failed call with this fact.
func isFact(err error, fact fraud.Fact) bool {
	var failed *fraud.FailedCall
	return errors.As(err, &failed) && failed.Fact == fact
}

func isUnconfirmed(err error) bool { return errors.As(err, new(*fraud.UnconfirmedError)) }

func isChanged(err error) bool { return errors.As(err, new(*fraud.ChangedError)) }

// The step after a failed first attempt depends on the attempt's possible effect and on the event's
// standing then.
func TestAttempts_WhatComesAfterAFailedOne(t *testing.T) {
	t.Parallel()
	const soon, late = 500 * time.Millisecond, 40 * time.Second
	busy := func(wait time.Duration) *failure { return &failure{again: true, wait: wait} }
	fault := func(wait time.Duration) *failure {
		return &failure{again: true, wait: wait, requestID: "r1",
			kinds: []fraud.FailureKind{fraud.MayHaveHappened}}
	}
	lost := func(more ...fraud.FailureKind) *failure {
		return &failure{requestID: "r1",
			kinds: append(more, fraud.UnknownOutcome, fraud.MayHaveHappened)}
	}
	again := func(f *failure) *failure {
		f.again, f.wait = true, soon
		return f
	}
	applied := func(s *fakeService) { s.change("e000", func(e *fraud.Event) { restate(e, ours()) }) }
	differently := func(s *fakeService) { s.colleague("e000", fraud.Ignore) }
	alike := func(s *fakeService) { s.colleague("e000", fraud.Fraud) }
	unreadable := func(s *fakeService) { s.onList = failing(errBroken) }
	type row struct {
		first     *failure
		meanwhile func(s *fakeService) // right after the attempt
		later     time.Duration        // than that
		action    fraud.Action
		fails     func(error) bool
		lists     int
		posts     int
	}
	inBubbles(t, map[string]row{
		"busy for a moment": {first: busy(soon), action: fraud.Write, lists: 1, posts: 2},
		"busy for a second": {first: busy(time.Second), action: fraud.Write, lists: 2, posts: 2},
		"busy for long":     {first: busy(late), action: fraud.Write, lists: 2, posts: 2},
		"busy, somebody decides differently": {first: busy(late), meanwhile: differently, lists: 2,
			posts: 1,
			fails: func(err error) bool { return isChanged(err) && !isUnconfirmed(err) }},
		"busy, somebody decides alike": {first: busy(late), meanwhile: alike, action: fraud.Adopt,
			lists: 2,
			posts: 1},
		"busy, cannot be read": {first: busy(late), meanwhile: unreadable, lists: 2, posts: 1,
			fails: func(err error) bool { return errors.Is(err, errBroken) && !fraud.MaybeSent(err) }},
		"a fault that did nothing": {first: fault(late), action: fraud.Write, lists: 2, posts: 2},
		"a fault that took effect": {first: fault(late), meanwhile: applied, action: fraud.Write,
			lists: 2,
			posts: 1},
		"a fault, somebody decides differently": {first: fault(late), meanwhile: differently, lists: 2,
			posts: 1, fails: func(err error) bool { return isChanged(err) && isUnconfirmed(err) }},
		"a fault, cannot be read": {first: fault(late), meanwhile: unreadable, lists: 2, posts: 1,
			fails: func(err error) bool { return isFact(err, fraud.Unread) && fraud.MaybeSent(err) }},
		"a fault, the last": {first: failed(fraud.MayHaveHappened), lists: 1, posts: 1,
			fails: fraud.MaybeSent},
		"lost, did nothing": {first: again(lost()), action: fraud.Write, lists: 2, posts: 2},
		"lost, took effect": {first: again(lost()), meanwhile: applied, action: fraud.Write, lists: 2,
			posts: 1},
		"lost, the last, took effect": {first: lost(), meanwhile: applied, action: fraud.Write, lists: 2,
			posts: 1},
		"lost, the last, did nothing": {first: lost(), lists: 2, posts: 1,
			fails: func(err error) bool { return isFact(err, fraud.NotApplied) && !fraud.MaybeSent(err) }},
		"lost, cannot be read": {first: again(lost()), meanwhile: unreadable, lists: 2, posts: 1,
			fails: func(err error) bool { return isFact(err, fraud.Unread) && fraud.MaybeSent(err) }},
		"taken, done at once": {first: lost(fraud.MayYetHappen), meanwhile: applied, action: fraud.Write,
			lists: 2, posts: 1},
		"taken, done later": {first: lost(fraud.MayYetHappen), meanwhile: applied, later: time.Second,
			action: fraud.Write, lists: 5, posts: 1},
		"taken, never done": {first: lost(fraud.MayYetHappen), lists: 6, posts: 1,
			fails: func(err error) bool { return isFact(err, fraud.NotKnown) && fraud.MaybeSent(err) }},
	}, func(t *testing.T, test row) {
		s := &fakeService{events: manyEvents(subA, 1)}
		s.onUpdate = func(_ context.Context, call int) error {
			if call > 1 {
				return nil
			}
			switch {
			case test.later > 0:
				time.AfterFunc(test.later, func() { test.meanwhile(s) })
			case test.meanwhile != nil:
				test.meanwhile(s)
			}
			return test.first
		}
		r := <-startDecide(within(t, time.Hour), ledger.New(s, nil), changeOf("e000"))
		switch {
		case test.fails == nil && (r.err != nil || r.got.Action != test.action):
			t.Errorf("%+v", r)
		case test.fails != nil && (r.err == nil || !test.fails(r.err)):
			t.Errorf("got %v", r.err)
		}
		s.wantCalls(t, test.lists, test.posts)
	})
}

// ours returns an event as our write leaves it.
func ours() fraud.Event {
	e := resolvedEvent("e000", fraud.Fraud)
	e.ResolvedBy = "agent@contoso.com"
	return e
}

// TestAttempts_TheBackendIsToldOfThoseBefore, and another set of events makes another call.
func TestAttempts_TheBackendIsToldOfThoseBefore(t *testing.T) {
	t.Parallel()
	type row struct {
		settled bool // one of the two events, in the meantime
		id      string
	}
	inBubbles(t, map[string]row{"the same events": {false, "lost"}, "fewer events": {true, ""}},
		func(t *testing.T, test row) {
			s := &fakeService{events: manyEvents(subA, 2)}
			s.lost = func(call int) (bool, bool) {
				if call == 1 && test.settled {
					s.colleague("e001", fraud.Fraud)
				}
				return call == 1, false
			}
			decideAll(t, ledger.New(s, nil), changesOf(2))
			u := s.posted()
			if len(u) != 2 || u[0].Before != (fraud.Attempts{}) ||
				u[1].Before != (fraud.Attempts{Made: 1, RequestID: test.id}) {
				t.Errorf("got %+v", u)
			}
		})
}

// TestAttempts_ALateWriteIsReviewedFiveTimesInARow, unless an attempt leaves in between.
func TestAttempts_ALateWriteIsReviewedFiveTimesInARow(t *testing.T) {
	t.Parallel()
	type row struct {
		inTime int // when a write is ready to leave; 0: never
		lists  int
	}
	inBubbles(t, map[string]row{"never in time": {0, 6}, "in time at last": {6, 6}},
		func(t *testing.T, test row) {
			s := &fakeService{events: manyEvents(subA, 1), toLeave: func(asked int) time.Duration {
				if asked == test.inTime {
					return 0
				}
				return 20 * time.Second
			}}
			_, err := ledger.New(s, nil).Decide(within(t, time.Hour), changeOf("e000"))
			if never := test.inTime == 0; isFact(err, fraud.NeverFresh) != never || err != nil != never ||
				fraud.MaybeSent(err) {
				t.Errorf("got %v", err)
			}
			s.wantCalls(t, test.lists, min(test.inTime, 1))
		})
}

// A caller that is told to stop while nothing is on its way has written nothing; after a fault,
// nobody knows.
func TestAttempts_WhoStopsWhileOneIsWaitedFor(t *testing.T) {
	t.Parallel()
	fault := []fraud.FailureKind{fraud.MayHaveHappened}
	type row struct {
		kinds       []fraud.FailureKind
		wait, look  time.Duration // for the next attempt, from the review before it
		unconfirmed bool
	}
	inBubbles(t, map[string]row{
		"busy":                     {nil, time.Minute, 0, false},
		"busy, being looked at":    {nil, 2 * time.Second, time.Minute, false},
		"a fault":                  {fault, time.Minute, 0, true},
		"a fault, being looked at": {fault, 2 * time.Second, time.Minute, true},
	}, func(t *testing.T, test row) {
		s := &fakeService{events: manyEvents(subA, 2), onList: func(_ context.Context, call int) error {
			if call == 2 {
				time.Sleep(test.look)
			}
			return nil
		}}
		s.onUpdate = func(ctx context.Context, call int) error {
			if call > 1 {
				return nil
			}
			f := &failure{kinds: test.kinds, requestID: "refused", again: true, wait: test.wait}
			fraud.Observe(ctx, f)
			return f
		}
		l := ledger.New(s, nil)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		stops, stays := startDecide(ctx, l, changeOf("e000")),
			startDecide(within(t, time.Hour), l, changeOf("e001"))
		r := <-stops
		if isUnconfirmed(r.err) != test.unconfirmed || callID(r.err) != "refused" ||
			!errors.Is(r.err, context.Canceled) || r.after > 8500*time.Millisecond {
			t.Errorf("%+v", r)
		}
		_ = wait(t, stays)
		if u := s.posted(); len(u) != 2 || u[1].EventIDs.Len() != 1 {
			t.Errorf("got %+v", u)
		}
	})
}

// A successful read in between does not hide the failure of the update.
func TestAttempts_AReadingInBetweenHidesNoFailure(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 2), onList: func(ctx context.Context, _ int) error {
			fraud.Observe(ctx, nil)
			return nil
		}}
		s.onUpdate = func(ctx context.Context, call int) error {
			if call > 1 {
				time.Sleep(time.Minute)
				return nil
			}
			f := &failure{kinds: []fraud.FailureKind{fraud.UnknownOutcome}, requestID: "lost", again: true}
			fraud.Observe(ctx, f)
			return f
		}
		l := ledger.New(s, nil)
		stays := startDecide(within(t, time.Hour), l, changeOf("e000"))
		if r := <-startDecide(within(t, 10*time.Second), l, changeOf("e001")); callID(r.err) != "lost" ||
			!isUnconfirmed(r.err) {
			t.Errorf("got %v", r.err)
		}
		_ = wait(t, stays)
	})
}
