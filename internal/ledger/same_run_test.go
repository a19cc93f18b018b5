// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// reactivationOf reopens an event that was resolved as fraud, when its object is destroyed.
func reactivationOf(id string) fraud.Change {
	seen := resolve(fraud.Fraud).Standing()
	return fraud.Change{
		Key: keyOf(id), Decision: fraud.Reopen(), Seen: &seen,
		Overwrite: true, Reactivation: true,
	}
}

// decidedService lists event e as Resolved (Fraud).
func decidedService() *fakeService {
	e := activeEvent(subA, "e")
	e.Status, e.Reason = fraud.Resolved, fraud.Fraud
	return &fakeService{events: []fraud.Event{e}}
}

func TestSameRun_ADestroySparesADecisionOfAnotherObject(t *testing.T) {
	t.Parallel()
	otherCase := changeOf("E")
	otherCase.Key.SubscriptionID = strings.ToLower(subA)
	inBubbles(t, map[string]fraud.Change{"adopted": changeOf("e"),
		"in another case of letters": otherCase}, func(t *testing.T, decision fraud.Change) {
		s := decidedService()
		l := ledger.New(s, nil)
		mustDecide(t, l, decision)
		_, err := l.Decide(within(t, time.Hour), reactivationOf("e"))
		_ = wantErr[*fraud.HeldError](t, err)
		s.wantCalls(t, 1, 0)
	})
}

func TestSameRun_ADestroySparesAConcurrentDecision(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string][]int{"destroy first": {0, 1}, "create first": {1, 0}},
		func(t *testing.T, order []int) {
			s := decidedService()
			both := []fraud.Change{reactivationOf("e"), changeOf("e")}
			results := ledger.New(s, nil).DecideAll(within(t, time.Hour),
				[]fraud.Change{both[order[0]], both[order[1]]})
			_ = wantErr[*fraud.HeldError](t, results[order[0]].Err)
			if create := results[order[1]]; create.Err != nil || create.Outcome.Action != fraud.Adopt {
				t.Errorf("got %+v", create)
			}
			s.wantCalls(t, 1, 0)
		})
}

// Terraform has planned the new object with a review from before the destroy.
func TestSameRun_ADecisionHoldsAfterADestroyHasReopenedItsEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := decidedService()
		l := ledger.New(s, nil)
		mustDecide(t, l, reactivationOf("e"))
		create := changeOf("e")
		create.Seen = new(resolve(fraud.Fraud).Standing())
		if out, err := l.Review(t.Context(), create); err != nil || out.Action != fraud.Write ||
			out.Before.Standing != *create.Seen {
			t.Errorf("reviewed: %+v, %v", out, err)
		}
		if out := mustDecide(t, l, create); out.Action != fraud.Write ||
			out.Event.Reason != fraud.Fraud || out.Before.Standing != *create.Seen {
			t.Errorf("got %+v", out)
		}
		_, err := l.Decide(within(t, time.Hour), reactivationOf("e"))
		_ = wantErr[*fraud.HeldError](t, err)
	})
}

// Somebody else's change must not count as the destroy's.
func TestSameRun_AnEventThatMovedAfterTheDestroyIsNotWrittenUnseen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := decidedService()
		l := ledger.New(s, nil)
		mustDecide(t, l, reactivationOf("e"))
		time.Sleep(time.Hour)
		s.colleague("e", fraud.Legitimate)
		create := changeOf("e")
		create.Seen = new(resolve(fraud.Fraud).Standing())
		_, err := l.Decide(within(t, time.Hour), create)
		_ = wantErr[*fraud.ChangedError](t, err)
	})
}

func TestSameRun_ARefusedChangeDecidesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := decidedService()
		l := ledger.New(s, nil)
		refused := changeOf("e")
		refused.Decision = resolve(fraud.Ignore)
		_, err := l.Decide(within(t, time.Hour), refused)
		_ = wantErr[*fraud.OverwriteError](t, err)
		if out := mustDecide(t, l, reactivationOf("e")); out.Action != fraud.Write {
			t.Errorf("got %+v", out)
		}
	})
}
