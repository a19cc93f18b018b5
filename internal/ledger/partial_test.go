// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// fails returns a failure of these events that the first call had.
func fails(u fraud.Update, call int, wait time.Duration, kinds []fraud.FailureKind,
	ids ...string) []fraud.Failure {
	if call > 1 {
		return nil
	}
	return []fraud.Failure{{EventIDs: ids, Err: repeatable(u, wait, kinds...)}}
}

// A service that judges each event by itself accepts e000, refuses e001, and throttles e002. It
// loses the answers about e003, which it changes, and e004, which it does not.
func halfway() *fakeService {
	s := &fakeService{events: manyEvents(subA, 5)}
	s.partly = func(call int, u fraud.Update) ([]fraud.Failure, []string) {
		unknown := []fraud.FailureKind{fraud.UnknownOutcome, fraud.MayHaveHappened}
		failures := slices.Concat(fails(u, call, 3*time.Second, nil, "e002"),
			fails(u, call, time.Second, unknown, "e003", "e004"))
		if call == 1 {
			failures = append(failures, fraud.Failure{EventIDs: []string{"e001"},
				Err: failed(fraud.Refused, fraud.RefusedForEvents)})
			return failures, []string{"e003"}
		}
		return failures, nil
	}
	return s
}

func TestDecide_EachEventOfAPartialSuccessGoesItsOwnWay(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := halfway()
		began := time.Now()
		results := decideAll(t, ledger.New(s, nil), changesOf(5))
		for i, r := range results {
			if refused := i == 1; (r.err != nil) != refused ||
				refused != fraud.Failed(r.err, fraud.Refused) {
				t.Errorf("e%03d: %+v, %v", i, r.got, r.err)
			} else if !refused && r.got.Action != fraud.Write {
				t.Errorf("e%03d: %+v", i, r.got)
			}
		}
		var sent [][]string
		for _, u := range s.posted() {
			sent = append(sent, slices.Sorted(slices.Values(u.EventIDs.Slice())))
		}
		expect.Equal(t, "sent", [][]string{{"e000", "e001", "e002", "e003", "e004"}, {"e002"}, {"e004"}},
			sent)
		if took := results[2].after; took < 3*time.Second {
			t.Errorf("the throttled event was sent again after %s", took)
		}
		if took := results[0].after; took > 2*time.Second {
			t.Errorf("the accepted event waited %s for the others (%s)", took, time.Since(began))
		}
	})
}

func TestAudit_PartialSuccessIsRecordedByEvent(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		var b auditBook
		decideAll(t, ledger.New(halfway(), b.audit), changesOf(5))
		var got []ledger.AuditResult
		for _, r := range b.inOrder() {
			got = append(got, r.Result)
		}
		expect.Equal(t, "results", []ledger.AuditResult{ledger.AuditWritten, ledger.AuditRefused,
			ledger.AuditWritten, ledger.AuditWritten, ledger.AuditWritten}, got)
	})
}

// Nothing is ever accepted: the retries of a part count like those of a whole call.
func TestDecide_AThrottledPartRunsOutOfRetries(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 2)}
		s.partly = func(_ int, u fraud.Update) ([]fraud.Failure, []string) {
			return []fraud.Failure{{EventIDs: u.EventIDs.Slice(), Err: repeatable(u, time.Second)}}, nil
		}
		for _, r := range decideAll(t, ledger.New(s, nil), changesOf(2)) {
			if r.err == nil || fraud.MaybeSent(r.err) {
				t.Errorf("got %+v, %v", r.got, r.err)
			}
		}
		expect.Equal(t, "updates", 5, len(s.posted()))
	})
}
