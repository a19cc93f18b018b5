// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// auditBook keeps the Ledger's records.
type auditBook struct {
	fail error

	mu      sync.Mutex
	records []ledger.AuditRecord
	times   map[string]time.Time // by event
}

func (b *auditBook) audit(_ context.Context, r ledger.AuditRecord) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.records = append(b.records, r)
	if b.times == nil {
		b.times = map[string]time.Time{}
	}
	b.times[r.Key.EventID] = time.Now()
	return b.fail
}

// inOrder returns the records by event, without the errors' texts.
func (b *auditBook) inOrder() []ledger.AuditRecord {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.SortedFunc(slices.Values(b.records),
		func(x, y ledger.AuditRecord) int { return strings.Compare(x.Key.EventID, y.Key.EventID) })
}

func (b *auditBook) want(t *testing.T, want ...ledger.AuditRecord) {
	t.Helper()
	if diff := cmp.Diff(want, b.inOrder(), cmpopts.IgnoreFields(ledger.AuditRecord{}, "Err"),
		cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func standings() (active, isFraud, ignored fraud.Standing) {
	return fraud.Reopen().Standing(), resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing()
}

// TestAudit_OneRecordForEachEventOfABatch, with the previous standing and evidence of each.
func TestAudit_OneRecordForEachEventOfABatch(t *testing.T) {
	t.Parallel()
	active, isFraud, _ := standings()
	inBubble(t, func(t *testing.T) {
		s, book := &fakeService{events: manyEvents(subA, 3)}, &auditBook{}
		changes := changesOf(3)
		for i := range changes {
			changes[i].Annotations = map[string]string{"ticket": changes[i].Key.EventID}
		}
		decideAll(t, ledger.New(s, book.audit), changes)
		var want []ledger.AuditRecord
		for _, id := range []string{"e000", "e001", "e002"} {
			want = append(want, ledger.AuditRecord{
				Key: keyOf(id), Result: ledger.AuditWritten, From: &active, To: isFraud,
				Annotations: map[string]string{"ticket": id},
			})
		}
		book.want(t, want...)
		s.wantCalls(t, 1, 1)
	})
}

func TestAudit_ChangesWithoutAWrite(t *testing.T) {
	t.Parallel()
	active, isFraud, ignored := standings()
	inBubble(t, func(t *testing.T) {
		s, book := &fakeService{events: []fraud.Event{
			resolvedEvent("adopted", fraud.Fraud), resolvedEvent("overwritten", fraud.Ignore),
			activeEvent(subA, "changed"),
			activeEvent(subA, "Case"), activeEvent(subA, "cASE"),
		}}, &auditBook{}
		unlisted, seen := changeOf("unlisted"), changeOf("changed")
		unlisted.AcceptUnlisted = true
		seen.Seen = &ignored
		decideAll(t, ledger.New(s, book.audit), []fraud.Change{
			changeOf("adopted"), changeOf("overwritten"), seen, unlisted, changeOf("nowhere"),
			changeOf("case"),
		})
		book.want(t,
			ledger.AuditRecord{Key: keyOf("adopted"), Result: ledger.AuditAdopted, From: &isFraud,
				To: isFraud},
			ledger.AuditRecord{Key: keyOf("case"), Result: ledger.AuditRefused, To: isFraud},
			ledger.AuditRecord{Key: keyOf("changed"), Result: ledger.AuditRefused, From: &active,
				To: isFraud},
			ledger.AuditRecord{Key: keyOf("nowhere"), Result: ledger.AuditRefused, To: isFraud},
			ledger.AuditRecord{Key: keyOf("overwritten"), Result: ledger.AuditRefused, From: &ignored,
				To: isFraud},
			ledger.AuditRecord{Key: keyOf("unlisted"), Result: ledger.AuditRecorded, To: isFraud},
		)
		s.wantCalls(t, 1, 0)
	})
}

// TestAudit_RecordsAChangeWhenItEnds, not after the other changes of its batch: a process that is
// killed in between would lose the line, and the line's time would be wrong.
func TestAudit_RecordsAChangeWhenItEnds(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s, book := &fakeService{
			events: []fraud.Event{activeEvent(subA, "slow"),
				resolvedEvent("adopted", fraud.Fraud)},
			lag: 6, reply: noReply, // so the write is confirmed by reading, at growing intervals
		}, &auditBook{}
		waits, refused := changeOf("waits"), changeOf("refused")
		waits.First = true // a state of the same run may still hold the decision
		began := time.Now()
		for i, r := range ledger.New(s, book.audit).DecideAll(within(t, time.Hour), []fraud.Change{
			changeOf("slow"), waits, refused, changeOf("adopted"),
		}) {
			expect.Equal(t, fmt.Sprint("failure of change ", i), i == 1 || i == 2, r.Err != nil)
		}
		end := time.Since(began)
		for id, latest := range map[string]time.Duration{
			"adopted": 100 * time.Millisecond, "refused": 100 * time.Millisecond, "waits": 2 * time.Second,
		} {
			if at := book.times[id].Sub(began); at < 0 || at > latest {
				t.Errorf("%s was taken down after %v, want at most %v", id, at, latest)
			}
		}
		if at := book.times["slow"].Sub(began); at != end || end < 5*time.Second {
			t.Errorf("the write was taken down after %v, and confirmed after %v", at, end)
		}
	})
}

