// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionDrift_OfTheStatusIsAnUpdateInPlace(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	config := resolution("e1", fraudDecision+"\nallow_overwrite = true")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: config,
		}, {
			PreConfig: func() { colleagueSets(t, s, "e1", "Investigating", "") },
			Config:    config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionUpdate),
				},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		}},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectWrites(t, s, 2)
}

func TestResolutionDrift_OfTheReasonIsAnUpdateInPlace(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	config := resolution("e1", fraudDecision+"\nallow_overwrite = true")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: config,
		}, {
			PreConfig: func() { colleagueResolves(t, s, "e1", "Ignore") },
			Config:    config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionUpdate),
				},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		}},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionDrift_CaseIsNone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	before := session.state()
	for _, c := range []emulator.EnumCase{emulator.EnumCaseLower, emulator.EnumCaseDocumented,
		emulator.EnumCaseSamples} {
		s.SetBehaviour(func(b *emulator.Behaviour) { b.EnumCase = c })
		p := session.plan(decide("e1", "Resolved", "Fraud"))
		expectDiagnostics(t, p.diagnostics)
		session.expectNoChange(p)
		session.expectAttributes(p.prior.state, before)
	}
}

func TestResolutionDrift_OfAFactChangesTheStateAndPlansNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))
	s.Inject(event("e1", func(e *emulator.Event) {
		e.Severity, e.EventStatus = "High",
			"Investigating"
	}))
	p := session.plan(decide("e1", "Investigating", nil))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.prior.state, object{"severity": "High"})
	session.expectNoChange(p)
}

// A reopened event can still carry the reason of its last resolution.
func TestResolutionDrift_AReasonOfAnOpenEventIsNone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1",
		func(e *emulator.Event) { e.EventStatus, e.ResolvedReason = "Investigating", "Fraud" }))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))
	session.expectNoChange(session.plan(decide("e1", "Investigating", nil)))
	expectWrites(t, s, 0)
}
