// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestUsageBudget_AnotherBudgetIsNotOverwrittenUnseen(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "50")
	other := anError("Customer already has another budget", "amount", budgetCustomer, "50",
		"allow_overwrite")
	session := newSessionOf(t, s, budgetTypeName)
	expectDiagnostics(t, session.plan(budgetOf(60)).diagnostics, other)

	s.SetBudget(budgetCustomer, "")
	p := session.plan(budgetOf(60))
	expectDiagnostics(t, p.diagnostics)
	s.SetBudget(budgetCustomer, "50") // between the two plans and the apply
	expectDiagnostics(t, session.applyAsPlanned(p), other)
	session.expectNoState()

	overwriting := budgetOf(60, object{"allow_overwrite": true})
	p = session.plan(overwriting)
	expectDiagnostics(t, p.diagnostics,
		aWarning("Another budget is overwritten", "amount", "50", "60"))
	expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))
	expectDiagnostics(t, session.applyAsPlanned(p))
	expectBudget(t, s, "60")
}

func TestUsageBudget_TheSameBudgetIsAdopted(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "60.00")
	newSessionOf(t, s, budgetTypeName).create(budgetOf(60))
	expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))
	expectBudget(t, s, "60.00")
}

// A budget that moved since the plan is neither changed nor removed.
func TestUsageBudget_ChangedSinceThePlan(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "")
	session := newSessionOf(t, s, budgetTypeName)
	session.create(budgetOf(60))
	changed := anError("Budget changed since the plan", "amount", "75", "60")
	update, destroy := session.plan(budgetOf(61)), session.planDestroy()
	s.SetBudget(budgetCustomer, "75")
	expectDiagnostics(t, session.applyAsPlanned(update), changed)
	session.expectState(object{"amount": int64(60)})
	expectDiagnostics(t, session.applyAsPlanned(destroy), changed)
	expectBudget(t, s, "75")

	expectDiagnostics(t, session.refresh(),
		aWarning("Budget changed outside of Terraform", "amount", "60", "75"))
	session.expectState(object{"amount": int64(75)})
	expectDiagnostics(t, session.apply(session.plan(budgetOf(61))))
	expectBudget(t, s, "61")
}

// Values that only the apply learns are reviewed then.
func TestUsageBudget_UnknownValuesAreReviewedAtApply(t *testing.T) {
	t.Parallel()
	other := anError("Customer already has another budget", "amount", "50")
	for name, unknown := range map[string]object{"amount": {"amount": unknownYet},
		"customer": {"customer_tenant_id": unknownYet}, "both": {"amount": unknownYet,
			"customer_tenant_id": unknownYet}, "consent": {"allow_overwrite": unknownYet}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withUsage(t, "50")
			session := newSessionOf(t, s, budgetTypeName)
			p := session.plan(budgetOf(60, unknown))
			expectDiagnostics(t, p.diagnostics)
			learned := budgetOf(60)
			if name == "consent" {
				learned["allow_overwrite"] = false
			}
			expectDiagnostics(t, session.apply(p, learned), other)
			session.expectNoState()
			expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))
			if name == "consent" {
				learned["allow_overwrite"] = true
				expectDiagnostics(t, session.apply(p, learned),
					aWarning("Another budget is overwritten", "amount", "50", "60"))
				expectBudget(t, s, "60")
			}
		})
	}
}
