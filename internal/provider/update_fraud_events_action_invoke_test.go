// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestUpdateFraudEvents_EachEventIsOnTheRecordWithTheEvidence(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	colleagueResolves(t, s, "e2", "Ignore")
	colleagueResolves(t, s, "e3", "Fraud")
	log := newAuditLog(t)
	evidence := map[string]any{"ticket": "SEC-1042", "rationale": "looked \"twice\"\nby kim"}
	config := ignoring(everything(),
		object{"annotations": merged(evidence, map[string]any{"left_out": nil})})
	c := configuredClient(t, s, log.environment())
	c.planAction(config)
	c.invokeAction(config.with(object{"dry_run": true}))
	expectEqual(t, "lines of a plan and of a dry run", 0, len(log.entries(t)))
	// once for all, and without writes there is nothing to refuse
	expectDiagnostics(t, invoke(t, s, config, readOnly(), log.environment()).diagnostics,
		anError(readOnlySummary, "status"))
	invoke(t, s, ignoring(named("e2")), readOnly()).expectTally(t, tally{Picked: 1, Already: 1})
	expectWrites(t, s, 0)
	c.invokeAction(config)

	expectBodies(t, s, ignored("e1")) // without the evidence
	request := requestsOf(s, emulator.KindUpdate)[0]
	expectNot(t, request.Body, "SEC-1042")
	asDecided := map[string]any{"status": "Resolved", "reason": "Ignore"}
	entry := func(id, result string, more map[string]any) map[string]any {
		return log.entry(s, id, merged(map[string]any{"to": asDecided, "annotations": evidence,
			"result": result}, more))
	}
	adopted := entry("e2", "adopted", map[string]any{"from": asDecided})
	refused := entry("e3", "refused", map[string]any{"error": "already",
		"from": map[string]any{"status": "Resolved", "reason": "Fraud"}})
	log.expect(t, s, entry("e1", "refused", map[string]any{"error": "read-only"}),
		entry("e1", "written", map[string]any{"request_id": request.Header.Get("MS-RequestId")}),
		adopted, adopted, refused, refused)
}

func TestUpdateFraudEvents_TextsOfTheServiceMoveNoCursor(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"),
		event("e2", func(e *emulator.Event) { e.CustomerFriendlyName = "Fabri\x1b[2Jkam\u202e\r\n" }))
	expect.NoError(t, s.ChangeStatus("e1", "Resolved", "Fraud", "kim\x1b[31m@contoso.com"))
	c := configuredClient(t, s)
	plan := c.planAction(ignoring(everything()))
	said := c.invokeAction(ignoring(everything()))
	said.expectSaid(t, "kim\uFFFD[31m@contoso.com")
	all := plan.text("plan") + said.diagnostics.text("invoke") + strings.Join(said.messages, "\n")
	if i := strings.IndexFunc(strings.ReplaceAll(all, "\n", ""),
		func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }); i >= 0 {
		t.Errorf("there is a control character in %q", all)
	}
	expect.Contains(t, all, "Fabri\uFFFD[2Jkam\uFFFD\uFFFD\uFFFD,")
}

// previewOf returns the preview of an action on everything in subscription A, which is its only
// diagnostic.
func previewOf(t *testing.T, s *emulator.Server, config object) string {
	t.Helper()
	said := configuredClient(t, s).planAction(config)
	if len(said) != 1 || said[0].Summary != previewSummary {
		t.Fatalf("got %+v", said)
	}
	return said[0].Detail
}

