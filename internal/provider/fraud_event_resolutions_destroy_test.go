// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionsDestroy_TakingADecisionOutMakesNoCallAndThePlanSaysSo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2", "e3"))
	p := session.plan(allFraud("e2"))
	warned := aWarning(destroyKeeps, "", "e1, e3.")
	expectDiagnostics(t, p.diagnostics, warned)
	expectEqual(t, "calls", 0, calls(s, emulator.KindAny, func() {
		expectDiagnostics(t, session.apply(p), warned)
	}))
	session.expectState(object{"resolutions": fraudOf("e2"), "events": lines("e2")})
}

func TestResolutionsDestroy_TakingADecisionOutReactivatesByTheLastAppliedOption(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	session := newPluralSession(t, s)
	three := decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"), "e3": resolved("Fraud")}
	session.create(decideAll(decisions(object(three).with(object{"e4": resolved("Fraud")}))))
	p := session.plan(decideAll(three).with(reactivating())) // the option does not count yet
	expectDiagnostics(t, session.apply(p), aWarning(destroyKeeps, "", "e4"))
	expectStanding(t, s, "e4", "Resolved", "Fraud")

	colleagueResolves(t, s, "e2", "Legitimate")
	p = session.plan(allFraud("e3")) // the option still counts
	expectDiagnostics(t, session.apply(p), aWarning(destroyReopens, "", "e1, e2"),
		aWarning(notReopened, "", "- e2: ", "Resolved (Legitimate) by "+colleague))
	expectStanding(t, s, "e1", "Active", "None")
	expectStanding(t, s, "e2", "Resolved", "Legitimate")
	session.expectState(object{"resolutions": fraudOf("e3"), "reactivate_on_destroy": nil})
}

func TestResolutionsDestroy_OfTheWholeReactivatesWhatWasDecidedHereInOneWrite(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("gone"))
	colleagueResolves(t, s, "e1", "Fraud") // and so is adopted
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Ignore"),
		"e3": resolved("Fraud"), "gone": resolved("Fraud")}).with(reactivating()))
	p := session.planDestroy()
	colleagueResolves(t, s, "e3", "Legitimate")
	ageOut(t, s, "gone")
	s.ResetCounts()
	expectDiagnostics(t, session.apply(p), aWarning(notReopened, "", "- e3: ", "- gone: "))
	session.expectNoState()
	expectWrites(t, s, 1)
	expectStanding(t, s, "e1", "Active", "None")
	expectStanding(t, s, "e2", "Active", "None")
	expectStanding(t, s, "e3", "Resolved", "Legitimate")
}

func TestResolutionsDestroy_RefusedReactivationsKeepJustThoseInState(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2", "e3").with(reactivating()))
	p := session.planDestroy()
	colleagueSets(t, s, "e3", "Active", "") // needs no write
	s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
	expectDiagnostics(t, session.apply(p),
		anError(notReopened, "resolutions", "2 of 3 changes failed", "e1", "e2"))
	session.expectState(object{
		"resolutions": fraudOf("e1", "e2"),
		"events":      lines("e1", "e2"),
	})
}

func TestResolutionsDestroy_ARefusedReactivationOfOneTakenOutKeepsItInState(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2").with(reactivating()))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
	next := decideAll(decisions{"e2": resolved("Ignore")}).with(reactivating())
	expectDiagnostics(t, session.apply(session.plan(next)), aWarning(destroyReopens, "", "e1"),
		anError(notReopened, "resolutions", "1 of 2 changes failed", "e1"))
	session.expectState(object{"resolutions": map[string]any{"e1": resolved("Fraud"),
		"e2": resolved("Ignore")}})

	s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = false })
	// the memory is still there
	expectDiagnostics(t, session.apply(session.plan(next)), aWarning(destroyReopens, "", "e1"))
	expectStands(t, s, isActive)
	session.expectState(object{"resolutions": map[string]any{"e2": resolved("Ignore")}})
}
