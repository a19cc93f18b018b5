// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import "testing"

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

func TestResolutionsUnlisted_ChangedDecisionsAreOneErrorAtPlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2", "e3"))
	ageOut(t, s, "e1", "e2")
	session.refresh()
	expectDiagnostics(t, session.plan(decideAll(decisions{"e1": resolved("Ignore"),
		"e2": open("Active"), "e3": resolved("Ignore")})).diagnostics,
		anError(notListed, "resolutions", "2 of 3", "/e1", "/e2"))
}

// A subscription that has become unknown: what is new is named, what is in state stays.
func TestResolutionsUnlisted_AnUpdateInAForgottenSubscriptionNamesTheNewOnes(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1"))
	s.RemoveSubscription(subscriptionA)
	session.refresh()
	p := session.plan(allFraud("e1", "e7", "e8"))
	expectDiagnostics(t, p.diagnostics,
		anError(notListed, "resolutions", "2 of 3 decisions", "e7, e8", subscriptionA))
}
