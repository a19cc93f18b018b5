// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// A listing that shows an event both as decided and otherwise does not say whether the write took
// effect.
func TestConfirm_TwoStandingsAreNoConfirmation(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: 2, reply: noReply}
		s.onPage = func(call, page int) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			switch {
			case call == 2 && page == 1: // the first reading after the write
				s.events = slices.Insert(slices.Clone(s.events), 2, activeEvent(subA, "e004"))
			case call == 3 && page == 1:
				s.events = slices.Delete(slices.Clone(s.events), 2, 3)
			}
			return nil
		}
		out := mustDecide(t, ledger.New(s, nil), changeOf("e004"))
		if out.Action != fraud.Write || !out.Event.Carries(resolve(fraud.Fraud)) {
			t.Errorf("got %+v", out)
		}
		s.wantCalls(t, 3, 1)
	})
}

// Pages shift while they are read: an event that one listing of several pages lacks is still
// reported as it was seen before. An event that two listings in a row lack is unlisted.
func TestConfirm_AnEventThatPagesSkipOnceIsStillReported(t *testing.T) {
	t.Parallel()
	type row struct {
		pageSize int
		within   time.Duration
		reported bool
	}
	inBubbles(t, map[string]row{
		"skipped once": {2, 500 * time.Millisecond, true}, "gone": {2, time.Second, false},
		"gone from the only page": {10, 500 * time.Millisecond, false},
	}, func(t *testing.T, c row) {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: c.pageSize, reply: noReply, lag: 100}
		s.onPage = func(call, page int) error {
			// the first reading after the write shows it
			if last := 1 + 4/c.pageSize; call == 2 && page == last {
				s.change("e000", func(e *fraud.Event) { e.EventID = "gone" })
			}
			return nil
		}
		r := <-startDecide(within(t, c.within), ledger.New(s, nil), changeOf("e000"))
		unconfirmed := wantErr[*fraud.UnconfirmedError](t, r.err)
		if (unconfirmed.Event != nil) != c.reported || unconfirmed.Err != nil {
			t.Errorf("%+v: reported %+v", r.err, unconfirmed.Event)
		}
	})
}