// TestAudit_FailedWrites distinguishes a refusal from a failure, and both from an unknown outcome.
func TestAudit_FailedWrites(t *testing.T) {
	t.Parallel()
	active, isFraud, _ := standings()
	by := func(kinds ...fraud.FailureKind) *fakeService {
		return &fakeService{onUpdate: failing(&failure{kinds: kinds, requestID: "r1"})}
	}
	type row struct {
		service *fakeService
		want    ledger.AuditRecord
	}
	inBubbles(t, map[string]row{
		"refused by Partner Center": {
			by(fraud.Refused),
			ledger.AuditRecord{Result: ledger.AuditRefused, RequestID: "r1"},
		},
		"a fault of Partner Center": {
			by(fraud.MayHaveHappened),
			ledger.AuditRecord{Result: ledger.AuditUnconfirmed, RequestID: "r1"},
		},
		"no answer, and nobody can tell": {
			unreadable(by(fraud.UnknownOutcome, fraud.MayHaveHappened)),
			ledger.AuditRecord{Result: ledger.AuditUnconfirmed, RequestID: "r1"},
		},
		"accepted, and never shown": {&fakeService{lag: 1000, reply: noReply},
			ledger.AuditRecord{Result: ledger.AuditUnconfirmed}},
		"no answer, and not listed any more": {vanishing(),
			ledger.AuditRecord{Result: ledger.AuditUnconfirmed, RequestID: "lost"}},
		"no answer, but shown": {&fakeService{lost: func(int) (bool, bool) {
			return true,
				true
		}}, ledger.AuditRecord{Result: ledger.AuditWritten, RequestID: "lost"}},
	}, func(t *testing.T, test row) {
		book := &auditBook{}
		test.service.events = manyEvents(subA, 1)
		_, err := ledger.New(test.service, book.audit).Decide(within(t, time.Minute), changeOf("e000"))
		test.want.Key, test.want.From, test.want.To = keyOf("e000"), &active, isFraud
		book.want(t, test.want)
		if got := book.inOrder()[0].Err; !errors.Is(err, got) {
			t.Errorf("the record's error is %v, the caller's %v", got, err)
		}
	})
}

// unreadable is a service that can be listed only once.
func unreadable(s *fakeService) *fakeService {
	s.onList = func(_ context.Context, call int) error {
		if call > 1 {
			return errBroken
		}
		return nil
	}
	return s
}

// vanishing is a service that loses both the reply to an update and the event.
func vanishing() *fakeService {
	s := &fakeService{}
	s.lost = func(int) (bool, bool) {
		s.change("e000", func(e *fraud.Event) { e.SubscriptionID = subB })
		return true, false
	}
	return s
}

// TestAudit_APlanThatIsRefused is recorded, because its apply never comes. The forecast of a plan
// is not.
func TestAudit_APlanThatIsRefused(t *testing.T) {
	t.Parallel()
	_, isFraud, ignored := standings()
	inBubble(t, func(t *testing.T) {
		s, book := &fakeService{events: []fraud.Event{resolvedEvent("overwritten",
			fraud.Ignore), activeEvent(subA, "open")}}, &auditBook{}
		l := ledger.New(s, book.audit)
		open := changeOf("overwritten")
		open.ConsentOpen = true
		for _, c := range []fraud.Change{changeOf("open"), changeOf("nowhere"), open,
			changeOf("overwritten")} {
			_, _ = l.Review(t.Context(), c) // other tests check its content
		}
		book.want(t, ledger.AuditRecord{Key: keyOf("overwritten"), Result: ledger.AuditRefused,
			Planned: true, From: &ignored, To: isFraud})
	})
}

func TestAudit_ALineThatCannotBeTakenDownChangesNothingElse(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s, book := &fakeService{events: manyEvents(subA, 1)}, &auditBook{fail: errBroken}
		out, err := ledger.New(s, book.audit).Decide(within(t, time.Minute), changeOf("e000"))
		if err != nil || out.Action != fraud.Write || !errors.Is(out.AuditErr, errBroken) {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

func TestReadOnly_HoldsEveryWriteBackAndNothingElse(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s, book := &fakeService{events: append(manyEvents(subA, 2),
			resolvedEvent("resolved", fraud.Fraud))}, &auditBook{}
		l := ledger.New(ledger.ReadOnly(s), book.audit)
		reopen := fraud.Change{Key: keyOf("resolved"), Decision: fraud.Reopen(), Overwrite: true}
		for _, r := range decideAll(t, l, append(changesOf(2), reopen)) {
			var readOnly *fraud.ReadOnlyError
			if !errors.As(r.err, &readOnly) {
				t.Errorf("%+v, want a *ReadOnlyError", r)
			}
		}
		if out, err := l.Decide(within(t, time.Minute), changeOf("resolved")); err != nil ||
			out.Action != fraud.Adopt {
			t.Errorf("adopting: %+v, %v", out, err)
		}
		expect.Equal(t, "reading", fraud.Active, mustFind(t, l, keyOf("e000")).Event.Status)
		var results []ledger.AuditResult
		for _, r := range book.inOrder() {
			results = append(results, r.Result)
		}
		expect.Equal(t, "records", []ledger.AuditResult{ledger.AuditRefused, ledger.AuditRefused,
			ledger.AuditRefused, ledger.AuditAdopted}, results)
		s.wantCalls(t, s.listCount(), 0)
	})
}
