// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// An attempt without a usable answer may still take effect after the next attempt has failed,
// whatever that failure says about itself. So the change never ends as refused or as not sent, and
// the events are read for a while before it ends at all.
func TestAttempts_TheEndAfterALostOneAndAFailedOne(t *testing.T) {
	t.Parallel()
	fault := []fraud.FailureKind{fraud.MayHaveHappened}
	lost := []fraud.FailureKind{fraud.MayHaveHappened, fraud.UnknownOutcome}
	refused := failed(fraud.Refused, fraud.RefusedForEvents)
	type row struct {
		first  []fraud.FailureKind
		second error
		later  time.Duration // after the second attempt, the first takes effect; 0: never
		want   string
		posts  int
		unread bool // the events, after the second attempt
	}
	inBubbles(t, map[string]row{
		"refused":               {lost, refused, 0, "unconfirmed, maybe sent", 2, false},
		"refused after a fault": {fault, refused, 0, "unconfirmed, maybe sent", 2, false},
		"refused for all":       {lost, failed(fraud.Refused), 0, "unconfirmed, maybe sent", 2, false},
		"refused, done soon":    {lost, refused, time.Second, "write", 2, false},
		"refused, done late":    {lost, refused, time.Minute, "unconfirmed, maybe sent", 2, false},
		"not permitted": {lost, failed(fraud.NotPermitted), 0, "unconfirmed, maybe sent", 2,
			false},
		"busy, the last":  {lost, failed(), 0, "unconfirmed, maybe sent", 2, false},
		"not even a call": {lost, errBroken, 0, "broken, unconfirmed, maybe sent", 2, false},
		"busy for longer than anyone": {lost, &failure{again: true, wait: 2 * time.Hour}, 0,
			"unconfirmed, maybe sent", 2, false},
		"never in time": {lost, &failure{kinds: []fraud.FailureKind{fraud.TooLate}, again: true}, 0,
			"unconfirmed, maybe sent", 7, false},
		"busy, done meanwhile": {lost, &failure{again: true, wait: time.Minute}, time.Second, "write",
			2, false},
		"refused, cannot be read": {lost, refused, 0, "unread, broken, unconfirmed, maybe sent", 2, true},
		"busy, cannot be read": {lost, &failure{again: true, wait: time.Minute}, 0,
			"unread, broken, unconfirmed, maybe sent", 2, true},
	}, func(t *testing.T, test row) {
		var audited []ledger.AuditResult
		s := &fakeService{events: manyEvents(subA, 1)}
		s.onList = func(context.Context, int) error {
			if test.unread && len(s.posted()) > 1 {
				return errBroken
			}
			return nil
		}
		s.onUpdate = func(_ context.Context, call int) error {
			if call == 1 {
				return &failure{kinds: test.first, requestID: "r1", again: true}
			}
			if test.later > 0 {
				time.AfterFunc(test.later, func() {
					s.change("e000", func(e *fraud.Event) { restate(e, ours()) })
				})
			}
			return test.second
		}
		l := ledger.New(s, func(_ context.Context, r ledger.AuditRecord) error {
			audited = append(audited, r.Result)
			return nil
		})
		r := <-startDecide(within(t, time.Hour), l, changeOf("e000"))
		expect.Equal(t, fmt.Sprint("end with ", r.err), test.want, ending(r))
		result := ledger.AuditWritten
		if r.err != nil {
			result = ledger.AuditUnconfirmed
		}
		expect.Equal(t, "audited", []ledger.AuditResult{result}, audited)
		expect.Equal(t, "attempts", test.posts, len(s.posted()))
	})
}

// A refused repetition of several events is isolated like any other, and none of them ends as
// refused. Events that took effect in the meantime are not sent again.
func TestAttempts_SeveralAfterALostOneAndARefusedOne(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 3), refuses: map[string]bool{}}
		s.lost = func(call int) (bool, bool) {
			s.refuses["e000"], s.refuses["e001"] = true, true
			time.AfterFunc(time.Second, func() {
				s.change("e001", func(e *fraud.Event) { restate(e, ours()) })
			})
			return call == 1, call > 1
		}
		got := ledger.New(s, nil).DecideAll(within(t, time.Hour), changesOf(3))
		for i, want := range []string{"unconfirmed, maybe sent", "write", "write"} {
			r := result[fraud.Outcome]{got: got[i].Outcome, err: got[i].Err}
			expect.Equal(t, fmt.Sprint(i, ": ", r.err), want, ending(r))
		}
		for i, want := range [][]string{{"e000", "e001", "e002"}, {"e000", "e001", "e002"},
			{"e000"}, {"e002"}} {
			expect.Equal(t, fmt.Sprint("call ", i), want, s.posted()[i].EventIDs.Slice())
		}
	})
}
