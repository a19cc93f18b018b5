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
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// auditLog is a file that providers write to.
type auditLog struct{ path string }

func newAuditLog(t *testing.T) auditLog {
	t.Helper()
	return auditLog{filepath.Join(t.TempDir(), "audit.jsonl")}
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
		if age := time.Since(at); err != nil || age < 0 || age > time.Minute {
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

// TestAuditLog_OneLineForEachEventOfABatch: the three events share one request.
func TestAuditLog_OneLineForEachEventOfABatch(t *testing.T) {
	t.Parallel()
	log := newAuditLog(t)
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	evidence := map[string]any{"ticket": "INC-1", "rationale": "a \"mining\" pool"}
	session := newPluralSession(t, s, log.environment())
	first := resolved("Fraud")
	first["annotations"] = evidence
	p := session.plan(decideAll(decisions{"e1": first, "e2": resolved("Fraud"),
		"e3": resolved("Fraud")}))
	if content := must(os.ReadFile(log.path))(t); len(content) != 0 {
		t.Errorf("a plan that nothing speaks against has written %q", content)
	}
	expectDiagnostics(t, session.apply(p))
	ids := requestIDs(s)
	if len(ids) != 1 {
		t.Fatalf("%d writes, want 1", len(ids))
	}
	sent := map[string]any{"request_id": ids[0]}
	log.expect(t, s,
		log.entry(s, "e1", map[string]any{"request_id": ids[0], "annotations": evidence}),
		log.entry(s, "e2", sent), log.entry(s, "e3", sent))
	expectEqual(t, "mode", os.FileMode(0o600), must(os.Stat(log.path))(t).Mode())
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

// TestAuditLog_ALostReply names the request without an answer.
func TestAuditLog_ALostReply(t *testing.T) {
	t.Parallel()
	log := newAuditLog(t)
	s := startEmulator(t, event("e1"))
	session := newSession(t, s, log.environment())
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, AfterEffect: true, Drop: true})
	expectDiagnostics(t, session.applyAsPlanned(p))
	log.expect(t, s, log.entry(s, "e1", map[string]any{"request_id": requestIDs(s)[0]}))
}

// An answer that only looks like a failure, and a wait after which the provider reads the event
// again: if the event then matches the decision, our write was the cause, not a colleague's
// decision.
func TestAuditLog_AWriteThatTookEffectThoughItsAnswerSaysOtherwise(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 503} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			log := newAuditLog(t)
			s := startEmulator(t, event("e1"))
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: status, AfterEffect: true,
				RetryAfter: "2"})
			newSession(t, s, log.environment()).create(decide("e1", "Resolved", "Fraud"))
			expectWrites(t, s, 1)
			log.expect(t, s, log.entry(s, "e1", map[string]any{"request_id": requestIDs(s)[0]}))
		})
	}
}

func TestAuditLog_HoldsNoSecret(t *testing.T) {
	t.Parallel()
	log := newAuditLog(t)
	s := startEmulator(t, event("e1"))
	token := s.AccessToken()
	session := newSession(t, s, log.environment(),
		map[string]string{"PARTNERCENTER_ACCESS_TOKEN": token})
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusBadRequest, Code: "3000",
		Description: "The header is Bearer " + token})
	expectError(t, session.applyAsPlanned(p))
	newSecretSearch(s.IssuedSecrets()).in(t, "the audit log", string(must(os.ReadFile(log.path))(t)))
}

func TestAuditLog_AFileThatCannotBeOpenedIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	folder := t.TempDir()
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"audit_log_path": folder}).mustSay(t, "audit_log_path", "`audit_log_path`",
		folder)
	c = newProtocolClient(t, providersFor(s,
		map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": filepath.Join(folder, "none", "log")}))
	c.configure(object{}).mustSay(t, "audit_log_path", "PARTNERCENTER_AUDIT_LOG_PATH",
		"existing folder")
	expectEqual(t, "requests", 0, s.Count(emulator.KindAny))
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
