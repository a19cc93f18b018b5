// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	destroyKeeps   = "Destroy leaves the fraud event as it is in Partner Center"
	destroyReopens = "Destroy reopens the fraud event in Partner Center"
	notReopened    = "Fraud event not reopened"
)

func reactivating() object { return object{"reactivate_on_destroy": true} }

func TestResolutionDestroy_MakesNoCallAndThePlanSaysSo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	p := session.planDestroy()
	expectDiagnostics(t, p.diagnostics, aWarning(destroyKeeps, "", "e1", "nothing is reopened",
		"never from the list of open events", "reactivate_on_destroy"))
	before := s.Count(emulator.KindAny)
	expectDiagnostics(t, session.apply(p))
	if n := s.Count(emulator.KindAny) - before; n != 0 {
		t.Errorf("%d calls to destroy, want none, not even to sign in", n)
	}
	session.expectNoState()
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionDestroy_OfAnUnlistedEventMakesNoCall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	ageOut(t, s, "e1")
	expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, ""))
	expectDiagnostics(t, session.apply(session.planDestroy()))
	session.expectNoState()
	expectWrites(t, s, 1)
}

func TestResolutionDestroy_ThePlanOfAReplacementCarriesTheWarningOfTheStatesOption(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	for want, option := range map[string]object{destroyKeeps: nil, destroyReopens: reactivating()} {
		session := newSession(t, s)
		session.create(decide("e1", "Resolved", "Fraud").with(option))
		for _, next := range []object{decide("e2", "Resolved", "Fraud"),
			decide("e2", "Resolved", "Fraud").with(reactivating())} {
			p := session.plan(next)
			expectDiagnostics(t, p.diagnostics, aWarning(want, "", "e1"))
			if len(p.replaces) != 1 {
				t.Errorf("the plan replaces because of %v, want the event id", p.replaces)
			}
		}
		p := session.plan(decide("e1", "Resolved", "Fraud").with(object{"event_id": unknownYet}))
		expectDiagnostics(t, p.diagnostics, aWarning(want, "", "e1"))
	}
}

func TestResolutionDestroy_AReplacementGoesByTheLastAppliedOption(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	reopen := fraudDecision + "\nreactivate_on_destroy = true"
	replaced := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionDestroyBeforeCreate),
	}}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision)},
			{Config: resolution("e2", reopen), ConfigPlanChecks: replaced},
			{Config: resolution("e3", fraudDecision), ConfigPlanChecks: replaced},
		},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Active", "None")
	expectStanding(t, s, "e3", "Resolved", "Fraud")
}

func TestResolutionDestroy_ReactivatesWhatWasDecidedHere(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*testing.T, *emulator.Server){
		"written": func(*testing.T, *emulator.Server) {},
		"adopted": func(t *testing.T, s *emulator.Server) {
			t.Helper()
			colleagueResolves(t, s, "e1",
				"Fraud")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			prepare(t, s)
			session := newSession(t, s)
			session.create(decide("e1", "Resolved", "Fraud").with(reactivating()))
			p := session.planDestroy()
			expectDiagnostics(t, p.diagnostics, aWarning(destroyReopens, "", "e1", "set back to Active"))
			expectDiagnostics(t, session.apply(p))
			session.expectNoState()
			expectStanding(t, s, "e1", "Active", "None")
		})
	}
}

func TestResolutionDestroy_ReactivatesTheLastOfSeveralDecisions(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud").with(reactivating()))
	expectDiagnostics(t, session.apply(
		session.plan(decide("e1", "Investigating", nil).with(reactivating()))))
	expectDiagnostics(t, session.apply(session.planDestroy()))
	empty := ""
	expectBodies(t, s, write{EventIDs: []string{"e1"}, EventStatus: "Resolved",
		ResolvedReason: ptr("Fraud")},
		write{EventIDs: []string{"e1"}, EventStatus: "Investigating", ResolvedReason: &empty},
		write{EventIDs: []string{"e1"}, EventStatus: "Active", ResolvedReason: &empty})
}

