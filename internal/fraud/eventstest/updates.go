// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package eventstest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func decided() fraud.Standing { return fraud.Standing{Status: fraud.Resolved, Reason: fraud.Fraud} }

func updatesABatch(t *testing.T, w World) {
	for _, id := range []string{"e1", "e2", "e3"} {
		w.Add(subA, id)
	}
	receipt, err := w.Events.Update(t.Context(), isFraud(t, "e1", "e2"))
	if err != nil || receipt.RequestID == "" || (receipt.CorrelationID != "") != w.Correlates {
		t.Fatalf("got %+v, error %v", receipt, err)
	}
	for _, e := range receipt.Events {
		if e.EventID != "e3" && e.Standing() != decided() {
			t.Errorf("the receipt has %+v", e)
		}
	}
	stands := standings(t, w, subA)
	if stands["e1"] != decided() || stands["e2"] != decided() ||
		stands["e3"] != fraud.Reopen().Standing() {
		t.Errorf("they stand %v", stands)
	}
	if w.Updates() != 1 {
		t.Errorf("%d updates, want 1", w.Updates())
	}
}

func takesAsManyAsItSays(t *testing.T, w World) {
	var ids []string
	for i := range w.Events.Limits().EventsPerUpdate {
		ids = append(ids, fmt.Sprintf("e%03d", i))
		w.Add(subA, ids[i])
	}
	if _, err := w.Events.Update(t.Context(), isFraud(t, ids[0], ids[1:]...)); err != nil {
		t.Fatal(err)
	}
	for id, standing := range standings(t, w, subA) {
		if standing != decided() {
			t.Errorf("%s stands %s", id, standing)
		}
	}
}

func refusesForAnUnknownEvent(t *testing.T, w World) {
	w.Add(subA, "e1")
	_, err := w.Events.Update(t.Context(), isFraud(t, "nowhere"))
	if !isAboutEvents(err) {
		t.Errorf("got %v", err)
	}
	wantStanding(t, w, fraud.Reopen().Standing())
}

func isAboutEvents(err error) bool {
	return fraud.Failed(err, fraud.RefusedForEvents) && fraud.Failed(err, fraud.Refused) &&
		!fraud.Failed(err, fraud.MayHaveHappened)
}

// reportsEachEvent covers a partial success, which is neither a success nor a refusal of all.
func reportsEachEvent(t *testing.T, w World) {
	w.Add(subA, "e1")
	receipt, err := w.Events.Update(t.Context(), isFraud(t, "e1", "nowhere"))
	if err != nil {
		if !isAboutEvents(err) {
			t.Errorf("got %v", err)
		}
		wantStanding(t, w, fraud.Reopen().Standing())
		return
	}
	if len(receipt.Failures) != 1 || !isAboutEvents(receipt.Failures[0].Err) ||
		!slices.Equal(receipt.Failures[0].EventIDs, []string{"nowhere"}) {
		t.Errorf("the failures are %+v", receipt.Failures)
	}
	wantStanding(t, w, decided())
}

// refusesAnUnnamedSet prevents a call that would change every event of the subscription.
func refusesAnUnnamedSet(t *testing.T, w World) {
	w.Add(subA, "e1")
	u := isFraud(t, "e1")
	u.EventIDs = fraud.EventIDs{}
	if _, err := w.Events.Update(t.Context(), u); err == nil || w.Updates() != 0 {
		t.Errorf("%d updates, error %v", w.Updates(), err)
	}
}

// failedCall makes an update that fails, and returns the domain's error.
func failedCall(t *testing.T, w World, u fraud.Update) fraud.CallError {
	t.Helper()
	_, err := w.Events.Update(t.Context(), u)
	var call fraud.CallError
	if !errors.As(err, &call) {
		t.Fatalf("got %v", err)
	}
	return call
}

