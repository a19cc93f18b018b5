// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// auditLog is a file that providers write to.
type auditLog struct {
	path  string
	began time.Time // in seconds, as its times
}

func newAuditLog(t *testing.T) auditLog {
	t.Helper()
	return auditLog{filepath.Join(t.TempDir(), "audit.jsonl"), time.Now().Truncate(time.Second)}
}

func (l auditLog) environment() map[string]string {
	return map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": l.path}
}

// entries returns the lines by event id, in order. It checks each time and removes it.
func (l auditLog) entries(t *testing.T) []map[string]any {
	t.Helper()
	content := must(os.ReadFile(l.path))(t)
	var all []map[string]any
	for line := range strings.Lines(string(content)) {
		var entry map[string]any
		expect.NoError(t, json.Unmarshal([]byte(line), &entry))
		text, _ := entry["time"].(string)
		at, err := time.Parse(time.RFC3339, text)
		if err != nil || at.Before(l.began) || at.After(time.Now()) {
			t.Errorf("the line's time is %q", text)
		}
		delete(entry, "time")
		all = append(all, entry)
	}
	slices.SortStableFunc(all, func(a, b map[string]any) int {
		x, _ := a["event_id"].(string)
		y, _ := b["event_id"].(string)
		return strings.Compare(x, y)
	})
	return all
}

// entry is an expected line, with changes.
func (l auditLog) entry(s *emulator.Server, id string, changes map[string]any) map[string]any {
	entry := map[string]any{
		"user": s.UserPrincipalName(), "kind": "fraud_event",
		"result": "written", "phase": "apply",
		"subscription_id": subscriptionA, "event_id": id,
		"from":        map[string]any{"status": "Active"},
		"to":          map[string]any{"status": "Resolved", "reason": "Fraud"},
		"annotations": map[string]any{}, "request_id": nil, "error": nil,
	}
	maps.Copy(entry, changes)
	return entry
}

// expect compares the lines, except the correlation id, and checks that the error contains a word.
func (l auditLog) expect(t *testing.T, s *emulator.Server, want ...map[string]any) {
	t.Helper()
	got := l.entries(t)
	correlations := map[string]bool{}
	for _, r := range requestsOf(s, emulator.KindList, emulator.KindUpdate) {
		correlations[r.Header.Get("MS-CorrelationId")] = true
	}
	for i, entry := range got {
		if id, _ := entry["correlation_id"].(string); !correlations[id] {
			t.Errorf("the correlation id %q is none of the emulator's", id)
		}
		delete(entry, "correlation_id")
		said, _ := entry["error"].(string)
		if i < len(want) && want[i]["error"] != nil {
			if word, _ := want[i]["error"].(string); strings.Contains(said, word) {
				entry["error"] = word
			}
		}
	}
	expectEqual(t, "audit log", want, got)
}

func expectError(t *testing.T, said []diagnostic) {
	t.Helper()
	if !hasError(said) {
		t.Errorf("no error among %+v", said)
	}
}

// requestIDs returns those of the writes.
func requestIDs(s *emulator.Server) []string {
	var ids []string
	for _, r := range requestsOf(s, emulator.KindUpdate) {
		ids = append(ids, r.Header.Get("MS-RequestId"))
	}
	return ids
}

func TestAuditLog_TheLifeOfADecision(t *testing.T) {
	t.Parallel()
	log := newAuditLog(t)
	s := startEmulator(t, event("e1"))
	session := newSession(t, s, log.environment())
	ticket := object{"annotations": map[string]any{"ticket": "INC-1"}}
	session.create(decide("e1", "Investigating", nil).with(reactivating(), ticket))
	for _, next := range []object{
		decide("e1", "Resolved", "Fraud").with(reactivating(), ticket),
		// no call, and no line
		decide("e1", "Resolved", "Fraud").with(reactivating(),
			object{"annotations": map[string]any{"ticket": "INC-2"}}),
	} {
		session.create(next)
	}
	expectDiagnostics(t, session.apply(session.planDestroy()))
	ids := requestIDs(s)
	investigating, resolved := map[string]any{"status": "Investigating"},
		map[string]any{"status": "Resolved", "reason": "Fraud"}
	first := map[string]any{"ticket": "INC-1"}
	log.expect(t, s,
		log.entry(s, "e1", map[string]any{"request_id": ids[0], "to": investigating,
			"annotations": first}),
		log.entry(s, "e1", map[string]any{"request_id": ids[1], "from": investigating,
			"annotations": first}),
		log.entry(s, "e1", map[string]any{
			"request_id": ids[2], "from": resolved, "to": map[string]any{"status": "Active"},
			"annotations": map[string]any{"ticket": "INC-2"},
		}),
	)
}

