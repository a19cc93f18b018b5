// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func detectedAt(at string) func(*emulator.Event) {
	return func(e *emulator.Event) { e.EventTime = at }
}

func TestUpdateFraudEvents_ChangesTheNamedEventsAndNoOthers(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"),
		emulator.NewEvent(subscriptionB, "b1"), emulator.NewEvent(subscriptionB, "b2"))
	said := invoke(t, s, ignoring(named("e1", "e3", "b2"),
		object{"subscription_ids": []string{subscriptionA, subscriptionB}}))
	said.expectLast(t, "Changed 3 of 3 events to Resolved (Ignore): 0 were so already, 0 resolved "+
		"otherwise were skipped, 0 failed.")
	said.expectSaid(t, "Picked 3 events: 3 to be changed to Resolved (Ignore), 0 so already, 0 "+
		"resolved otherwise and skipped.",
		"Changed to Resolved (Ignore) (2 so far): e1, e3", "Changed to Resolved (Ignore) (3 so far): b2")
	expectBodies(t, s, ignored("e1", "e3"), ignored("b2"))
}

func TestUpdateFraudEvents_TheFilterPicks(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2", func(e *emulator.Event) { e.Severity = "High" }),
		event("tonight", detectedAt("2026-02-01T00:00:00")), emulator.NewEvent(subscriptionB, "b1"))
	said := invoke(t, s, ignoring(
		matching(object{"severities": []string{"medium"}, "statuses": []string{"active"}})))
	said.expectLast(t, "Changed 1 of 1 event to Resolved (Ignore): 0 were so already, 0 resolved "+
		"otherwise were skipped, 0 failed.")
	expectBodies(t, s, ignored("e1"))

	both := object{"subscription_ids": []string{subscriptionA, subscriptionB}}
	invoke(t, s, ignoring(matching(object{"subscription_id": strings.ToUpper(subscriptionB)}),
		both)).expectLast(t,
		"Changed 1 of 1 event to Resolved (Ignore): 0 were so already, 0 resolved otherwise were "+
			"skipped, 0 failed.")
	expectBodies(t, s, ignored("e1"), ignored("b1"))
	expectStanding(t, s, "tonight", "Active", "None")
}

func TestUpdateFraudEvents_AllEventsAreThoseOfTheSubscriptionsAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), emulator.NewEvent(subscriptionB, "b1"))
	// The same subscription twice, in another case.
	said := invoke(t, s, ignoring(everything(),
		object{"subscription_ids": []string{subscriptionA, strings.ToUpper(subscriptionA)}}))
	said.expectLast(t, "Changed 2 of 2 events to Resolved (Ignore): 0 were so already, 0 resolved "+
		"otherwise were skipped, 0 failed.")
	expectBodies(t, s, ignored("e1", "e2"))
}

func TestUpdateFraudEvents_WhatIsResolvedStaysAsItIs(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	colleagueResolves(t, s, "e1", "Ignore")
	colleagueResolves(t, s, "e2", "Fraud")
	colleagueSets(t, s, "e3", "Investigating", "")
	said := invoke(t, s, ignoring(everything(), object{"expected_count": 4}))
	said.expectLast(t, "Changed 2 of 4 events to Resolved (Ignore): 1 was so already, 1 resolved "+
		"otherwise was skipped, 0 failed. Skipped: 1 Resolved (Fraud).")
	said.expectSaid(t, "Already Resolved (Ignore): e1",
		"Resolved otherwise, skipped: e2 is Resolved (Fraud) by "+colleague+" on ")
	expectBodies(t, s, ignored("e3", "e4"))
	expectStanding(t, s, "e2", "Resolved", "Fraud")
}

func TestUpdateFraudEvents_WithConsentOverwritesAndSaysWhoseDecisionItWas(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	colleagueResolves(t, s, "e2", "Fraud")
	said := invoke(t, s, ignoring(everything(), object{"allow_overwrite": true}))
	said.expectLast(t, "Changed 2 of 2 events to Resolved (Ignore): 0 were so already, 0 resolved "+
		"otherwise were skipped, 0 failed.",
		aWarning("Fraud events changed that somebody else had resolved", "",
			"e2 is Resolved (Fraud) by "+colleague+" on "))
	expectBodies(t, s, ignored("e1", "e2"))
}

