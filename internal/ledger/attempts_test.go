// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
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
func TestAttempts_TheNextStepAfterAFailedOne(t *testing.T) {
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
		first        *failure
		meanwhile    func(s *fakeService) // right after the attempt
		later        time.Duration        // than that
		want         string
		lists, posts int
	}
	inBubbles(t, map[string]row{
		"busy for a moment":                  {busy(soon), nil, 0, "write", 1, 2},
		"busy for a second":                  {busy(time.Second), nil, 0, "write", 2, 2},
		"busy for long":                      {busy(late), nil, 0, "write", 2, 2},
		"busy, somebody decides differently": {busy(late), differently, 0, "changed", 2, 1},
		"busy, somebody decides alike":       {busy(late), alike, 0, "adopt", 2, 1},
		"busy, cannot be read":               {busy(late), unreadable, 0, "broken", 2, 1},
		"a fault that did nothing":           {fault(late), nil, 0, "write", 2, 2},
		"a fault that took effect":           {fault(late), applied, 0, "write", 2, 1},
		"a fault, somebody decides differently": {fault(late), differently, 0,
			"changed, unconfirmed, maybe sent", 2, 1},
		"a fault, cannot be read":     {fault(late), unreadable, 0, "unread, broken, maybe sent", 2, 1},
		"a fault, the last":           {failed(fraud.MayHaveHappened), nil, 0, "maybe sent", 1, 1},
		"lost, did nothing":           {again(lost()), nil, 0, "write", 2, 2},
		"lost, took effect":           {again(lost()), applied, 0, "write", 2, 1},
		"lost, the last, took effect": {lost(), applied, 0, "write", 2, 1},
		"lost, the last, done later":  {lost(), applied, time.Second, "write", 5, 1},
		"lost, the last, did nothing": {lost(), nil, 0, "not known, maybe sent", 6, 1},
		"lost, cannot be read":        {again(lost()), unreadable, 0, "unread, broken, maybe sent", 2, 1},
		"taken, done at once":         {lost(fraud.MayYetHappen), applied, 0, "write", 2, 1},
		"taken, done later":           {lost(fraud.MayYetHappen), applied, time.Second, "write", 5, 1},
		"taken, never done":           {lost(fraud.MayYetHappen), nil, 0, "not known, maybe sent", 6, 1},
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
		l := ledger.New(s, nil)
		r := <-startDecide(within(t, time.Hour), l, changeOf("e000"))
		expect.Equal(t, fmt.Sprint("end with ", r.err), test.want, ending(r))
		if r.err == nil { // and it takes no call to see it
			seen := mustFind(t, l, keyOf("e000"))
			expect.Equal(t, "standing", resolve(fraud.Fraud).Standing(), seen.Event.Standing())
		}
		s.wantCalls(t, test.lists, test.posts)
	})
}

// ending says in words how a decision ended.
func ending(r result[fraud.Outcome]) string {
	if r.err == nil {
		return map[fraud.Action]string{fraud.Write: "write", fraud.Adopt: "adopt"}[r.got.Action]
	}
	var words []string
	for _, fact := range []struct {
		word string
		is   bool
	}{
		{"unread", isFact(r.err, fraud.Unread)}, {"not known", isFact(r.err, fraud.NotKnown)},
		{"broken", errors.Is(r.err, errBroken)},
		{"changed", isChanged(r.err)}, {"unconfirmed", isUnconfirmed(r.err)},
		{"maybe sent", fraud.MaybeSent(r.err)},
	} {
		if fact.is {
			words = append(words, fact.word)
		}
	}
	return strings.Join(words, ", ")
}

// ours returns an event as our write leaves it.
func ours() fraud.Event {
	e := resolvedEvent("e000", fraud.Fraud)
	e.ResolvedBy = "agent@contoso.com"
	return e
}

// TestAttempts_TheBackendKnowsThePreviousOnes, and another set of events makes another call.
func TestAttempts_TheBackendKnowsThePreviousOnes(t *testing.T) {
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
func TestAttempts_ACallerThatStopsWhileWaitingForOne(t *testing.T) {
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
