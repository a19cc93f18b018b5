// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package sharing_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// calls lets a test simulate the calls of shared work.
type calls struct{ note func(failure error) }

func (c *calls) observe(ctx context.Context, note func(error)) context.Context {
	c.note = note
	return ctx
}

func TestContext_LivesAsLongAsAnyMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first, leave := context.WithCancel(t.Context())
		second, leaveToo := context.WithCancel(t.Context())
		work := sharing.NewContext((&calls{}).observe, 0, first)
		defer work.End()
		if !work.Join(second) {
			t.Fatal("work under way takes no further member")
		}
		leave()
		synctest.Wait()
		if work.Err() != nil {
			t.Fatal("the work ended with one of two members")
		}
		leaveToo()
		synctest.Wait()
		if !errors.Is(work.Err(), context.Canceled) || work.Join(t.Context()) {
			t.Errorf("work that all have left: %v", work.Err())
		}
	})
}

func TestContext_ItsDeadlineIsTheLatest(t *testing.T) {
	t.Parallel()
	soon, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	late, cancelLate := context.WithTimeout(t.Context(), time.Hour)
	defer cancelLate()
	work := sharing.NewContext((&calls{}).observe, 0, soon, late)
	defer work.End()
	want, _ := late.Deadline()
	if got, ok := work.Deadline(); !ok || !got.Equal(want) {
		t.Errorf("got %v, %t", got, ok)
	}
	work.Join(context.Background())
	if _, ok := work.Deadline(); ok {
		t.Error("it has a deadline though a member has none")
	}
}

func TestLastFailure_IsThatOfTheSharedWork(t *testing.T) {
	t.Parallel()
	caller := sharing.NewCaller(t.Context())
	var c calls
	work := sharing.NewContext(c.observe, 0, caller, t.Context())
	defer work.End()
	down := errors.New("the service is down")
	c.note(down)
	late := sharing.NewCaller(t.Context())
	work.Join(late)
	for _, ctx := range []context.Context{caller, late} {
		if err := sharing.LastFailure(ctx); !errors.Is(err, down) {
			t.Errorf("got %v", err)
		}
	}
	c.note(nil) // the next call succeeded
	if err := errors.Join(sharing.LastFailure(caller), sharing.LastFailure(late)); err != nil {
		t.Errorf("after a success: %v", err)
	}
	if err := sharing.LastFailure(t.Context()); err != nil {
		t.Errorf("who is no caller hears of %v", err)
	}
}

func TestAwait_LingersAfterACancelAndBrieflyAfterATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		timedOut, end := context.WithTimeout(t.Context(), time.Nanosecond)
		defer end()
		<-timedOut.Done()
		for _, test := range []struct {
			ctx  context.Context //nolint:containedctx // a table of contexts
			want time.Duration
		}{{canceled, 5 * time.Second}, {timedOut, sharing.Grace}} {
			began := time.Now()
			if sharing.Await(test.ctx, make(chan struct{}), 5*time.Second) ||
				time.Since(began) != test.want {
				t.Errorf("waited %v, want %v", time.Since(began), test.want)
			}
		}
		done := make(chan struct{})
		close(done)
		if !sharing.Await(canceled, done, time.Second) {
			t.Error("what is done did not come")
		}
	})
}

func TestArrivals_GatherCompany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var a sharing.Arrivals
		a.Note()
		began := time.Now()
		a.Gather()
		if alone := time.Since(began); alone > 20*time.Millisecond {
			t.Errorf("a lone one waits %v", alone)
		}
		a.Note()
		go func() {
			for range 5 {
				time.Sleep(10 * time.Millisecond)
				a.Note()
			}
		}()
		began = time.Now()
		a.Gather()
		if stream := time.Since(began); stream < 80*time.Millisecond || stream > time.Second {
			t.Errorf("a stream of 50 ms is waited for %v", stream)
		}
	})
}
