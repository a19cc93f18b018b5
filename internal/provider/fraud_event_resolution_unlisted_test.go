// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	notListed     = "Fraud event not listed"
	noLongerThere = "Fraud event no longer listed"
	allVanished   = "No fraud events of a subscription listed any more"
)

func acceptUnlisted() object { return object{"allow_unlisted": true} }

func TestResolutionUnlisted_ACreateIsAnErrorAtPlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	for _, config := range []object{
		decide("gone", "Resolved", "Fraud"),
		decide("gone", "Active", nil),
		decide("gone", "Resolved", "Fraud").with(object{"subscription_id": subscriptionB}),
	} {
		expectDiagnostics(t, newSession(t, s).plan(config).diagnostics,
			anError(notListed, "event_id", "gone", "allow_unlisted"))
	}
	expectWrites(t, s, 0)
}

func TestResolutionUnlisted_ACreateInAForgottenSubscriptionSaysSo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.RemoveSubscription(subscriptionA)
	for _, config := range []object{decide("e1", "Resolved", "Fraud"),
		decide("e1", unknownYet, unknownYet)} {
		expectDiagnostics(t, newSession(t, s).plan(config).diagnostics,
			anError(notListed, "event_id", "does not know subscription "+subscriptionA))
	}
}

func TestResolutionUnlisted_ACreateWithConsentRecordsTheDecisionWithoutAWrite(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	config := resolution("gone", fraudDecision+
		"\nallow_unlisted = true\nannotations = { ticket = \"INC-1\" }")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionCreate),
				plancheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("listed"), knownvalue.Bool(false)),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("status"),
					knownvalue.StringExact("Resolved")),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("reason"),
					knownvalue.StringExact("Fraud")),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("listed"),
					knownvalue.Bool(false)),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("severity"), knownvalue.Null()),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("resolved_by"),
					knownvalue.Null()),
			},
		}, {
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		}},
	})
	expectWrites(t, s, 0)
}

func TestResolutionUnlisted_ConsentDoesNotKeepAListedEventFromBeingWrittenTo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud").with(acceptUnlisted()))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	session.expectState(object{"listed": true})
}

func TestResolutionUnlisted_AnEventThatAgesOutStaysAndPlansNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	config := resolution("e1", fraudDecision)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: config,
		}, {
			PreConfig:        func() { ageOut(t, s, "e1") },
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("listed"),
					knownvalue.Bool(false)),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("severity"),
					knownvalue.StringExact("Medium")),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("reason"),
					knownvalue.StringExact("Fraud")),
			},
		}},
	})
	expectWrites(t, s, 1)
}

func TestResolutionUnlisted_RefreshWarnsOnceAndKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newSession(t, s)
	config := decide("e1", "Resolved", "Fraud")
	session.create(config)
	before := session.state()
	ageOut(t, s, "e1")

	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics, aWarning(noLongerThere, "", "e1"))
	session.expectNoChange(p)
	session.expectState(before.with(object{"listed": false}))
	expectDiagnostics(t, session.refresh())
	session.expectState(before.with(object{"listed": false}))

	returning := event("e1", func(e *emulator.Event) {
		e.EventStatus, e.ResolvedReason = "Resolved",
			"Fraud"
	})
	s.Inject(returning)
	expectDiagnostics(t, session.refresh())
	session.expectState(object{"listed": true})
}

func TestResolutionUnlisted_ASubscriptionThatVanishesAsksAboutTheCredentials(t *testing.T) {
	t.Parallel()
	for name, vanish := range map[string]func(*testing.T, *emulator.Server){
		"empty":     func(t *testing.T, s *emulator.Server) { t.Helper(); ageOut(t, s, "e1", "e2") },
		"forgotten": func(_ *testing.T, s *emulator.Server) { s.RemoveSubscription(subscriptionA) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"), emulator.NewEvent(subscriptionB, "e3"))
			session := newSession(t, s)
			config := decide("e1", "Resolved", "Fraud")
			session.create(config)
			before := session.state()
			vanish(t, s)
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics, aWarning(allVanished, "", subscriptionA, "credentials"))
			session.expectNoChange(p)
			session.expectState(before.with(object{"listed": false}))
			expectDiagnostics(t, session.refresh())
		})
	}
}

func TestResolutionUnlisted_AFailedListingIsAnErrorAndTheStateStays(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"401": {Status: 401, Code: "800001"}, "403": {Status: 403, Code: "900150"}, "500": {Status: 500},
		"400":         {Status: 400, Code: "3000"},
		"another 404": {Status: 404, Code: "4711"}, "HTML": {HTML: true},
		"half an answer": {Truncate: true},
		"no collection":  {Body: `{"error":"x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSession(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"})
			session.create(decide("e1", "Resolved", "Fraud"))
			before := session.state()
			fault.Kind, fault.Times = emulator.KindList, -1
			s.AddFault(fault)
			expectDiagnostics(t, session.refresh(),
				anError(callFailed, "", "List fraud events", subscriptionA))
			session.expectState(before)
			expectDiagnostics(t, newSession(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"}).
				plan(decide("e1", "Resolved", "Fraud").with(acceptUnlisted())).diagnostics,
				anError(callFailed, ""))
		})
	}
}

func TestResolutionUnlisted_AChangedDecisionIsAnErrorAtPlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	ageOut(t, s, "e1")
	expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, ""))
	for _, config := range []object{
		decide("e1", "Resolved", "Legitimate"), decide("e1", "Investigating", nil),
		decide("e1", "Resolved", "Legitimate").with(acceptUnlisted(), consent()),
	} {
		expectDiagnostics(t, session.plan(config).diagnostics,
			anError(notListed, "status", "e1", "cannot be changed"))
	}
	expectWrites(t, s, 1)
}

func TestResolutionUnlisted_OptionsAndAnnotationsChangeWithoutACall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	ageOut(t, s, "e1")
	expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, ""))
	p := session.plan(decide("e1", "Resolved", "Fraud").with(acceptUnlisted(),
		object{"annotations": map[string]any{"ticket": "9"}}))
	expectDiagnostics(t, p.diagnostics)
	before := s.Count(emulator.KindAny)
	expectDiagnostics(t, session.apply(p))
	if n := s.Count(emulator.KindAny) - before; n != 0 {
		t.Errorf("%d calls at apply, want none", n)
	}
	session.expectState(object{"allow_unlisted": true, "listed": false, "severity": "Medium"})
}

func TestResolutionUnlisted_AnEventThatAgesOutBetweenPlanAndApplyFailsTheUpdate(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	ageOut(t, s, "e1")
	expectDiagnostics(t, session.apply(p), anError(notListed, "status", "e1", "cannot be changed"))
	session.expectState(object{"status": "Investigating"})
	expectWrites(t, s, 1)
}
