// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func detectedAt(at string) func(*emulator.Event) {
	return func(e *emulator.Event) { e.EventTime = at }
}

// backlog has an event for each way to stand, by its id, one of tonight, and one of subscription B.
func backlog(t *testing.T) *emulator.Server {
	t.Helper()
	s := startEmulator(t, event("active"), event("fraud"), event("ignored"), event("watched"),
		event("severe", func(e *emulator.Event) { e.Severity = "High" }),
		event("tonight", detectedAt("2026-02-01T00:00:00")), emulator.NewEvent(subscriptionB, "b1"))
	colleagueResolves(t, s, "fraud", "Fraud")
	colleagueResolves(t, s, "ignored", "Ignore")
	colleagueSets(t, s, "watched", "Investigating", "")
	return s
}

func TestUpdateFraudEvents_ChangesWhatIsPickedAndNothingElse(t *testing.T) {
	t.Parallel()
	empty := ""
	in := func(subscriptions ...string) object { return object{"subscription_ids": subscriptions} }
	both := in(subscriptionA, subscriptionB)
	consent := object{"allow_overwrite": true}
	reopening := object{"status": "Active", "reason": nil}
	active := object{"severities": []string{"medium"}, "statuses": []string{"active"}}
	open := []string{"active", "severe", "tonight", "watched"}
	for name, test := range map[string]struct {
		config object
		want   tally
		sent   []write
		warned bool
	}{
		"by ids in two subscriptions": {ignoring(named("active", "watched", "b1"), both),
			tally{Changed: 3, Picked: 3}, []write{ignored("active", "watched"), ignored("b1")}, false},
		"by a filter": {ignoring(matching(active)), tally{Changed: 1, Picked: 1},
			[]write{ignored("active")}, false},
		"by a filter on one subscription of two": {
			ignoring(matching(object{"subscription_id": strings.ToUpper(subscriptionB)}), both),
			tally{Changed: 1, Picked: 1}, []write{ignored("b1")}, false},
		"by a filter that nothing matches": {
			ignoring(matching(object{"severities": []string{"Low"}}), object{"expected_count": 0}), tally{},
			nil, false},
		"all of a subscription, which is given twice": {
			ignoring(everything(), in(subscriptionA, strings.ToUpper(subscriptionA)),
				object{"expected_count": 6}),
			tally{Changed: 4, Picked: 6, Already: 1, Skipped: 1}, []write{ignored(open...)}, false},
		"all with consent": {ignoring(everything(), consent), tally{Changed: 5, Picked: 6, Already: 1},
			[]write{ignored("active", "fraud", "severe", "tonight", "watched")}, true},
		"reopening": {ignoring(everything(), reopening),
			tally{Changed: 1, Picked: 6, Already: 3, Skipped: 2},
			[]write{{[]string{"watched"}, "Active", &empty}}, false},
		"reopening with consent": {ignoring(everything(), reopening, consent),
			tally{Changed: 3, Picked: 6, Already: 3},
			[]write{{[]string{"fraud", "ignored", "watched"}, "Active", &empty}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := backlog(t)
			var warning []message
			if test.warned {
				warning = append(warning, aWarning("Fraud events changed that somebody else had resolved", "",
					"fraud is Resolved (Fraud) by "+colleague+" on "))
			}
			invoke(t, s, test.config).expectTally(t, test.want, warning...)
			expectBodies(t, s, test.sent...)
		})
	}
}

func TestUpdateFraudEvents_SaysWhatBecameOfEachEvent(t *testing.T) {
	t.Parallel()
	s := backlog(t)
	invoke(t, s, ignoring(everything())).expectSaid(t, "Already Resolved (Ignore): ignored",
		"skipped: fraud is Resolved (Fraud) by "+colleague+" on ",
		"Changed to Resolved (Ignore) (4 so far): tonight, active, severe, watched")
}

func TestUpdateFraudEvents_AnotherCountThanExpectedWritesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	for _, expected := range []int{0, 1, 3} {
		said := invoke(t, s, ignoring(everything(), object{"expected_count": expected}))
		expectDiagnostics(t, said.diagnostics, anError(countSummary, "expected_count"))
	}
	expectUnchanged(t, s)
}

func TestUpdateFraudEvents_ADryRunReportsEverythingAndWritesNothing(t *testing.T) {
	t.Parallel()
	s := backlog(t)
	for _, environment := range []map[string]string{nil, readOnly()} {
		said := invoke(t, s, ignoring(everything(), object{"dry_run": true}), environment)
		expectDiagnostics(t, said.diagnostics)
		said.expectSaid(t, "Dry run, nothing was written: 6 events: 4 to be changed",
			"Would change, by severity and customer: High: 1 (Fabrikam 1)",
			"Would change to Resolved (Ignore): tonight, active, severe, watched",
			"Already Resolved (Ignore): ignored", "skipped: fraud is Resolved (Fraud) by "+colleague)
	}
	said := invoke(t, s, ignoring(everything(),
		object{"dry_run": true, "expected_count": 5, "allow_overwrite": true}))
	expectDiagnostics(t, said.diagnostics)
	said.expectSaid(t, "`expected_count` is 5, so nothing would be written.",
		"Would change to Resolved (Ignore), by `allow_overwrite`: fraud is Resolved (Fraud)")
	expectWrites(t, s, 0)
}

func TestUpdateFraudEvents_IDsThatAreNotListedWriteNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "b1"))
	c := configuredClient(t, s)
	config := ignoring(named("e1", "gone2", "b1", "gone1"))
	for _, said := range []diagnostics{c.planAction(config), c.invokeAction(config).diagnostics} {
		expectDiagnostics(t, said, anError("Fraud events not listed", "event_ids",
			"does not list 3 events for any of the subscriptions: b1, gone1, gone2.",
			"Nothing was written"))
	}
	expectUnchanged(t, s)
}

func TestUpdateFraudEvents_TheCaseOfAnIDDoesNotCountUnlessItHasTo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-One"), event("ab"), event("AB"))
	// an exact match beats the other, and the write has the service's spelling
	invoke(t, s, ignoring(named("event-ONE", "AB"))).expectTally(t, tally{Changed: 2, Picked: 2})
	expectBodies(t, s, ignored("AB", "Event-One"))

	said := invoke(t, s, ignoring(named("aB", "gone")))
	expectDiagnostics(t, said.diagnostics, anError("Fraud events not listed", "event_ids", ": gone."),
		anError("Ambiguous event id", "event_ids", "Event id aB fits several events", subscriptionA+"/ab",
			subscriptionA+"/AB"))
	expectWrites(t, s, 1)
}

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
	// once for all, and nothing to write is nothing to refuse
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
