// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// untilTheEnd is a service that answers only when its caller gives up, with the last failure.
func untilTheEnd(ctx context.Context, _ int) error {
	<-ctx.Done()
	return &failure{requestID: "answered", cause: ctx.Err()}
}

// callID returns the request id of the failed call in an error; empty without one.
func callID(err error) string {
	var call fraud.CallError
	if !errors.As(err, &call) {
		return ""
	}
	id, _ := call.CallIDs()
	return id
}

func TestShared_ACallerThatLeavesDoesNotDisturbTheOthers(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: 10 * time.Second, events: manyEvents(subA, 1)}
		l, key := ledger.New(s, nil), keyOf("e000")
		cancelled, cancel := context.WithCancel(t.Context())
		first := startFind(within(t, time.Second), l, key)
		synctest.Wait()
		second, third := startFind(cancelled, l, key), startFind(t.Context(), l, key)
		time.Sleep(2 * time.Second)
		cancel()

		if r := <-first; !errors.Is(r.err, context.DeadlineExceeded) || r.after > 2*time.Second {
			t.Errorf("out of time: %+v", r)
		}
		if r := <-second; !errors.Is(r.err, context.Canceled) || r.after > 3*time.Second {
			t.Errorf("cancelled: %+v", r)
		}
		if r := <-third; r.err != nil || r.got.Event == nil || r.after != 10*time.Second {
			t.Errorf("the one who waits: %+v", r)
		}
		s.wantCalls(t, 1, 0)
	})
}

func TestShared_TheLastToLeaveGetsTheServicesOwnError(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		var deadline time.Time
		s := &fakeService{onList: func(ctx context.Context, call int) error {
			time.Sleep(500 * time.Millisecond)
			deadline, _ = ctx.Deadline()
			return untilTheEnd(ctx, call)
		}}
		l, key, began := ledger.New(s, nil), keyOf("e000"), time.Now()
		first := startFind(within(t, time.Second), l, key)
		synctest.Wait()
		second := startFind(within(t, 2*time.Second), l, key)

		if r := <-first; !errors.Is(r.err, context.DeadlineExceeded) || callID(r.err) != "" ||
			r.after > 1300*time.Millisecond {
			t.Errorf("the first: %+v", r)
		}
		r := <-second
		if callID(r.err) != "answered" || r.after != 2*time.Second {
			t.Errorf("the last: %+v", r)
		}
		if !errors.Is(r.err, context.DeadlineExceeded) || errors.Is(r.err, context.Canceled) {
			t.Errorf("its time was up, it was not cancelled: %v", r.err)
		}
		if deadline.Sub(began) != 2*time.Second {
			t.Errorf("the service saw a deadline after %s, want the latest of its callers",
				deadline.Sub(began))
		}
		s.wantCalls(t, 1, 0)
	})
}

func TestShared_ADecisionOutOfTimeGetsTheServicesOwnError(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]*fakeService{"reading": {onList: untilTheEnd},
		"writing": {events: manyEvents(subA, 1), onUpdate: untilTheEnd}},
		func(t *testing.T, s *fakeService) {
			r := <-startDecide(within(t, time.Minute), ledger.New(s, nil), changeOf("e000"))
			if callID(r.err) != "answered" || !errors.Is(r.err, context.DeadlineExceeded) ||
				r.after != time.Minute {
				t.Errorf("%+v", r)
			}
		})
}

func TestShared_TheEndIsACancellationWhenTheLastCallerWasCancelled(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		reading := startFind(ctx, ledger.New(&fakeService{onList: untilTheEnd}, nil), keyOf("e000"))
		time.Sleep(time.Second)
		cancel()
		if r := <-reading; callID(r.err) != "answered" || !errors.Is(r.err, context.Canceled) {
			t.Errorf("%+v", r)
		}
	})
}

func TestShared_AServiceThatDoesNotStopDelaysNobody(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: 10 * time.Minute}
		r := <-startFind(within(t, time.Second), ledger.New(s, nil), keyOf("e000"))
		if !errors.Is(r.err, context.DeadlineExceeded) || r.after > 1300*time.Millisecond {
			t.Errorf("%+v", r)
		}
	})
}

func TestShared_AfterEverybodyLeftTheNextCallerStartsAgain(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		// and does not stop when told to
		s := &fakeService{latency: time.Second, events: manyEvents(subA, 1)}
		l, key := ledger.New(s, nil), keyOf("e000")
		if r := <-startFind(within(t, 100*time.Millisecond), l, key); r.err == nil {
			t.Fatal("got an answer")
		}
		if r := <-startFind(t.Context(), l, key); r.err != nil || r.got.Event == nil {
			t.Errorf("%+v", r)
		}
		s.wantCalls(t, 2, 0)
	})
}

func TestShared_ACallerThatHasLeftAlreadyDoesNotEndTheWorkOfTheNext(t *testing.T) {
	t.Parallel()
	left, leave := context.WithCancel(t.Context())
	leave()
	for range 2000 { // a race: the first leaves while the next joins
		inBubble(t, func(t *testing.T) {
			s := &fakeService{events: manyEvents(subA, 2)}
			l := ledger.New(s, nil)
			startDecide(left, l, changeOf("e000"))
			synctest.Wait()
			mustDecide(t, l, changeOf("e001"))
			if u := s.posted(); len(u) != 1 || !slices.Equal(u[0].EventIDs.Slice(), []string{"e001"}) {
				t.Fatalf("got %+v", u)
			}
		})
	}
}

type traceKey struct{}

func TestShared_TheServiceSeesTheFirstCallersValues(t *testing.T) {
	t.Parallel()
	var got any
	s := &fakeService{onList: func(ctx context.Context, _ int) error {
		got = ctx.Value(traceKey{})
		return nil
	}}
	if _, err := ledger.New(s, nil).Find(context.WithValue(t.Context(), traceKey{}, "a logger"),
		keyOf("e000")); err != nil || got != "a logger" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestShared_ALongLivedContextIsNotHeldOnTo(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		ctx := &watchedContext{Context: context.Background(), done: make(chan struct{})}
		l := ledger.New(&fakeService{events: manyEvents(subA, 10), lag: 2, reply: noReply}, nil)
		for _, c := range changesOf(10) {
			if _, err := l.Decide(ctx, c); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		if ctx.everWatched.Load() == 0 || ctx.watched.Load() != 0 {
			t.Errorf("watched %d times, still watched %d times", ctx.everWatched.Load(), ctx.watched.Load())
		}
	})
}

// watchedContext never ends, and counts who waits for its end.
type watchedContext struct {
	context.Context
	done                 chan struct{}
	watched, everWatched atomic.Int64
}

func (c *watchedContext) Done() <-chan struct{} { return c.done }

// AfterFunc is called by the context package to wait for the end of a foreign context.
func (c *watchedContext) AfterFunc(func()) (stop func() bool) {
	c.watched.Add(1)
	c.everWatched.Add(1)
	var stopped atomic.Bool
	return func() bool {
		if !stopped.Swap(true) {
			c.watched.Add(-1)
		}
		return true
	}
}