// A thousand alerts, each with another customer and severity, with names that break terminals.
func TestUpdateFraudEventsPlan_StaysShortWhateverTheServiceSays(t *testing.T) {
	t.Parallel()
	const n = 1000
	events := make([]emulator.Event, n)
	for i := range events {
		name := fmt.Sprintf("\x1b[2J\n- High: %04d%s", i, strings.Repeat("name ", 100))
		severity := fmt.Sprintf("severity %d", i%500)
		events[i] = event(fmt.Sprintf("e%04d", i), of(name, severity, fmt.Sprint("t", i)))
		if i%2 == 0 {
			events[i].EventStatus = "Investigating"
		}
	}
	s := startEmulator(t, events...)
	detail := previewOf(t, s, ignoring(everything()))
	expect.Contains(t, detail, "- Other severities: 980 (", "\uFFFD[2J\uFFFD- High: ", "…",
		", 970 others 970)\n",
		"to be changed to Resolved (Ignore): 500 events: e0000, ", " and 480 more.", "- and 980 more; ")
	if strings.Contains(detail, "\x1b") {
		t.Error("there is an escape sequence in it")
	}
	if got := utf8.RuneCountInString(detail); got > 20000 {
		t.Errorf("it has %d characters", got)
	}
}

// A ticket that the same apply opens is unknown in the plan. That must not hide the changes.
func TestUpdateFraudEventsPlan_UnknownEvidenceDoesNotHideThePreview(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	for _, evidence := range []any{unknownYet, object{"ticket": unknownYet}} {
		config := ignoring(everything(), object{"annotations": evidence})
		expect.Contains(t, previewOf(t, s, config), "- e1: ")
	}
	for _, open := range []object{
		{"expected_count": unknownYet},
		{"reason": unknownYet},
		{"timeouts": object{"invoke": unknownYet}},
	} {
		if said := configuredClient(t, s).planAction(ignoring(everything(), open)); len(said) != 0 {
			t.Errorf("with %v it says %v", open, said)
		}
	}
}

func TestUpdateFraudEventsPlan_ShowsOverwrittenEventsFirst(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, thirds(30)...)
	colleagueResolves(t, s, "e029", "Fraud")
	said := configuredClient(t,
		s).planAction(inThree(object{"allow_overwrite": true, "expected_count": 30}))
	expectDiagnostics(t, said, aWarning(previewSummary, "", "30 to be changed to Resolved "+
		"(Ignore) (1 of them resolved otherwise, by `allow_overwrite`)",
		"\n\n- e029: Medium, NetworkConnectionsToCryptoMiningPools, Fabrikam, 2026-01-15T00:25:45Z, "+
			"Resolved (Fraud) by "+colleague+" on ", "- and 10 more"))
	expectEqual(t, "events shown", 20, strings.Count(said[0].Detail, "- e0"))
}

// 250 events in three subscriptions, at most 84 in each: a listing and a write for each
// subscription.
func TestUpdateFraudEventsScale_CallsDoNotGrowWithEvents(t *testing.T) {
	t.Parallel()
	const events = 250
	s := startEmulator(t, thirds(events)...)
	ids := make([]string, events)
	for i := range ids {
		ids[i] = fmt.Sprintf("e%03d", i)
	}
	config := inThree(object{"all_events": nil, "event_ids": ids, "expected_count": events})

	c := configuredClient(t, s)
	c.planAction(config)
	acctest.AtMost(t, "plan", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: 3})

	s.ResetCounts()
	said := countingClient(t, s).invokeAction(config)
	said.expectTally(t, tally{Changed: 250, Picked: 250})
	acctest.AtMost(t, "invoke", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: 3,
			emulator.KindUpdate: 3})
	expectEqual(t, "events", map[string]int{"Resolved Ignore": events}, standings(s))

	var sent, told []string
	for _, w := range writes(t, s) {
		sent = append(sent, w.EventIDs...)
	}
	for _, message := range said.messages {
		if strings.HasPrefix(message, "Changed to ") {
			told = append(told, regexp.MustCompile(`\be\d{3}\b`).FindAllString(message, -1)...)
		}
		if len(message) > 4000 {
			t.Errorf("a message of %d characters", len(message))
		}
	}
	slices.Sort(sent)
	slices.Sort(told)
	expectEqual(t, "ids in writes", ids, sent)
	expectEqual(t, "ids in messages", ids, told)
	said.expectSaid(t, "(84 so far) [1 to 20 of 84]: ", "(84 so far) [81 to 84 of 84]: ")
}