// doesNotKnow covers a call that must not be repeated unseen, because nobody knows whether it took
// effect.
func doesNotKnow(t *testing.T, w World, applied bool) fraud.CallError {
	t.Helper()
	w.Add(subA, "e1")
	w.LoseAnswer(applied)
	call := failedCall(t, w, isFraud(t, "e1"))
	if !call.Means(fraud.UnknownOutcome) || !call.Means(fraud.MayHaveHappened) ||
		call.Means(fraud.MayYetHappen) || call.Means(fraud.TooLate) {
		t.Errorf("got %v", call)
	}
	if w.Updates() != 1 {
		t.Errorf("%d updates: a write of unknown outcome was sent again", w.Updates())
	}
	if request, correlation := call.CallIDs(); request == "" || (correlation != "") != w.Correlates {
		t.Errorf("its ids are %q and %q", request, correlation)
	}
	return call
}

func doesNotKnowWhetherItWasApplied(t *testing.T, w World) {
	_ = doesNotKnow(t, w, true)
	wantStanding(t, w, decided())
}

func mayBeSentAgainByTheSameID(t *testing.T, w World) {
	call := doesNotKnow(t, w, false)
	before, wait, again := call.Again()
	request, _ := call.CallIDs()
	if !again || wait <= 0 || before.Made != 1 || before.RequestID != request {
		t.Errorf("it may be sent again: %t, after %s, %+v", again, wait, before)
	}
	u := isFraud(t, "e1")
	u.Before = before
	receipt, err := w.Events.Update(t.Context(), u)
	if err != nil || receipt.RequestID != request || w.Updates() != 2 {
		t.Errorf("%d updates, got %+v, error %v", w.Updates(), receipt, err)
	}
	wantStanding(t, w, decided())
}

func runsOutOfRepetitions(t *testing.T, w World) {
	w.Add(subA, "e1")
	u := isFraud(t, "e1")
	for made := 1; made < 100; made++ {
		w.LoseAnswer(false)
		before, _, again := failedCall(t, w, u).Again()
		if !again {
			return
		}
		if before.Made != made {
			t.Fatalf("attempt %d: %+v", made, before)
		}
		u.Before = before
	}
	t.Error("it may be sent again indefinitely")
}

func saysHowLongItIsBusy(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.Throttle(90 * time.Second)
	call := failedCall(t, w, isFraud(t, "e1"))
	before, wait, again := call.Again()
	request, _ := call.CallIDs()
	if !again || wait <= 80*time.Second || wait > 90*time.Second || before.RequestID == request {
		t.Errorf("it may be sent again: %t, after %s, %+v", again, wait, before)
	}
	if call.Means(fraud.UnknownOutcome) || call.Means(fraud.MayHaveHappened) ||
		call.Means(fraud.Refused) {
		t.Errorf("got %v", call)
	}
	// Others are informed before they leave.
	next := failedCall(t, w, isFraud(t, "e1"))
	_, wait, again = next.Again()
	if !next.Means(fraud.TooLate) || !again || wait <= 80*time.Second || w.Updates() != 1 {
		t.Errorf("%d updates, the next may be sent: %t, after %s, %v", w.Updates(), again, wait, next)
	}
}

func doesNotLeaveByAnOldReview(t *testing.T, w World) {
	w.Add(subA, "e1")
	u, left := isFraud(t, "e1"), 0
	u.Leaving = func() {
		if left++; w.Updates() != 0 {
			t.Error("it had left before it said so")
		}
	}
	u.LeaveBy = time.Now().Add(-time.Millisecond)
	call := failedCall(t, w, u)
	before, wait, again := call.Again()
	if !call.Means(fraud.TooLate) || call.Means(fraud.MayHaveHappened) || !again || wait != 0 ||
		before.Made != 0 || w.Updates() != 0 || left != 0 {
		t.Errorf("%d updates, again %t after %s, %+v, %v", w.Updates(), again, wait, before, call)
	}
	u.LeaveBy, u.Before = time.Now().Add(time.Minute), before
	if _, err := w.Events.Update(t.Context(), u); err != nil || w.Updates() != 1 || left != 1 {
		t.Errorf("%d updates, %d said that they leave, error %v", w.Updates(), left, err)
	}
}
