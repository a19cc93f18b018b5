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

// inheriting is a new decision about an unlisted event.
func inheriting() fraud.Change {
	c := changeOf("gone")
	c.First = true
	return c
}

// A state that holds the decision counts, whenever the run reports it.
func TestEvidence_AStateOfTheSameRunCarriesADecisionOver(t *testing.T) {
	t.Parallel()
	fraudulent, ignored := resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
	key := fraud.Key{SubscriptionID: strings.ToLower(subA), EventID: "GONE"}
	type row struct {
		after    time.Duration
		standing fraud.Standing
		want     bool
	}
	inBubbles(t, map[string]row{
		"before":          {0, fraudulent, true},
		"shortly after":   {time.Second, fraudulent, true},
		"otherwise":       {0, ignored, false},
		"much later":      {time.Minute, fraudulent, false},
		"later otherwise": {time.Second, ignored, false},
	}, func(t *testing.T, c row) {
		s := &fakeService{events: []fraud.Event{activeEvent(subA, "e")}}
		l := ledger.New(s, nil)
		if c.after == 0 {
			l.Carries(key, c.standing)
		} else {
			time.AfterFunc(c.after, func() { l.Carries(key, c.standing) })
		}
		out, err := l.Review(within(t, time.Hour), inheriting())
		if !c.want {
			_ = wantErr[*fraud.UnlistedError](t, err)
			_, err = l.Decide(within(t, time.Hour), inheriting())
			_ = wantErr[*fraud.UnlistedError](t, err)
			return
		}
		if err != nil || out.Action != fraud.Record || !out.Inherited {
			t.Fatalf("reviewed: %+v, %v", out, err)
		}
		if out = mustDecide(t, l, inheriting()); out.Action != fraud.Record || !out.Inherited {
			t.Errorf("decided: %+v", out)
		}
		s.wantCalls(t, 1, 0)
	})
}

// Neither consent nor a state lets an apply record an event that its plan has shown as listed.
func TestEvidence_CarriesNothingOverForAnEventThatThePlanHasShown(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
		c := inheriting()
		l.Carries(c.Key, c.Decision.Standing())
		c.Seen = new(fraud.Unlisted())
		mustDecide(t, l, c)
		c.Seen = new(fraud.Reopen().Standing())
		_, err := l.Decide(within(t, time.Hour), c)
		_ = wantErr[*fraud.UnlistedError](t, err)
		c.AcceptUnlisted = true
		_, err = l.Decide(within(t, time.Hour), c)
		_ = wantErr[*fraud.ChangedError](t, err)
	})
}

// The wait ends, however many callers wait and however long states keep being reported.
func TestEvidence_TheWaitIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
		began := time.Now()
		for range 3 {
			_, err := l.Review(within(t, time.Hour), inheriting())
			_ = wantErr[*fraud.UnlistedError](t, err)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("three, one after the other, took %v", took)
		}
		done := make(chan struct{})
		go func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				case <-time.After(time.Second):
					l.Carries(keyOf(strings.Repeat("x", i)), fraud.Standing{})
				}
			}
		}()
		began = time.Now()
		time.Sleep(time.Second)
		_, err := l.Review(within(t, time.Hour), inheriting())
		_ = wantErr[*fraud.UnlistedError](t, err)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("took %v", took)
		}
		close(done)
	})
}

func TestEvidence_IsForNewDecisionsOnly(t *testing.T) {
	t.Parallel()
	l := ledger.New(&fakeService{events: []fraud.Event{activeEvent(subA, "e")}}, nil)
	l.Carries(keyOf("gone"), resolve(fraud.Fraud).Standing())
	_, err := l.Decide(within(t, time.Minute), changeOf("gone"))
	_ = wantErr[*fraud.UnlistedError](t, err)
}
