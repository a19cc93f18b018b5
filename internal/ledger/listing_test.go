// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func TestReads_ConcurrentReadersShareOneListingOfEachSubscription(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: time.Second,
			events: append(manyEvents(subA, 100), manyEvents(subB, 100)...)}
		l := ledger.New(s, nil)
		var pending []<-chan result[ledger.Sighting]
		for i := range 100 {
			for _, subscription := range []string{subA, strings.ToLower(subA), subB} {
				pending = append(pending, startFind(t.Context(), l,
					fraud.Key{SubscriptionID: subscription, EventID: fmt.Sprintf("e%03d", i)}))
			}
		}
		for _, p := range pending {
			if r := <-p; r.err != nil || r.got.Event == nil {
				t.Fatalf("%+v", r)
			}
		}
		s.wantCalls(t, 2, 0)
	})
}

func TestReads_AListingAnswersForFiveMinutes(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1)}
		l := ledger.New(s, nil)
		for _, step := range []struct {
			wait time.Duration
			want int
		}{{0, 1}, {0, 1}, {299 * time.Second, 1}, {time.Second, 2}, {time.Minute, 2}} {
			time.Sleep(step.wait)
			_ = mustFind(t, l, keyOf("e000"))
			s.wantCalls(t, step.want, 0)
		}
	})
}

func TestReads_ErrorsAreSharedButNotKept(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: time.Second, events: manyEvents(subA, 1)}
		s.onList = func(_ context.Context, call int) error {
			if call == 1 {
				return errBroken
			}
			return nil
		}
		l, key := ledger.New(s, nil), keyOf("e000")
		first, second := startFind(t.Context(), l, key), startFind(t.Context(), l, key)
		for _, p := range []<-chan result[ledger.Sighting]{first, second} {
			if r := <-p; !errors.Is(r.err, errBroken) {
				t.Errorf("got %v", r.err)
			}
		}
		s.wantCalls(t, 1, 0)
		if got, err := l.Find(t.Context(), key); err != nil || got.Event == nil {
			t.Errorf("%+v, %v", got, err)
		}
		s.wantCalls(t, 2, 0)
	})
}

func TestReads_ABrokenListingIsNotUsed(t *testing.T) {
	t.Parallel()
	s := &brokenOff{}
	if _, err := ledger.New(s, nil).Find(t.Context(), keyOf("e")); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
	s.err = gone()
	got, err := ledger.New(s, nil).Find(t.Context(), keyOf("e"))
	if err != nil || got.Event != nil {
		t.Errorf("unknown subscription: %+v, %v", got, err)
	}
	if events, err := ledger.New(s, nil).Search(t.Context(),
		fraud.Filter{SubscriptionID: subA}); err != nil || len(events) != 0 {
		t.Errorf("unknown subscription: %+v, %v", events, err)
	}
}

// brokenOff lists an event and then fails.
type brokenOff struct {
	fakeService
	err error
}

func (s *brokenOff) List(_ context.Context, _ fraud.Query,
	to fraud.Visitor) error {
	to.Begin()
	if err := to.Event(activeEvent(subA, "e")); err != nil || s.err != nil {
		return errors.Join(err, s.err)
	}
	return errBroken
}

func TestReads_ADecisionSharesARecentListingOnly(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 3)}
		l := ledger.New(s, nil)
		_ = mustFind(t, l, keyOf("e000"))
		mustDecide(t, l, changeOf("e000"))
		s.wantCalls(t, 1, 1)
		time.Sleep(6 * time.Second)
		s.colleague("e001", fraud.Ignore)
		_, err := l.Decide(within(t, time.Hour), changeOf("e001"))
		_ = wantErr[*fraud.OverwriteError](t, err)
		s.wantCalls(t, 2, 1)
	})
}

func TestReads_AConfirmedWriteIsSeenWithoutAnotherCall(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: append([]fraud.Event{activeEvent(subA, "E000")},
			manyEvents(subA, 2)...)}
		l, key := ledger.New(s, nil), keyOf("e000")
		before := mustFind(t, l, key)
		mustDecide(t, l, changeOf("e000"))
		after := mustFind(t, l, key)
		want := *before.Event
		want.Status, want.Reason, want.ResolvedBy = fraud.Resolved, fraud.Fraud, "agent@contoso.com"
		want.ResolvedOn = time.Now().UTC().Truncate(time.Second)
		expect.Equal(t, "event", &want, after.Event)
		for _, other := range []string{"e001", "E000"} {
			expect.Equal(t, "status", fraud.Active, mustFind(t, l, keyOf(other)).Event.Status)
		}
		s.wantCalls(t, 1, 1)
	})
}

