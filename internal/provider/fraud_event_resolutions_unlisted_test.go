// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionsUnlisted_ACreateWithConsentRecordsWithoutAWrite(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"gone": resolved("Fraud"), "e1": resolved("Fraud")}).with(
		acceptUnlisted())
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state,
		object{"unlisted_event_ids": []string{"gone"},
			"events": map[string]any{"e1": standardLine(), "gone": "not listed"}})
	expectDiagnostics(t, session.apply(p))
	expectBodies(t, s, body("Fraud", "e1"))
	session.expectNoChange(session.plan(config))

	s.Inject(event("gone", func(e *emulator.Event) {
		e.EventStatus, e.ResolvedReason = "Resolved",
			"Fraud"
	}))
	expectDiagnostics(t, session.refresh())
	session.expectState(object{"unlisted_event_ids": []string{},
		"events": map[string]any{"e1": standardLine(), "gone": standardLine()}})
}

func TestResolutionsUnlisted_EventsThatAgeOutStayAndARefreshWarnsOnce(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Fraud")})
	session.create(config)
	before := session.state()
	ageOut(t, s, "e1", "e3")
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics, aWarning(noLongerThere, "", "e1, e3."))
	session.expectNoChange(p)
	session.expectState(before.with(object{"unlisted_event_ids": []string{"e1", "e3"}}))
	expectDiagnostics(t, session.refresh())
	expectWrites(t, s, 1)
}

func TestResolutionsUnlisted_ACreateInAForgottenSubscriptionSaysSo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.RemoveSubscription(subscriptionA)
	for _, decision := range []map[string]any{resolved("Fraud"),
		{"status": "Resolved", "reason": unknownYet}} {
		expectDiagnostics(t, newPluralSession(t,
			s).plan(decideAll(decisions{"e1": decision})).diagnostics,
			anError(notListed, "resolutions", "does not know subscription "+subscriptionA))
	}
}

func TestResolutionsUnlisted_ASubscriptionThatVanishesAsksAboutTheCredentials(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), emulator.NewEvent(subscriptionB, "e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	s.RemoveSubscription(subscriptionA)
	expectDiagnostics(t, session.refresh(),
		aWarning(allVanished, "", subscriptionA, "credentials", "e1, e2"))
	session.expectState(object{"unlisted_event_ids": []string{"e1", "e2"}})
	expectDiagnostics(t, session.refresh())
}

func TestResolutionsUnlisted_ChangedDecisionsAreOneErrorAtPlanAndAnnotationsAreNot(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Fraud")}))
	ageOut(t, s, "e1", "e2")
	session.refresh()
	changed := decideAll(decisions{"e1": resolved("Ignore"), "e2": open("Active"),
		"e3": resolved("Ignore")}).with(acceptUnlisted(), consent())
	expectDiagnostics(t, session.plan(changed).diagnostics, anError(notListed, "resolutions", "2 of 3",
		"- Partner Center does not list event "+subscriptionA+"/e1 any more", "/e2 any more",
		"cannot be changed"))

	noted := resolved("Fraud")
	noted["annotations"] = map[string]any{"ticket": "SEC-1"}
	p := session.plan(decideAll(decisions{"e1": noted, "e2": resolved("Fraud"),
		"e3": resolved("Fraud")}))
	expectDiagnostics(t, p.diagnostics)
	expectDiagnostics(t, session.apply(p))
	expectWrites(t, s, 1)
}

func TestResolutionsUnlisted_OneCanBeTakenOutWithoutACall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	ageOut(t, s, "e1")
	session.refresh()
	expectDiagnostics(t, session.apply(session.plan(decideAll(decisions{"e2": resolved("Fraud")}))),
		aWarning(destroyKeeps, "", "e1"))
	session.expectState(object{"unlisted_event_ids": []string{},
		"resolutions": map[string]any{"e2": resolved("Fraud")}})
	expectWrites(t, s, 1)
}
