// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionDrift_IsAnUpdateInPlace(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	config := resolution("e1", fraudDecision+"\nallow_overwrite = true")
	steps := []resource.TestStep{{Config: config}}
	for _, standing := range []string{isInvestigating, isIgnored} {
		steps = append(steps, resource.TestStep{
			PreConfig: func() { moveEvent(t, s, "e1", standing, colleague) },
			Config:    config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionUpdate),
				},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		})
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providersFor(s), Steps: steps})
	expectStands(t, s, isFraud)
	expectWrites(t, s, 3)
}

func TestResolutionDrift_CaseIsNotDrift(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		before := session.state()
		for _, c := range []emulator.EnumCase{emulator.EnumCaseLower, emulator.EnumCaseDocumented,
			emulator.EnumCaseSamples} {
			s.SetBehaviour(func(b *emulator.Behaviour) { b.EnumCase = c })
			p := session.plan(f.decide(isFraud))
			expectDiagnostics(t, p.diagnostics)
			session.expectNoChange(p)
			session.expectAttributes(p.prior.state, before)
		}
	})
}

func TestResolutionDrift_OfAFactChangesTheStateAndPlansNothing(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isActive)
		s.Inject(event("e1", func(e *emulator.Event) { e.Severity = "Low" }))
		p := session.plan(f.decide(isActive))
		expectDiagnostics(t, p.diagnostics)
		session.expectNoChange(p)
		expectEqual(t, "name", any("Low"+standardLine()[len("Medium"):]), session.says("name"))
	})
}

// The table of scenarios covers the other ways in which an event moves under a saved plan. Between
// the runs, Terraform's own plan at apply stops it; later, the write itself refuses.
func TestSavedPlan_AnEventThatMovedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from, to string
		options        object
		summary        string // in addition to Terraform's own error
	}{
		{"a colleague stops to investigate", isInvestigating, isActive, nil, setBack},
		{"a colleague changes a decision that may be overwritten", isIgnored, isLegitimate, consent(),
			elsewhere},
	} {
		forEachForm(t, c.name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			moveEvent(t, s, "e1", c.from, colleague)
			session := f.start(t, s)
			config := f.decide(isFraud, c.options)
			p := session.plan(config)
			moveEvent(t, s, "e1", c.to, colleague)
			expectDiagnostics(t, session.apply(p), aWarning(c.summary, f.path, colleague),
				anError(inconsistent, ""))
			expectDiagnostics(t, session.applyAsPlanned(p), anError(changed, f.path, colleague))
			session.expectNoState()
			expectWrites(t, s, 0)

			p = session.plan(config) // the change can be reviewed and applied
			expectEqual(t, "failed", false, hasError(session.apply(p)))
			session.expectNoChange(session.plan(config))
			expectStands(t, s, isFraud)
		})
	}
}

const (
	notListed     = "Fraud event not listed"
	noLongerThere = "Fraud event no longer listed"
	allVanished   = "No fraud events listed for a subscription"
)

func acceptUnlisted() object { return object{"allow_unlisted": true} }

func TestResolutionUnlisted_ACreateWithConsentRecordsTheDecisionWithoutAWrite(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("other"))
		session := f.start(t, s)
		config := f.decide(isFraud, acceptUnlisted(), object{"reactivate_on_destroy": false})
		p := session.plan(config)
		session.expectListed(session.plain(p.state), false)
		expectDiagnostics(t, session.apply(p))
		session.expectDecision(isFraud)
		session.expectListed(session.state(), false)
		session.expectNoChange(session.plan(config))
		expectWrites(t, s, 0)

		s.Inject(event("e1", func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = "Resolved", "Fraud"
		}))
		expectDiagnostics(t, session.refresh())
		session.expectListed(session.state(), true)
		expectEqual(t, "name", any(standardLine()), session.says("name"))
	})
}

// State would call the event listed, as the plan did, with a standing that it has never had.
func TestResolutionUnlisted_ACreateRecordsNothingIfThePlanHasShownTheEvent(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		p := session.plan(f.decide(isFraud, acceptUnlisted()))
		ageOut(t, s, "e1")
		expectDiagnostics(t, session.applyAsPlanned(p),
			anError(changed, f.path, "Active", "now not listed"))
		session.expectNoState()
		expectWrites(t, s, 0)
	})
}

func TestResolutionUnlisted_AnEventThatAgesOutStaysAndARefreshWarnsOnce(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		config := f.decide(isFraud)
		session.create(config)
		before, identity := session.state(), session.held.identity
		ageOut(t, s, "e1")

		p := session.plan(config)
		expectDiagnostics(t, p.diagnostics, aWarning(noLongerThere, "", "e1"))
		session.expectNoChange(p)
		session.expectState(before.with(f.unlisted()))
		expectDiagnostics(t, session.refresh())
		session.expectState(before.with(f.unlisted()))
		expectEqual(t, "identity", identity, session.held.identity)
		expectWrites(t, s, 1)

		s.Inject(event("e1", func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = "Resolved", "Fraud"
		}))
		expectDiagnostics(t, session.refresh())
		session.expectListed(session.state(), true)
	})
}

// unlisted returns the attributes of an unlisted event e1.
func (f form) unlisted() object {
	if f.name == "singular" {
		return object{"listed": false}
	}
	return object{"unlisted_event_ids": []string{"e1"}}
}

func TestResolutionUnlisted_ASubscriptionThatVanishesAsksAboutTheCredentials(t *testing.T) {
	t.Parallel()
	for name, vanish := range vanishings() {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "e3"))
			session := f.start(t, s)
			config := f.decide(isFraud)
			session.create(config)
			before := session.state()
			vanish(t, s)
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics, aWarning(allVanished, "", subscriptionA))
			session.expectNoChange(p)
			session.expectState(before.with(f.unlisted()))
			expectDiagnostics(t, session.refresh())
		})
	}
}

func TestResolutionUnlisted_AllButTheDecisionCanBeChanged(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		ageOut(t, s, "e1")
		expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, ""))
		p := session.plan(f.holding(object{"status": "Resolved", "reason": "Fraud"}.with(annotated()),
			acceptUnlisted()))
		expectDiagnostics(t, p.diagnostics)
		expectEqual(t, "calls", 0, calls(s, emulator.KindAny, func() {
			expectDiagnostics(t, session.apply(p))
		}))
		session.expectState(f.unlisted().with(acceptUnlisted()))
		described := session.describedIn(session.state())
		expectEqual(t, "name", any(standardLine()), described["name"])
		expectEqual(t, "annotations", annotated()["annotations"], described["annotations"])
		expectWrites(t, s, 1)
	})
}

func TestResolutionWrite_AnExactIDTakesPrecedence(t *testing.T) {
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

// standingsOfEvents lists all documented standings.
func standingsOfEvents() []string {
	return []string{isActive, isInvestigating, isFraud, isIgnored, isLegitimate}
}
