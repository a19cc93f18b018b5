// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionsApply_APartlyFailedCreateSavesNothingAndTheNextWritesOnlyWhatIsMissing(
	t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Ignore"), "e4": resolved("Fraud")})
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	colleagueResolves(t, s, "e2", "Legitimate")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(otherwise, "resolutions", "1 of 4 changes failed", "e2", isLegitimate))
	session.expectNoState()
	expectBodiesInAnyOrder(t, s, body("Fraud", "e1", "e4"), body("Ignore", "e3"))

	config = config.with(consent())
	warned := aWarning(elsewhere, "resolutions", "e2")
	expectDiagnostics(t, session.apply(session.plan(config)), warned)
	expectBodiesInAnyOrder(t, s, body("Fraud", "e1", "e4"), body("Ignore", "e3"), body("Fraud", "e2"))
	session.expectNoChange(session.plan(config))
}

func TestResolutionsApply_ABadEventFailsAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a"), event("b"), event("c"), event("d"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"a": open("Investigating"), "b": open("Investigating"),
		"c": open("Investigating")}))
	p := session.plan(allFraud("a", "b", "c", "d"))
	ageOut(t, s, "b", "d")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(notListed, "resolutions", "2 of 4 changes failed", "/b", "event d"))
	session.expectState(object{
		"resolutions": map[string]any{"a": resolved("Fraud"), "b": open("Investigating"),
			"c": resolved("Fraud")},
		"events": lines("a", "b", "c"),
	})
}

func TestResolutionsApply_AFailedCallNamesItsEventsAndIsReadOnce(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	before := decisions{"e1": open("Investigating"), "e2": open("Investigating"),
		"e3": open("Investigating")}
	session.create(decideAll(before))
	p := session.plan(allFraud("e1", "e2", "e3"))
	s.ResetCounts()
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 403, Code: "900150"})
	found := session.applyAsPlanned(p)
	expectDiagnostics(t, found, anError(callFailed, "resolutions", "3 of 3 changes failed",
		"- e1, e2, e3: ", "900150"))
	expectOnce(t, found[0].Detail, "MS-RequestId")
	if n := s.Count(emulator.KindList); n > 2 {
		t.Errorf("%d listings, want one for the review and one for what became of it", n)
	}
	session.expectState(object{"resolutions": map[string]any(before)})
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

func TestResolutionsApply_AFailedNewDecisionStaysOut(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1"))
	config := allFraud("e1", "e2", "e3")
	p := session.plan(config)
	colleagueResolves(t, s, "e3", "Ignore")
	expectDiagnostics(t, session.applyAsPlanned(p), anError(otherwise, "resolutions", "e3"))
	session.expectState(object{
		"resolutions": fraudOf("e1", "e2"),
		"events":      lines("e1", "e2"),
	})
	expectDiagnostics(t, session.plan(config).diagnostics,
		anError(otherwise, "resolutions", "1 of 3", "e3"))
}
