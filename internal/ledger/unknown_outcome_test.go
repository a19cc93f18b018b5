// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func TestUnknownOutcome_AnEventThatSomebodyElseChangedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 4)}
		s.lost = func(call int) (bool, bool) {
			if call > 1 {
				return false, true
			}
			s.colleague("e001", fraud.Ignore)
			s.colleague("e002", fraud.Fraud) // or our own update, in part
			s.change("e003", func(e *fraud.Event) { e.SubscriptionID = subB })
			return true, false
		}
		got := decideAll(t, ledger.New(s, nil), changesOf(4))
		if got[0].err != nil || got[0].got.Event.ResolvedBy != "agent@contoso.com" {
			t.Errorf("open: %+v", got[0])
		}
		changed := wantErr[*fraud.ChangedError](t, got[1].err)
		expect.Equal(t, "changed to", resolve(fraud.Ignore).Standing(), changed.Event.Standing())
		expect.Equal(t, "changed from", fraud.Reopen().Standing(), changed.Seen)
		if got[2].err != nil || got[2].got.Event.ResolvedBy != "colleague@contoso.com" {
			t.Errorf("as decided: %+v", got[2])
		}
		expect.Equal(t, "subscription known", true,
			wantErr[*fraud.UnlistedError](t, got[3].err).SubscriptionKnown)
		if u := s.posted(); len(u) != 2 || !slices.Equal(u[1].EventIDs.Slice(), []string{"e000"}) {
			t.Errorf("got %+v", u)
		}
	})
}

func TestUnknownOutcome_AllChangedBySomebodyElseEndsIt(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 2)}
		s.lost = func(int) (bool, bool) {
			s.colleague("e000", fraud.Ignore)
			s.colleague("e001", fraud.Ignore)
			return true, false
		}
		for _, r := range decideAll(t, ledger.New(s, nil), changesOf(2)) {
			unconfirmed := wantErr[*fraud.UnconfirmedError](t, r.err)
			if unconfirmed.RequestID != "lost" || unconfirmed.CorrelationID != "process" ||
				unconfirmed.Event == nil {
				t.Errorf("%+v", unconfirmed)
			}
			expect.Contains(t, r.err.Error(), "no usable answer arrived",
				"event "+wantErr[*fraud.ChangedError](t, r.err).Event.EventID+" changed since")
		}
		s.wantCalls(t, 2, 1)
	})
}

func TestUnknownOutcome_IsNotResolvedByAListingThatBeganEarlier(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		listing := make(chan struct{})
		s := &fakeService{events: manyEvents(subA, 1)}
		s.onList = func(_ context.Context, call int) error {
			if call == 2 {
				<-listing
			}
			return nil
		}
		s.onUpdate = func(context.Context, int) error { time.Sleep(6 * time.Minute); return nil }
		s.lost = func(int) (bool, bool) { return true, true }
		l := ledger.New(s, nil)
		writing := startDecide(within(t, time.Hour), l, changeOf("e000"))
		time.Sleep(5*time.Minute + time.Second)
		early := startFind(t.Context(), l, keyOf("e000")) // lists while the update is in transit
		synctest.Wait()
		s.wantCalls(t, 2, 1)
		time.Sleep(time.Minute)
		close(listing)
		if r := <-early; r.err != nil || r.got.Event.Status != fraud.Active {
			t.Errorf("early: %+v", r)
		}
		if r := <-writing; r.err != nil || r.got.Action != fraud.Write {
			t.Errorf("%+v", r)
		}
		s.wantCalls(t, 3, 1)
	})
}