func TestUpdateFraudEvents_ReopeningNeedsConsentForWhatIsResolved(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	colleagueResolves(t, s, "e1", "Fraud")
	colleagueSets(t, s, "e2", "Investigating", "")
	reopen := ignoring(everything(), object{"status": "Active", "reason": nil})
	invoke(t, s, reopen).expectLast(t,
		"Changed 1 of 3 events to Active: 1 was so already, 1 resolved otherwise was skipped, 0 "+
			"failed. Skipped: 1 Resolved (Fraud).")
	expectStanding(t, s, "e1", "Resolved", "Fraud")

	reopen["allow_overwrite"] = true
	said := invoke(t, s, reopen)
	if got, want := said.last(t), "Changed 1 of 3 events to Active: 2 were so already, 0 resolved "+
		"otherwise were skipped, 0 failed."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	empty := ""
	expectBodies(t, s, write{[]string{"e2"}, "Active", &empty},
		write{[]string{"e1"}, "Active", &empty})
}

func TestUpdateFraudEvents_AnotherCountThanExpectedWritesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	for _, expected := range []int{0, 1, 3} {
		said := invoke(t, s, ignoring(everything(), object{"expected_count": expected}))
		expectDiagnostics(t, said.diagnostics, anError(countSummary, "expected_count",
			fmt.Sprintf("`expected_count` is %d, and 2 events were picked. Nothing was written.", expected),
			"dry_run"))
	}
	expectUnchanged(t, s)
	none := matching(object{"severities": []string{"High"}})
	invoke(t, s, ignoring(none, object{"expected_count": 0})).expectLast(t,
		"Changed 0 of 0 events to Resolved (Ignore): 0 were so already, 0 resolved otherwise were "+
			"skipped, 0 failed.")
	expectUnchanged(t, s)
}

func TestUpdateFraudEvents_ADryRunReportsEverythingAndWritesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	colleagueResolves(t, s, "e1", "Ignore")
	colleagueResolves(t, s, "e2", "Fraud")
	for _, environment := range []map[string]string{nil, readOnly()} {
		said := invoke(t, s, ignoring(everything(), object{"dry_run": true}), environment)
		said.expectLast(t, "Dry run, nothing was written: 4 events: 2 to be changed to Resolved "+
			"(Ignore), 1 so already, 1 resolved otherwise and skipped. Skipped: 1 Resolved (Fraud).")
		said.expectSaid(t, "Would change, by severity and customer: Medium: 2 (Fabrikam 2)",
			"Would change to Resolved (Ignore): e3, e4", "Already Resolved (Ignore): e1",
			"skipped: e2 is Resolved (Fraud) by "+colleague)
	}
	said := invoke(t, s, ignoring(everything(),
		object{"dry_run": true, "expected_count": 5, "allow_overwrite": true}))
	expectDiagnostics(t, said.diagnostics)
	said.expectSaid(t, "`expected_count` is 5, so nothing would be written.",
		"Would change to Resolved (Ignore), by `allow_overwrite`: e2 is Resolved (Fraud)")
	expectWrites(t, s, 0)
}

func TestUpdateFraudEvents_IDsThatAreNotListedWriteNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "b1"))
	c := configuredClient(t, s)
	config := ignoring(named("e1", "gone2", "b1", "gone1"))
	for _, said := range [][]diagnostic{diagnosticsOf(c.planAction(config)),
		c.invokeAction(config).diagnostics} {
		expectDiagnostics(t, said, anError("Fraud events not listed", "event_ids",
			"does not list 3 events for any of the subscriptions (any more): b1, gone1, gone2.",
			"Nothing was written"))
	}
	expectUnchanged(t, s)
}

func TestUpdateFraudEvents_TheCaseOfAnIDDoesNotCountUnlessItHasTo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-One"), event("ab"), event("AB"))
	// an exact match beats the other, and the write has the service's spelling
	invoke(t, s, ignoring(named("event-ONE", "AB"))).expectLast(t,
		"Changed 2 of 2 events to Resolved (Ignore): 0 were so already, 0 resolved otherwise were "+
			"skipped, 0 failed.")
	expectBodies(t, s, ignored("AB", "Event-One"))

	said := invoke(t, s, ignoring(named("aB", "gone")))
	expectDiagnostics(t, said.diagnostics, anError("Fraud events not listed", "event_ids", ": gone."),
		anError("Ambiguous event id", "event_ids", "Event id aB fits several events", subscriptionA+"/ab",
			subscriptionA+"/AB"))
	expectWrites(t, s, 1)
}