func TestReads_AConfirmedWriteIsVisibleToItsCaller(t *testing.T) {
	t.Parallel()
	for range 100 { // a race: some read while others are still being informed
		inBubble(t, func(t *testing.T) {
			l := ledger.New(&fakeService{events: manyEvents(subA, 50)}, nil)
			var pending []<-chan result[ledger.Sighting]
			for _, c := range changesOf(50) {
				pending = append(pending, start(func() (ledger.Sighting, error) {
					if _, err := l.Decide(within(t, time.Hour), c); err != nil {
						return ledger.Sighting{}, err
					}
					return l.Find(t.Context(), c.Key)
				}))
			}
			for _, p := range pending {
				if r := <-p; r.err != nil || !r.got.Event.Carries(resolve(fraud.Fraud)) {
					t.Fatalf("%+v, %v", r.got.Event, r.err)
				}
			}
		})
	}
}

func TestReads_AListingInProgressDuringAWriteIsNotReused(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		listing, posting := make(chan struct{}), make(chan struct{})
		s := &fakeService{events: manyEvents(subA, 1)}
		s.onList = func(_ context.Context, call int) error {
			if call == 2 {
				<-listing
			}
			return nil
		}
		s.onUpdate = func(context.Context, int) error { <-posting; return nil }
		s.reply = noReply // so that the reply updates nothing
		l, key := ledger.New(s, nil), keyOf("e000")
		writing := startDecide(within(t, time.Hour), l, changeOf("e000"))
		time.Sleep(time.Second)                 // the update is on its way
		time.Sleep(5 * time.Minute)             // and takes so long that a reader lists again
		early := startFind(t.Context(), l, key) // which shows the previous standing
		synctest.Wait()
		close(posting)
		synctest.Wait()
		late := startFind(t.Context(), l, key)
		synctest.Wait()
		close(listing)
		if r := <-early; r.err != nil || r.got.Event.Status != fraud.Active {
			t.Errorf("the early reader: %+v", r)
		}
		if r := <-late; r.err != nil || r.got.Event.Status != fraud.Resolved {
			t.Errorf("the late reader: %+v", r)
		}
		_ = wait(t, writing)
		expect.Equal(t, "afterwards", fraud.Resolved, mustFind(t, l, key).Event.Status)
		s.wantCalls(t, 3, 1)
	})
}

func TestReads_AfterAFailedWriteTheNextReaderListsAgain(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1), onUpdate: failing(failed(fraud.MayHaveHappened))}
		l := ledger.New(s, nil)
		if _, err := l.Decide(within(t, time.Hour), changeOf("e000")); !fraud.Failed(err,
			fraud.MayHaveHappened) {
			t.Fatal(err)
		}
		s.colleague("e000", fraud.Ignore)
		expect.Equal(t, "reason", fraud.Ignore, mustFind(t, l, keyOf("e000")).Event.Reason)
		s.wantCalls(t, 2, 1)
	})
}

func TestReads_TheOnlyKeptDetailIsWhoLastMovedTheEvent(t *testing.T) {
	t.Parallel()
	e := activeEvent(subA, "e")
	e.AffectedResources = []fraud.AffectedResource{{AzureResourceID: "r"}}
	e.AdditionalDetails = map[string]string{"k": "v"}
	e.ActivityLogs = []fraud.Activity{
		{UpdatedBy: "newest", DateTime: time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)},
		{UpdatedBy: "older", DateTime: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)},
	}
	got := expect.Must(ledger.New(&fakeService{events: []fraud.Event{e}}, nil).Find(t.Context(),
		keyOf("e")))(t)
	if got.Event.AffectedResources != nil || got.Event.AdditionalDetails != nil ||
		len(got.Event.ActivityLogs) != 1 || got.Event.ActivityLogs[0].UpdatedBy != "newest" {
		t.Errorf("kept %+v", got.Event)
	}
}