func TestResolutionDestroy_TheConfiguredButNeverAppliedOptionDoesNotCount(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	session.plan(decide("e1", "Resolved", "Fraud").with(reactivating())) // and never applied
	p := session.planDestroy()
	expectDiagnostics(t, p.diagnostics, aWarning(destroyKeeps, ""))
	expectDiagnostics(t, session.apply(p))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionDestroy_AColleaguesLaterDecisionStays(t *testing.T) {
	t.Parallel()
	for _, later := range []struct{ status, reason, standing string }{
		{"Resolved", "Legitimate", "Resolved (Legitimate) by " + colleague},
		{"Investigating", "", "Investigating"},
	} {
		for _, when := range []string{"refreshed into state", "after the plan"} {
			t.Run(later.status+" "+when, func(t *testing.T) {
				t.Parallel()
				s := startEmulator(t, event("e1"))
				session := newSession(t, s)
				session.create(decide("e1", "Resolved", "Fraud").with(reactivating()))
				p := session.planDestroy()
				colleagueSets(t, s, "e1", later.status, later.reason)
				if when != "after the plan" {
					p = session.planDestroy()
					session.expectState(object{"status": later.status, "reason": orNil(later.reason)})
				}
				expectDiagnostics(t, session.apply(p), aWarning(notReopened, "", "e1", later.standing))
				session.expectNoState()
				expectWrites(t, s, 1)
			})
		}
	}
}

func TestResolutionDestroy_WhatIsActiveAlreadyNeedsNoWrite(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud").with(reactivating()))
	p := session.planDestroy()
	colleagueSets(t, s, "e1", "Active", "")
	expectDiagnostics(t, session.apply(p))
	session.expectNoState()
	expectWrites(t, s, 1)
}

func TestResolutionDestroy_ReactivatingAnUnlistedEventWarnsAndLetsGo(t *testing.T) {
	t.Parallel()
	for name, vanish := range map[string]func(*testing.T, *emulator.Server){
		"aged out": func(t *testing.T,
			s *emulator.Server) {
			t.Helper()
			ageOut(t, s, "e1")
		},
		"forgotten subscription": func(_ *testing.T,
			s *emulator.Server) {
			s.RemoveSubscription(subscriptionA)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			session := newSession(t, s)
			session.create(decide("e1", "Resolved", "Fraud").with(reactivating()))
			p := session.planDestroy()
			vanish(t, s)
			expectDiagnostics(t, session.apply(p),
				aWarning(notReopened, "", "e1", "does not list it any more"))
			session.expectNoState()
			expectWrites(t, s, 1)
		})
	}
}

func TestResolutionDestroy_WithoutAMemoryNothingIsReopened(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud").with(reactivating()))
	session.held.private = nil
	expectDiagnostics(t, session.apply(session.planDestroy()), aWarning(notReopened, "", "e1"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionDestroy_ARefusedReactivationNamesTheWayOutAndKeepsTheState(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]func(*emulator.Server){
		"refused": func(s *emulator.Server) {
			s.SetBehaviour(
				func(b *emulator.Behaviour) { b.ReopenRefused = true })
		},
		"without effect": func(s *emulator.Server) {
			s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = "ignored" })
		},
		"forbidden": func(s *emulator.Server) {
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 403, Code: "900150"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSession(t, s)
			config := decide("e1", "Resolved", "Fraud").with(reactivating(), hasty())
			session.create(config)
			before := session.state()
			p := session.planDestroy()
			refuse(s)
			expectDiagnostics(t, session.apply(p), anError(notReopened, "reactivate_on_destroy",
				"e1", "stays in state", "reactivate_on_destroy = false", "removed"))
			session.expectState(before)
			expectStanding(t, s, "e1", "Resolved", "Fraud")

			s.SetBehaviour(func(b *emulator.Behaviour) { *b = emulator.Behaviour{} })
			expectDiagnostics(t, session.apply(session.planDestroy())) // the memory is still there
			expectStanding(t, s, "e1", "Active", "None")
		})
	}
}

func TestResolutionDestroy_TheWayOutWorks(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision+"\nreactivate_on_destroy = true")},
			{Config: resolution("e1", fraudDecision+"\nreactivate_on_destroy = false")},
		},
	})
	expectWrites(t, s, 1)
}

func ptr(s string) *string { return &s }
