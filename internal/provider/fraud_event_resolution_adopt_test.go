// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionAdopt_AnEventThatStandsAsDecidedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, want := range []struct{ status, reason string }{
		{"Active", ""}, {"Investigating", ""}, {"Resolved", "Fraud"}, {"Resolved", "Ignore"},
		{"Resolved", "Legitimate"},
	} {
		t.Run(want.status+want.reason, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			colleagueSets(t, s, "e1", want.status, want.reason)
			before, _ := s.Event("e1")

			session := newSession(t, s)
			session.create(decide("e1", want.status, orNil(want.reason)))
			expectWrites(t, s, 0)
			session.expectState(object{
				"status": want.status, "reason": orNil(want.reason), "listed": true,
				"resolved_by": orNil(before.ResolvedBy),
			})
			session.expectNoChange(session.plan(decide("e1", want.status, orNil(want.reason))))
		})
	}
}

func TestResolutionAdopt_WhateverTheCaseOfTheServicesWords(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.EnumCase = emulator.EnumCaseLower })
	colleagueResolves(t, s, "e1", "Legitimate")
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Legitimate"))
	expectWrites(t, s, 0)
}

// Terraform plans once more at apply, and lets no event through that has moved by then. What a
// colleague decides alike after that is adopted.
func TestResolutionAdopt_WhatAColleagueDecidedAlikeSinceThePlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, p.diagnostics)
	colleagueResolves(t, s, "e1", "Fraud")
	expectDiagnostics(t, session.apply(p), anError(inconsistent, "", "previous_status"))
	session.expectNoState()
	expectDiagnostics(t, session.applyAsPlanned(p))
	session.expectState(object{"status": "Resolved", "resolved_by": colleague,
		"previous_status": "Active"})
	expectWrites(t, s, 0)
}

func TestResolutionAdopt_EveryStatusCanBeWritten(t *testing.T) {
	t.Parallel()
	for _, to := range []struct{ from, status, reason string }{
		{"Active", "Investigating", ""}, {"Investigating", "Active", ""},
		{"Active", "Resolved", "Ignore"}, {"Investigating", "Resolved", "Legitimate"},
	} {
		t.Run(to.from+"To"+to.status, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			colleagueSets(t, s, "e1", to.from, "")
			session := newSession(t, s)
			session.create(decide("e1", to.status, orNil(to.reason)))
			expectBodies(t, s, write{EventIDs: []string{"e1"}, EventStatus: to.status,
				ResolvedReason: &to.reason})
			session.expectState(object{"status": to.status, "reason": orNil(to.reason)})
			session.expectNoChange(session.plan(decide("e1", to.status, orNil(to.reason))))
		})
	}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}
