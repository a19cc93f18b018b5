// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const severalKinds = "Decisions about fraud events cannot be carried out"

func TestResolutionsPlan_CreateShowsTheFactsOfAllByOneListing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"),
		event("e2", func(e *emulator.Event) { e.Severity, e.CustomerFriendlyName = "High", "A\nB" }))
	session := newPluralSession(t, s)
	p := session.planWithoutRefresh(allFraud("e1", "e2"))
	expectDiagnostics(t, p.diagnostics)
	e2 := emulator.NewEvent(subscriptionA, "e2")
	session.expectAttributes(p.state, object{
		"events": map[string]any{"e1": standardLine(), "e2": "High, " + e2.EventType +
			", A B, " + inWholeSeconds(e2.EventTime)},
		"unlisted_event_ids": []string{},
	})
	expectEqual(t, "listings", 1, s.Count(emulator.KindList))
}

func TestResolutionsPlan_OneChangeIsAOneElementDiff(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"), event("gone"))
	session := newPluralSession(t, s)
	standing := decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": open("Investigating"), "gone": resolved("Fraud")}
	session.create(decideAll(standing))
	ageOut(t, s, "gone")
	session.refresh()
	for name, test := range map[string]struct {
		change decisions
		want   map[string][]string
	}{
		"a new decision": {decisions{"e2": resolved("Ignore")},
			map[string][]string{"resolutions": {"e2"}}},
		"a decision more": {decisions{"e4": resolved("Ignore")},
			map[string][]string{"resolutions": {"e4"}, "events": {"e4"}}},
		"not decided yet": {decisions{"e2": map[string]any{"status": "Resolved", "reason": unknownYet}},
			map[string][]string{"resolutions": {"e2"}}},
	} {
		p := session.plan(decideAll(decisions(object(standing).with(object(test.change)))))
		expectDiagnostics(t, p.diagnostics)
		if diff := cmp.Diff(test.want, session.changedDecisions(p)); diff != "" {
			t.Errorf("%s: changes (-want +got):\n%s", name, diff)
		}
		events, _ := session.plain(p.state)["events"].(map[string]any)
		for id, line := range events {
			if line != standardLine() {
				t.Errorf("%s: the plan says %q of %s", name, line, id)
			}
		}
	}
}

func TestResolutionsPlan_ACaseOfIDsIsNoChange(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2"))
	p := session.plan(allFraud("E1", "e2").
		with(object{"subscription_id": "2A7064FB-1E33-4007-974E-352CB3F2C805"}))
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)

	// With another change the new spelling goes into state, and only the change is written.
	session.create(decideAll(decisions{"E1": resolved("Fraud"), "e2": resolved("Ignore")}))
	expectBodies(t, s, body("Fraud", "e1", "e2"), body("Ignore", "e2"))
	session.expectState(object{
		"resolutions": map[string]any{"E1": resolved("Fraud"), "e2": resolved("Ignore")},
		"events":      lines("E1", "e2"),
	})
}

func TestResolutionsPlan_AnotherSubscriptionReplacesWithAWarning(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1"))
	p := session.plan(allFraud("e2").with(object{"subscription_id": subscriptionB}))
	expectDiagnostics(t, p.diagnostics, aWarning(destroyKeeps, "", subscriptionA))
	if len(p.replaces) != 1 {
		t.Errorf("the plan replaces because of %v, want the subscription", p.replaces)
	}
}

func TestResolutionsApply_APartlyFailedUpdateKeepsWhatFailedAsPartnerCenterReportsIt(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": open("Investigating"), "e2": open("Investigating"),
		"e3": resolved("Fraud")}))
	noted := resolved("Fraud")
	noted["annotations"] = map[string]any{"ticket": "SEC-1"}
	config := decideAll(decisions{"e1": noted, "e2": noted, "e3": resolved("Fraud")}).with(
		reactivating())
	p := session.plan(config)
	colleagueResolves(t, s, "e2", "Ignore")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(changed, "resolutions", "1 of 2 changes failed", "e2", isInvestigating, isIgnored))
	session.expectState(object{
		"resolutions": map[string]any{"e1": noted, "e2": resolved("Ignore"),
			"e3": resolved("Fraud")},
		"reactivate_on_destroy": true,
	})
	p = session.plan(config)
	expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, "resolutions", "e2"))
	expectEqual(t, "changes", map[string][]string{"resolutions": {"e2"}}, session.changedDecisions(p))
	// What failed was never written, and so is still a new decision.
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "resolutions", "e2"))
}

func TestResolutionsUnlisted_OnlyWhatIsListedIsWrittenAndTheStateNamesTheOthers(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	config := allFraud("gone", "e1", "e2").with(acceptUnlisted())
	p := session.plan(config)
	planned := object{"unlisted_event_ids": []string{"gone"}, "events": map[string]any{
		"e1": standardLine(), "e2": standardLine(), "gone": "not listed"}}
	session.expectAttributes(p.state, planned)
	expectDiagnostics(t, session.apply(p))
	expectBodies(t, s, body("Fraud", "e1", "e2"))
	session.expectNoChange(session.plan(config))

	ageOut(t, s, "e2")
	expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, "", "e2."))
	session.expectState(planned.with(object{"unlisted_event_ids": []string{"e2", "gone"}}))

	expectDiagnostics(t, session.apply(session.plan(allFraud("e1", "e2").with(acceptUnlisted()))),
		aWarning(destroyKeeps, "", "gone"))
	session.expectState(object{"unlisted_event_ids": []string{"e2"},
		"resolutions": fraudOf("e1", "e2")})
	expectWrites(t, s, 1)
}
