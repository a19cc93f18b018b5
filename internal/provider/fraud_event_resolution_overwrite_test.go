// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	otherwise = "Fraud event already resolved otherwise"
	elsewhere = "Fraud event resolved otherwise by somebody else"
	changed   = "Fraud event changed since the plan"
)

func consent() object { return object{"allow_overwrite": true} }

// resolvedOnDay is when an event was resolved, as a message says it.
func resolvedOnDay(t *testing.T, s *emulator.Server, id string) string {
	t.Helper()
	e, ok := s.Event(id)
	if !ok {
		t.Fatalf("no event %s", id)
	}
	return " on " + e.ResolvedOn[:len("2026-01-02T15:04:05")] + "Z"
}

func TestResolutionOverwrite_IsRefusedByTerraformPlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueResolves(t, s, "e1", "Legitimate")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config:   resolution("e1", fraudDecision),
			PlanOnly: true,
			ExpectError: regexp.MustCompile(
				`(?s)already resolved otherwise.*Resolved \(Legitimate\)\s+by\s+kim@contoso\.com`),
		}},
	})
	expectWrites(t, s, 0)
}

func TestResolutionOverwrite_AtPlanTheErrorSaysWhoWhenAndHow(t *testing.T) {
	t.Parallel()
	for _, want := range []struct{ status, reason string }{{"Active", ""}, {"Investigating", ""},
		{"Resolved", "Fraud"}} {
		t.Run(want.status, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			colleagueResolves(t, s, "e1", "Ignore")
			p := newSession(t, s).plan(decide("e1", want.status, orNil(want.reason)))
			expectDiagnostics(t, p.diagnostics, anError(otherwise, "status",
				"e1", "Resolved (Ignore) by "+colleague, resolvedOnDay(t, s, "e1"), want.status,
				"allow_overwrite"))
			expectWrites(t, s, 0)
		})
	}
}

func TestResolutionOverwrite_AtApplyTheSameWhenAColleagueCameInBetween(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, p.diagnostics)
	colleagueResolves(t, s, "e1", "Legitimate")

	said := anError(otherwise, "status", "Resolved (Legitimate) by "+colleague,
		resolvedOnDay(t, s, "e1"))
	expectDiagnostics(t, session.apply(p), said)
	// later than Terraform's second planning, too
	expectDiagnostics(t, session.applyAsPlanned(p), said)
	session.expectNoState()
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
	expectWrites(t, s, 0)
}

func TestResolutionOverwrite_WithConsentItIsAWarningAndWorks(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueResolves(t, s, "e1", "Legitimate")
	session := newSession(t, s)
	config := decide("e1", "Resolved", "Fraud").with(consent())
	p := session.plan(config)
	warned := aWarning(elsewhere, "status", "Resolved (Legitimate) by "+colleague,
		resolvedOnDay(t, s, "e1"), "Apply will change it")
	expectDiagnostics(t, p.diagnostics, warned)
	expectDiagnostics(t, session.apply(p), warned)
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	p = session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)
	expectWrites(t, s, 1)
}

// Consent is to change what the plan has shown.
func TestResolutionOverwrite_ByACreateWithConsentSparesWhoCameInBetween(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud").with(consent()))
	expectDiagnostics(t, p.diagnostics)
	colleagueResolves(t, s, "e1", "Legitimate")
	expectDiagnostics(t, session.apply(p),
		aWarning(elsewhere, "status", colleague), anError(inconsistent, "", "previous_status"))
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(changed, "status", "was Active then and is Resolved (Legitimate) by "+colleague))
	session.expectNoState()
	expectWrites(t, s, 0)
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
}

func TestResolutionOverwrite_ADriftIsWarnedAboutAtPlanAndRefusedAtApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	colleagueResolves(t, s, "e1", "Legitimate")

	p := session.plan(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, "status",
		"Resolved (Legitimate) by "+colleague, resolvedOnDay(t, s, "e1"), "Apply will refuse",
		"allow_overwrite"))
	session.expectAttributes(p.prior.state, object{"reason": "Legitimate", "resolved_by": colleague})
	session.expectAttributes(p.state, object{"reason": "Fraud", "resolved_by": unknownYet})
	if len(p.replaces) > 0 {
		t.Errorf("the plan replaces because of %v, want an update in place", p.replaces)
	}

	found := session.apply(p)
	expectDiagnostics(t, found, aWarning(elsewhere, "status"),
		anError(otherwise, "status", "Resolved (Legitimate) by "+colleague))
	session.expectState(object{"reason": "Legitimate", "resolved_by": colleague})
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
	expectWrites(t, s, 1)
}