func TestUpdateFraudEvents_AReadOnlyProviderRefusesOnce(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	colleagueResolves(t, s, "e3", "Ignore")
	log := newAuditLog(t)
	said := invoke(t, s, ignoring(everything()), readOnly(), log.environment())
	expectDiagnostics(t, said.diagnostics,
		anError(readOnlySummary, "status", "Nothing was written", "take out the one that is set"))
	expectWrites(t, s, 0)
	results := map[any]any{}
	for _, line := range log.entries(t) {
		results[line["event_id"]] = line["result"]
	}
	expectEqual(t, "audit log", map[any]any{"e1": "refused", "e2": "refused", "e3": "adopted"},
		results)

	// nothing to write is nothing to refuse
	invoke(t, s, ignoring(named("e3")), readOnly()).expectLast(t,
		"Changed 0 of 1 event to Resolved (Ignore): 1 was so already, 0 resolved otherwise were "+
			"skipped, 0 failed.")
}

func TestUpdateFraudEvents_AuditLogHasALineForEachEvent(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	colleagueResolves(t, s, "e2", "Ignore")
	colleagueResolves(t, s, "e3", "Fraud")
	log := newAuditLog(t)
	c := configuredClient(t, s, log.environment())
	config := ignoring(everything())
	c.planAction(config)
	c.invokeAction(ignoring(everything(), object{"dry_run": true}))
	if lines := log.entries(t); len(lines) != 0 {
		t.Errorf("a plan and a dry run are on the record: %v", lines)
	}
	c.invokeAction(config)
	to := map[string]any{"status": "Resolved", "reason": "Ignore"}
	log.expect(t, s,
		log.entry(s, "e1", map[string]any{"to": to,
			"request_id": requestsOf(s, emulator.KindUpdate)[0].Header.Get("MS-RequestId")}),
		log.entry(s, "e2", map[string]any{"to": to, "result": "adopted", "from": to}),
		log.entry(s, "e3", map[string]any{"to": to, "result": "refused",
			"from": map[string]any{"status": "Resolved", "reason": "Fraud"}, "error": "already"}))
}

func TestUpdateFraudEvents_TextsOfTheServiceMoveNoCursor(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"),
		event("e2", func(e *emulator.Event) { e.CustomerFriendlyName = "Fabri\x1b[2Jkam\u202e\r\n" }))
	if err := s.ChangeStatus("e1", "Resolved", "Fraud", "kim\x1b[31m@contoso.com"); err != nil {
		t.Fatal(err)
	}
	c := configuredClient(t, s)
	plan := c.planAction(ignoring(everything()))
	said := c.invokeAction(ignoring(everything()))
	said.expectSaid(t, "kim\uFFFD[31m@contoso.com")
	all := plan.text("plan") + said.raw.text("invoke") + strings.Join(said.messages, "\n")
	if i := strings.IndexFunc(strings.ReplaceAll(all, "\n", ""),
		func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }); i >= 0 {
		t.Errorf("there is a control character in %q", all)
	}
	if !strings.Contains(all, "Fabri\uFFFD[2Jkam\uFFFD\uFFFD\uFFFD,") {
		t.Errorf("the customer's name is not as expected in %q", all)
	}
}

func TestUpdateFraudEvents_AnUnknownSubscriptionIsPointedOut(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "b1"))
	s.RemoveSubscription(subscriptionB)
	said := invoke(t, s, ignoring(everything(),
		object{"subscription_ids": []string{subscriptionA, subscriptionB}}))
	said.expectLast(t, "Changed 1 of 1 event to Resolved (Ignore): 0 were so already, 0 resolved "+
		"otherwise were skipped, 0 failed.",
		aWarning("Subscription not known to Partner Center", "subscription_ids", subscriptionB))
}

func TestUpdateFraudEvents_PointsOutFiltersThatPromiseTooMuch(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	said := invoke(t, s, ignoring(matching(object{"detected_before": "2999-01-01T00:00:00Z"})))
	said.raw.mustSay(t, "filter.detected_before", "The filter reaches into the future",
		"nobody has looked at")

	classic := map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"}
	invoke(t, s, ignoring(matching(object{"severities": []string{"Low"}})), classic).raw.mustSay(t,
		"filter.severities", "matches nothing in the classic events model")
}
