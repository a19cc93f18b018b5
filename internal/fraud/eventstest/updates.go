// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package eventstest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// neverLook fails the test when a backend looks again without need.
func neverLook(t *testing.T) fraud.LookAgain {
	return func(context.Context, fraud.Sent) (bool, error) {
		t.Error("looked again though the outcome was known and the review new")
		return false, nil
	}
}

func decided() fraud.Standing { return fraud.Standing{Status: fraud.Resolved, Reason: fraud.Fraud} }

func updatesABatch(t *testing.T, w World) {
	for _, id := range []string{"e1", "e2", "e3"} {
		w.Add(subA, id)
	}
	receipt, err := w.Events.Update(t.Context(), isFraud(t, "e1", "e2"), neverLook(t))
	if err != nil || receipt.RequestID == "" || receipt.ConfirmedByReading {
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
	if _, err := w.Events.Update(t.Context(), isFraud(t, ids[0], ids[1:]...),
		neverLook(t)); err != nil {
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
	_, err := w.Events.Update(t.Context(), isFraud(t, "e1", "nowhere"), neverLook(t))
	if !fraud.Failed(err, fraud.RefusedForEvents) || !fraud.Failed(err, fraud.Refused) ||
		fraud.Failed(err, fraud.MayHaveHappened) {
		t.Errorf("got %v", err)
	}
	if stands := standings(t, w, subA); stands["e1"] != fraud.Reopen().Standing() {
		t.Errorf("it stands %s", stands["e1"])
	}
}

// refusesAnUnnamedSet is about a call that would change every event of the subscription.
func refusesAnUnnamedSet(t *testing.T, w World) {
	w.Add(subA, "e1")
	u := isFraud(t, "e1")
	u.EventIDs = fraud.EventIDs{}
	if _, err := w.Events.Update(t.Context(), u, neverLook(t)); err == nil || w.Updates() != 0 {
		t.Errorf("%d updates, error %v", w.Updates(), err)
	}
}

// looked counts the looks at an update, and answers them.
type looked struct {
	sent []fraud.Sent
	done bool
	err  error
}

func (l *looked) again(_ context.Context, sent fraud.Sent) (bool, error) {
	l.sent = append(l.sent, sent)
	return l.done, l.err
}

func readsAfterALostAnswer(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.LoseAnswer(true)
	look := &looked{done: true}
	receipt, err := w.Events.Update(t.Context(), isFraud(t, "e1"), look.again)
	if err != nil || !receipt.ConfirmedByReading || w.Updates() != 1 {
		t.Fatalf("%d updates, got %+v, error %v", w.Updates(), receipt, err)
	}
	if len(look.sent) != 1 || look.sent[0].Waits || look.sent[0].RequestID == "" ||
		look.sent[0].RequestID != receipt.RequestID {
		t.Errorf("looked %+v, receipt %+v", look.sent, receipt)
	}
}

func sendsAgainWhatWasNotDone(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.LoseAnswer(false)
	look := &looked{}
	receipt, err := w.Events.Update(t.Context(), isFraud(t, "e1"), look.again)
	if err != nil || receipt.ConfirmedByReading || len(look.sent) != 1 || w.Updates() != 2 {
		t.Errorf("%d updates, looked %+v, got %+v, error %v", w.Updates(), look.sent, receipt, err)
	}
	if stands := standings(t, w, subA); stands["e1"] != decided() {
		t.Errorf("it stands %s", stands["e1"])
	}
}

func saysThatItDoesNotKnow(t *testing.T, w World) {
	w.Add(subA, "e1")
	w.LoseAnswer(true)
	look := &looked{err: errors.New("cannot read")}
	_, err := w.Events.Update(t.Context(), isFraud(t, "e1"), look.again)
	if !fraud.Failed(err, fraud.UnknownOutcome) || !fraud.Failed(err, fraud.MayHaveHappened) ||
		!errors.Is(err, look.err) {
		t.Errorf("got %v", err)
	}
	if w.Updates() != 1 {
		t.Errorf("%d updates: a write of unknown outcome was sent again", w.Updates())
	}
}

func looksAgainAfterAnOldReview(t *testing.T, w World) {
	w.Add(subA, "e1")
	u := isFraud(t, "e1")
	reviewed := time.Now().Add(-fraud.ReviewLasts)
	u.ReviewedAt = func() time.Time { return reviewed }
	looks := 0
	receipt, err := w.Events.Update(t.Context(), u,
		func(_ context.Context, sent fraud.Sent) (bool, error) {
			if sent != (fraud.Sent{Waits: true}) || w.Updates() != 0 {
				t.Errorf("looked after %d updates, sent %+v", w.Updates(), sent)
			}
			looks++
			reviewed = time.Now()
			return false, nil
		})
	if err != nil || looks != 1 || w.Updates() != 1 || receipt.ConfirmedByReading {
		t.Errorf("%d looks, %d updates, got %+v, error %v", looks, w.Updates(), receipt, err)
	}
}
