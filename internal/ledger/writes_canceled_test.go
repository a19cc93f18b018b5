// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

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
