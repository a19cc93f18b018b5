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

func TestResolutionDrift_CaseIsNone(t *testing.T) {
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

// The table of scenarios has the other ways in which an event moves under a saved plan. Between the
// runs Terraform's own plan at apply stops it, later the write itself refuses.
func TestSavedPlan_AnEventThatMovedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from, to string
		options        object
		summary        string // beside Terraform's own error
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

			p = session.plan(config) // what is new can be reviewed, and applied
			expectEqual(t, "failed", false, hasError(session.apply(p)))
			session.expectNoChange(session.plan(config))
			expectStands(t, s, isFraud)
		})
	}
}
