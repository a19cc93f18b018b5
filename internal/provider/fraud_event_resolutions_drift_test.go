// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionsDrift_OfOneEventIsAUpdateInPlaceOfThatEvent(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}).with(consent())
	session.create(config)
	colleagueSets(t, s, "e2", "Investigating", "")
	p := session.plan(config)
	warned := aWarning(reopened, "resolutions", "- Event e2 is Investigating",
		"`allow_overwrite` is set")
	expectDiagnostics(t, p.diagnostics, warned)
	session.expectAttributes(p.prior.state,
		object{"resolutions": map[string]any{"e1": resolved("Fraud"), "e2": open("Investigating")}})
	if len(p.replaces) != 0 {
		t.Errorf("the plan replaces because of %v", p.replaces)
	}
	expectDiagnostics(t, session.apply(p), warned)
	expectBodies(t, s, body("Fraud", "e1", "e2"), body("Fraud", "e2"))
	session.expectNoChange(session.plan(config))
}

func TestResolutionsDrift_BySomebodyElseIsWarnedAboutOnceAndRefusedWhileTheOthersAreWritten(
	t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Fraud")}))
	colleagueResolves(t, s, "e1", "Legitimate")
	colleagueResolves(t, s, "e2", "Ignore")
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Ignore")})
	p := session.plan(config)
	warned := aWarning(elsewhere, "resolutions",
		"- Event e1 is Resolved (Legitimate) by "+colleague+resolvedOnDay(t, s, "e1")+
			"; the configuration decides Resolved (Fraud).\n"+
			"- Event e2 is Resolved (Ignore) by "+colleague, "Apply will refuse", "allow_overwrite")
	expectDiagnostics(t, p.diagnostics, warned)
	expectDiagnostics(t, session.apply(p), warned,
		anError(otherwise, "resolutions", "2 of 3 changes failed", "- Event e1", "- Event e2"))
	session.expectState(object{"resolutions": map[string]any{"e1": resolved("Legitimate"),
		"e2": resolved("Ignore"), "e3": resolved("Ignore")}})
	expectBodies(t, s, body("Fraud", "e1", "e2", "e3"), body("Ignore", "e3"))
}

func TestResolutionsDrift_GivesWayToConsentAndToANewDecision(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config  object
		verdict string
	}{
		"consent": {decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}).with(
			consent()), "because `allow_overwrite` is set"},
		"a new decision": {decideAll(decisions{"e1": resolved("Legitimate"), "e2": resolved("Fraud")}),
			"the decision in the configuration is a new one"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			session := newPluralSession(t, s)
			session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
			colleagueResolves(t, s, "e1", "Ignore")
			p := session.plan(test.config)
			warned := aWarning(elsewhere, "resolutions", "Event e1", test.verdict)
			expectDiagnostics(t, p.diagnostics, warned)
			expectDiagnostics(t, session.apply(p), warned)
			session.expectNoChange(session.plan(test.config))
			colleagueResolves(t, s, "e1", "Ignore") // against a decision that is not new any more
			again := session.apply(session.plan(test.config))
			if refused := hasError(again); refused == (name == "consent") {
				t.Errorf("the second time apply says %+v", again)
			}
		})
	}
}

func TestResolutionsDrift_WithoutAMemoryTheCarefulAnswerIsTaken(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud")}).with(reactivating()))
	session.held.private = nil
	p := session.plan(decideAll(decisions{"e1": resolved("Legitimate")}).with(reactivating()))
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "resolutions"),
		anError(otherwise, "resolutions"))
	session.held.private = nil
	expectDiagnostics(t, session.apply(session.planDestroy()),
		aWarning(notReopened, "", "- e1: nothing tells"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionsDrift_OfAFactChangesTheStateAndPlansNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": open("Active"), "e2": open("Active")})
	session.create(config)
	s.Inject(event("e1", func(e *emulator.Event) { e.Severity = "Low" }))
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)
	session.expectState(object{"events": map[string]any{"e1": "Low" + standardLine()[len("Medium"):],
		"e2": standardLine()}})
}

func TestResolutionsDrift_AFailedListingKeepsTheState(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	before := session.state()
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 403, Code: "900150", Times: -1})
	listed := s.Count(emulator.KindList)
	expectDiagnostics(t, session.refresh(), anError(callFailed, ""))
	if n := s.Count(emulator.KindList) - listed; n != 1 {
		t.Errorf("%d listings, want one", n)
	}
	session.expectState(before)
}