func TestResolutionOverwrite_ADriftFromAnOpenStatusIsRefusedToo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))
	colleagueResolves(t, s, "e1", "Ignore")
	p := session.plan(decide("e1", "Investigating", nil))
	expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, "status", "Apply will refuse"))
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "status"), anError(otherwise, "status"))
	expectStanding(t, s, "e1", "Resolved", "Ignore")
}

func TestResolutionOverwrite_ADriftIsPutRightWithConsent(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	colleagueResolves(t, s, "e1", "Legitimate")
	p := session.plan(decide("e1", "Resolved", "Fraud").with(consent()))
	expectDiagnostics(t, p.diagnostics,
		aWarning(elsewhere, "status", "because `allow_overwrite` is set"))
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "status"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionOverwrite_ADriftGivesWayToANewDecision(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	colleagueResolves(t, s, "e1", "Legitimate")
	p := session.plan(decide("e1", "Resolved", "Ignore"))
	expectDiagnostics(t, p.diagnostics,
		aWarning(elsewhere, "status", colleague, "the decision in the configuration is a new one"))
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "status"))
	expectStanding(t, s, "e1", "Resolved", "Ignore")

	colleagueResolves(t, s, "e1", "Legitimate") // against the new decision, which is not new any more
	expectDiagnostics(t, session.apply(session.plan(decide("e1", "Resolved", "Ignore"))),
		aWarning(elsewhere, "status"), anError(otherwise, "status"))
}

func TestResolutionOverwrite_WhatFollowsAColleagueIsNoNewDecisionLater(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	colleagueResolves(t, s, "e1", "Legitimate")
	// The configuration follows the colleague, and an annotation says so.
	follow := decide("e1", "Resolved",
		"Legitimate").with(object{"annotations": map[string]any{"ticket": "7"}})
	p := session.plan(follow)
	expectDiagnostics(t, p.diagnostics)
	expectDiagnostics(t, session.apply(p))
	colleagueResolves(t, s, "e1", "Ignore")
	expectDiagnostics(t, session.apply(session.plan(follow)), aWarning(elsewhere, "status"),
		anError(otherwise, "status"))
	expectWrites(t, s, 1)
}

func TestResolutionOverwrite_OurOwnDecisionChangesWithoutConsent(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	for _, next := range []object{decide("e1", "Investigating", nil),
		decide("e1", "Resolved", "Ignore"), decide("e1", "Active", nil)} {
		p := session.plan(next)
		expectDiagnostics(t, p.diagnostics)
		expectDiagnostics(t, session.apply(p))
	}
	expectStanding(t, s, "e1", "Active", "None")
}

func TestResolutionOverwrite_WithoutAMemoryTheCarefulAnswerIsTaken(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	session.held.private = nil
	p := session.plan(decide("e1", "Resolved", "Legitimate"))
	expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, "status", "Apply will refuse"))
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "status"), anError(otherwise, "status"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionOverwrite_AnUpdateFailsWhenTheEventHasMovedSinceThePlan(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]object{"plain": nil, "with consent": consent()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSession(t, s)
			session.create(decide("e1", "Investigating", nil).with(options))
			p := session.plan(decide("e1", "Resolved", "Fraud").with(options))
			expectDiagnostics(t, p.diagnostics)
			colleagueResolves(t, s, "e1", "Legitimate")
			expectDiagnostics(t, session.apply(p), anError(changed, "status",
				"it was Investigating then", "Resolved (Legitimate) by "+colleague+resolvedOnDay(t, s, "e1"),
				"Resolved (Fraud)", "Plan again"))
			session.expectState(object{"status": "Resolved", "reason": "Legitimate",
				"resolved_by": colleague})
			expectStanding(t, s, "e1", "Resolved", "Legitimate")
			expectWrites(t, s, 1)
		})
	}
}

func TestResolutionOverwrite_AnUpdateAlsoFailsWhenTheEventWasOnlyReopened(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	colleagueSets(t, s, "e1", "Active", "")
	expectDiagnostics(t, session.apply(p),
		anError(changed, "status", "is Active (set by "+colleague+" on ", "Z) now"))
	session.expectState(object{"status": "Active", "reason": nil})
	expectStanding(t, s, "e1", "Active", "None")
}

func TestResolutionOverwrite_AnUpdateOfAStaleStateFails(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	colleagueResolves(t, s, "e1", "Legitimate")
	p := session.planWithoutRefresh(decide("e1", "Resolved", "Ignore"))
	expectDiagnostics(t, p.diagnostics)
	expectDiagnostics(t, session.apply(p), anError(changed, "status", colleague))
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
}

func TestResolutionOverwrite_AnUpdateAdoptsWhatHasBecomeAsWanted(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	colleagueResolves(t, s, "e1", "Fraud")
	expectDiagnostics(t, session.apply(p))
	session.expectState(object{"status": "Resolved", "reason": "Fraud", "resolved_by": colleague})
	expectWrites(t, s, 1)
}
