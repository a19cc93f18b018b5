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
	p := session.planWithoutRefresh(
		decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	expectDiagnostics(t, p.diagnostics)
	e2 := emulator.NewEvent(subscriptionA, "e2")
	session.expectAttributes(p.state, object{
		"events": map[string]any{"e1": standardLine(), "e2": "High, " + e2.EventType +
			", A B, " + inWholeSeconds(e2.EventTime)},
		"unlisted_event_ids": []string{},
	})
	if p.listings != 1 {
		t.Errorf("%d listings, want one", p.listings)
	}
}

func TestResolutionsPlan_AllOffendingEventsStandInOneError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("b"), event("d"), event("fine"))
	colleagueResolves(t, s, "b", "Ignore")
	colleagueResolves(t, s, "d", "Legitimate")
	session := newPluralSession(t, s)
	p := session.plan(decideAll(decisions{
		"b": resolved("Fraud"), "d": resolved("Fraud"), "c": resolved("Fraud"), "a": resolved("Fraud"),
		"fine": resolved("Fraud"),
	}))
	notThere := func(id string) string {
		return "- Partner Center does not list event " + id + " for subscription " + subscriptionA +
			" (any more).\n"
	}
	expectDiagnostics(t, p.diagnostics, anError(severalKinds, "resolutions",
		"4 of 5 decisions cannot be carried out. Nothing was written.\n\n"+notThere("a")+
			"- Event b is already Resolved (Ignore) by "+colleague+resolvedOnDay(t, s, "b")+
			"; the configuration decides Resolved (Fraud).\n"+
			notThere("c")+"- Event d is already Resolved (Legitimate) by "+colleague,
		"set `allow_overwrite = true`", "set `allow_unlisted = true`"))
	expectOnce(t, p.diagnostics[0].detail, "set `allow_overwrite = true`",
		"set `allow_unlisted = true`")
	expectWrites(t, s, 0)
}

func TestResolutionsPlan_ErrorsOfOneKindHaveItsSummary(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	colleagueResolves(t, s, "e1", "Ignore")
	colleagueResolves(t, s, "e2", "Ignore")
	p := newPluralSession(t, s).plan(
		decideAll(decisions{"e1": resolved("Fraud"), "e2": open("Active")}))
	expectDiagnostics(t, p.diagnostics,
		anError(otherwise, "resolutions", "2 of 2", "- Event e1", "- Event e2"))
}

func TestResolutionsPlan_AmbiguousIDsAreAmongTheErrors(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Ab"), event("aB"), event("e1"))
	p := newPluralSession(t, s).plan(
		decideAll(decisions{"ab": resolved("Fraud"), "e1": resolved("Fraud")}))
	expectDiagnostics(t, p.diagnostics,
		anError("Ambiguous event id", "resolutions", "Event id ab fits several"))
}

func TestResolutionsPlan_OneFailedListingIsOneErrorAndOneCall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 403, Code: "900150", Times: -1})
	p := newPluralSession(t, s).plan(
		decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"), "e3": resolved("Ignore")}))
	expectDiagnostics(t, p.diagnostics, anError(callFailed, "", "List fraud events"))
	if p.listings != 1 {
		t.Errorf("%d listings, want one", p.listings)
	}
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

func TestResolutionsPlan_ExistingDecisionsArePlannedWithoutALookup(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	before := s.Count(emulator.KindAny)
	for _, d := range []decisions{{"e1": resolved("Fraud"), "e2": resolved("Fraud")},
		{"e1": resolved("Ignore"), "e2": resolved("Fraud")}, {"e1": resolved("Fraud")}} {
		session.planWithoutRefresh(decideAll(d))
	}
	if n := s.Count(emulator.KindAny) - before; n != 0 {
		t.Errorf("%d calls, want none", n)
	}
}

func TestResolutionsPlan_ACaseOfIDsIsNoChange(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	p := session.plan(decideAll(decisions{"E1": resolved("Fraud"), "e2": resolved("Fraud")}).
		with(object{"subscription_id": "2A7064FB-1E33-4007-974E-352CB3F2C805"}))
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)

	// With another change the new spelling goes into state, and only the change is written.
	p = session.plan(decideAll(decisions{"E1": resolved("Fraud"), "e2": resolved("Ignore")}))
	expectDiagnostics(t, p.diagnostics)
	expectDiagnostics(t, session.apply(p))
	expectBodies(t, s, body("Fraud", "e1", "e2"), body("Ignore", "e2"))
	session.expectState(object{
		"resolutions": map[string]any{"E1": resolved("Fraud"), "e2": resolved("Ignore")},
		"events":      map[string]any{"E1": standardLine(), "e2": standardLine()},
	})
}

func TestResolutionsPlan_WhatIsNotKnownIsCheckedAtApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("taken"))
	colleagueResolves(t, s, "taken", "Legitimate")
	known := decideAll(decisions{"e1": resolved("Fraud"), "taken": resolved("Fraud")})
	for name, learned := range map[string]object{
		"all decisions": {"resolutions": unknownYet},
		"a reason": {"resolutions": map[string]any{"e1": resolved("Fraud"),
			"taken": map[string]any{"status": "Resolved", "reason": unknownYet}}},
		"the subscription": {"subscription_id": unknownYet},
		"the consent":      {"allow_overwrite": unknownYet},
	} {
		session := newPluralSession(t, s)
		p := session.plan(known.with(learned))
		expectDiagnostics(t, p.diagnostics)
		found := session.apply(p, known.with(object{"allow_overwrite": false}))
		if len(found) != 1 || found[0].Summary != otherwise {
			t.Errorf("%s: apply says %+v", name, found)
		}
		session.expectNoState()
	}
	session := newPluralSession(t, s)
	p := session.plan(decideAll(decisions{"e1": map[string]any{"status": unknownYet,
		"reason": unknownYet}}))
	session.expectAttributes(p.state,
		object{"events": map[string]any{"e1": standardLine()}, "unlisted_event_ids": []string{}})
	expectDiagnostics(t, session.apply(p, decideAll(decisions{"e1": resolved("Fraud")})))
	session.expectState(object{"events": map[string]any{"e1": standardLine()},
		"unlisted_event_ids": []string{}})
	expectStanding(t, s, "taken", "Resolved", "Legitimate")
}

func TestResolutionsPlan_AnUnknownProviderConfigurationMovesTheChecksToApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"base_url": unknownYet}).none(t)
	session := newPluralSession(t, s)
	p := session.planWith(c.server, decideAll(decisions{"e1": resolved("Fraud")}))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state,
		object{"events": map[string]any{"e1": unknownYet}, "unlisted_event_ids": unknownYet})
	expectDiagnostics(t, session.apply(p))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionsPlan_AnotherSubscriptionReplacesWithAWarning(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud")}))
	p := session.plan(decideAll(decisions{"e2": resolved("Fraud")}).with(
		object{"subscription_id": subscriptionB}))
	expectDiagnostics(t, p.diagnostics,
		aWarning(destroyKeeps, "", "the one event of subscription "+subscriptionA))
	if len(p.replaces) != 1 {
		t.Errorf("the plan replaces because of %v, want the subscription", p.replaces)
	}
}
