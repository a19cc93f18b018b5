// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// retrying is a call that fails twice and is then retried for a minute.
func retrying(ctx context.Context, _ int) error {
	fraud.Observe(ctx, &failure{requestID: "first"})
	fraud.Observe(ctx, &failure{requestID: "second"})
	time.Sleep(time.Minute)
	fraud.Observe(ctx, nil)
	return nil
}

// wantLastFailure checks the error of a caller that left after that time.
func wantLastFailure(t *testing.T, err error, after, want time.Duration) {
	t.Helper()
	if callID(err) != "second" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the last failure with its attempts, and that the time was up", err)
	}
	if after > want+300*time.Millisecond {
		t.Errorf("left after %s, want %s", after, want)
	}
}

func TestLastFailure_OfASharedListingIsTheErrorOfACallerThatLeavesEarly(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1), onList: retrying}
		l, key := ledger.New(s, nil), keyOf("e000")
		stays := startFind(within(t, time.Hour), l, key)
		synctest.Wait() // by now, the listing has failed twice
		leaves := startFind(within(t, time.Second), l, key)
		r := <-leaves
		wantLastFailure(t, r.err, r.after, time.Second)
		if r := <-stays; r.err != nil || r.got.Event == nil {
			t.Errorf("the one who waits: %+v", r)
		}
		s.wantCalls(t, 1, 0)
	})
}

func TestLastFailure_OfTheWholeTenantsListingIsReported(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1)}
		s.onList = func(ctx context.Context, call int) error {
			s.mu.Lock()
			wholeTenant := s.lists[call-1].query.SubscriptionID == ""
			s.mu.Unlock()
			if wholeTenant {
				return retrying(ctx, call)
			}
			return nil
		}
		l := ledger.New(s, nil)
		for i := range 8 { // from now on, the tenant is listed
			_ = mustFind(t, l, fraud.Key{SubscriptionID: string(rune('a' + i)), EventID: "e"})
		}
		stays := startFind(within(t, time.Hour), l, fraud.Key{SubscriptionID: subB, EventID: "e"})
		synctest.Wait()
		r := <-startFind(within(t, time.Second), l, keyOf("e000"))
		wantLastFailure(t, r.err, r.after, time.Second)
		_ = wait(t, stays)
	})
}

func TestLastFailure_IsTheErrorOfADecisionThatLeavesEarly(t *testing.T) {
	t.Parallel()
	type row struct {
		onList, onUpdate func(context.Context, int) error
		unconfirmed      bool
		lists            int
	}
	once := func(ctx context.Context, call int) error {
		if call > 1 {
			return nil
		}
		return retrying(ctx, call)
	}
	inBubbles(t, map[string]row{
		"of a review": {once, nil, false, 2}, // the first listing took too long for a write
		"of a write":  {nil, retrying, true, 1},
	}, func(t *testing.T, test row) {
		s := &fakeService{events: manyEvents(subA, 2), onList: test.onList, onUpdate: test.onUpdate}
		l := ledger.New(s, nil)
		stays, leaves := startDecide(within(t, time.Hour), l, changeOf("e000")),
			startDecide(within(t, time.Second), l, changeOf("e001"))
		r := <-leaves
		wantLastFailure(t, r.err, r.after, time.Second)
		expect.Equal(t, "unconfirmed", test.unconfirmed, isUnconfirmed(r.err))
		_ = wait(t, stays)
		s.wantCalls(t, test.lists, 1)
	})
}

func TestLastFailure_IsOmittedAfterASuccess(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1), onList: func(ctx context.Context, _ int) error {
			fraud.Observe(ctx, &failure{requestID: "first"})
			fraud.Observe(ctx, nil) // that page arrived, and the next one is slow
			time.Sleep(time.Minute)
			return nil
		}}
		l, key := ledger.New(s, nil), keyOf("e000")
		stays := startFind(within(t, time.Hour), l, key)
		if r := <-startFind(within(t, time.Second), l, key); callID(r.err) != "" ||
			!errors.Is(r.err, context.DeadlineExceeded) {
			t.Errorf("got %v", r.err)
		}
		<-stays
	})
}
