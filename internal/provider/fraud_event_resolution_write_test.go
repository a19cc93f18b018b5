// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionWrite_AnExactIDBeatsOneOfAnotherCase(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("E1"), event("e1"))
		session := f.start(t, s)
		session.create(f.decide(isFraud))
		expectBodies(t, s, body("Fraud", "e1"))
		colleagueResolves(t, s, "E1", "Ignore")
		session.expectNoChange(session.plan(f.decide(isFraud)))
	})
}

func TestResolutionWrite_AnAmbiguousIDIsAnError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Abc"), event("aBC"))
	session := newSession(t, s)
	said := anError("Ambiguous event id", "event_id", "Abc", "aBC")
	config := decide("abc", "Resolved", "Fraud")
	expectDiagnostics(t, session.plan(config).diagnostics, said)
	expectDiagnostics(t, session.plan(config.with(acceptUnlisted())).diagnostics, said)
	expectDiagnostics(t, session.importByID(subscriptionA+"/abc"), said)
	expectWrites(t, s, 0)
}

func TestResolutionWrite_OptionsAnnotationsAndTimeoutsMakeNoCall(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		for _, c := range []struct{ decision, option object }{
			{annotated(), object{}},
			{object{"annotations": map[string]any{}}, object{}},
			{nil, consent()},
			{nil, acceptUnlisted()},
			{nil, reactivating()},
			{nil, object{"timeouts": map[string]any{"create": "3m", "read": nil, "update": nil,
				"delete": nil}}},
			{nil, object{}},
		} {
			decision := object{"status": "Resolved", "reason": "Fraud", "annotations": nil}.with(c.decision)
			config := f.holding(decision, c.option)
			before := session.state()
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics)
			expectEqual(t, "calls, to sign in too", 0, calls(s, emulator.KindAny, func() {
				expectDiagnostics(t, session.apply(p))
			}))
			session.expectState(c.option)
			described := session.describedIn(session.state())
			expectEqual(t, "annotations", decision["annotations"], described["annotations"])
			expectEqual(t, "name", session.describedIn(before)["name"], described["name"])
			expectEqual(t, "resolved_by", before["resolved_by"], session.state()["resolved_by"])
			session.expectNoChange(session.planWithoutRefresh(config))
		}
		expectWrites(t, s, 1)
	})
}

// standingsOfEvents are all that are documented.
func standingsOfEvents() []string {
	return []string{isActive, isInvestigating, isFraud, isIgnored, isLegitimate}
}