func TestAuditLog_AdoptedAndRefused(t *testing.T) {
	t.Parallel()
	log := newAuditLog(t)
	s := startEmulator(t, event("adopted"), event("forbidden"), event("moved"), event("overwritten"),
		event("readonly"))
	colleagueResolves(t, s, "adopted", "Fraud")
	colleagueResolves(t, s, "overwritten", "Ignore")
	decideOn := func(id string, overrides ...map[string]string) (*session, plan) {
		session := newSession(t, s, append(overrides, log.environment())...)
		p := session.plan(decide(id, "Resolved", "Fraud"))
		return session, p
	}

	session, p := decideOn("adopted")
	expectDiagnostics(t, session.apply(p))
	_, p = decideOn("overwritten")
	expectError(t, p.diagnostics)
	session, p = decideOn("moved")
	colleagueResolves(t, s, "moved", "Legitimate")
	expectError(t, session.applyAsPlanned(p))
	session, p = decideOn("readonly", readOnly())
	expectError(t, session.applyAsPlanned(p))
	session, p = decideOn("forbidden")
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusForbidden, Code: "900150"})
	expectError(t, session.applyAsPlanned(p))

	resolved := func(reason string) map[string]any {
		return map[string]any{"status": "Resolved", "reason": reason}
	}
	ids := requestIDs(s)
	log.expect(t, s,
		log.entry(s, "adopted", map[string]any{"result": "adopted", "from": resolved("Fraud")}),
		log.entry(s, "forbidden", map[string]any{"result": "refused", "request_id": ids[0],
			"error": "code 900150"}),
		log.entry(s, "moved", map[string]any{"result": "refused", "from": resolved("Legitimate"),
			"error": "already Resolved (Legitimate) by " + colleague}),
		log.entry(s, "overwritten", map[string]any{"result": "refused", "phase": "plan",
			"from": resolved("Ignore"), "error": "already Resolved (Ignore) by " + colleague}),
		log.entry(s, "readonly", map[string]any{"result": "refused", "error": "read-only"}),
	)
}

// An answer that is lost or looks like a failure, and a wait after which the event is read again:
// if the event then matches the decision, this decision was written, not a colleague's.
func TestAuditLog_AWriteThatTookEffectThoughItsAnswerSaysOtherwise(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"lost": {Drop: true}, "408": {Status: 408, RetryAfter: "2"},
		"503": {Status: 503, RetryAfter: "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := newAuditLog(t)
			s := startEmulator(t, event("e1"))
			fault.Kind, fault.AfterEffect = emulator.KindUpdate, true
			s.AddFault(fault)
			newSession(t, s, log.environment()).create(decide("e1", "Resolved", "Fraud"))
			expectWrites(t, s, 1)
			log.expect(t, s, log.entry(s, "e1", map[string]any{"request_id": requestIDs(s)[0]}))
		})
	}
}

// TestAuditLog_ALineThatIsLostIsAWarning, because the event has changed. /dev/full accepts no byte.
func TestAuditLog_ALineThatIsLostIsAWarning(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		return // exists only on Linux, where CI runs
	}
	s := startEmulator(t, event("e1"))
	session := newSession(t, s, map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": "/dev/full"})
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, session.apply(p),
		aWarning("Audit log incomplete", "", "event e1", "(written)", "no space left", "audit_log_path"))
	session.expectAttributes(session.held.state, object{"status": "Resolved", "reason": "Fraud"})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}
