// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// budgetCustomerID is the tenant id of the i-th customer.
func budgetCustomerID(i int) string { return fmt.Sprintf("0f9d2c1b-3a64-4f0b-8e15-%012d", i) }

// withBudgets starts an emulator with one customer for each budget; an empty one is none.
func withBudgets(t *testing.T, budgets ...string) *emulator.Server {
	t.Helper()
	s := startEmulator(t)
	customers := make([]emulator.CustomerUsage, len(budgets))
	for i, budget := range budgets {
		customers[i] = emulator.CustomerUsage{CustomerTenantID: budgetCustomerID(i), Budget: budget,
			Name: `"Quotes" and ${braces}`, TotalCost: "1", CurrencyCode: "EUR"}
	}
	s.SetUsage(customers...)
	return s
}

// budgetsOf returns the budgets in Partner Center, in the order of the customers.
func budgetsOf(s *emulator.Server) (all []string) {
	for _, one := range s.Usage() {
		all = append(all, one.Budget)
	}
	return all
}

// budgetsInState returns the amounts in state, by customer, exactly as they are stored.
func budgetsInState(t *testing.T, w *acctest.Workspace) map[string]string {
	t.Helper()
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct {
				Attributes struct {
					Customer string          `json:"customer_tenant_id"`
					Amount   json.RawMessage `json:"amount"`
				}
			}
		}
	}
	expect.NoError(t, json.Unmarshal([]byte(w.Read("terraform.tfstate")), &state))
	all := map[string]string{}
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			all[instance.Attributes.Customer] = string(instance.Attributes.Amount)
		}
	}
	return all
}

// expectBudgetCalls allows one listing and as many reads of single budgets, and no write. A
// Terraform command may start the provider twice, so it signs in up to twice.
func expectBudgetCalls(t *testing.T, s *emulator.Server, phase string, listings, reads int) {
	t.Helper()
	acctest.AtMost(t, phase, s.Counts(), map[string]int{emulator.KindDiscovery: 2,
		emulator.KindToken: 2, emulator.KindUsageRecords: listings, emulator.KindBudget: reads})
	s.ResetCounts()
}

// budgetsOfLocals declares the amounts of local.amounts by customer.
const budgetsOfLocals = `
	resource "partnercenter_customer_usage_budget" "all" {
		for_each           = local.amounts
		customer_tenant_id = each.key
		amount             = each.value
	}
	locals {
		amounts = {
			%s
		}
	}`

// declared returns a configuration of the amounts, as they are written in HCL.
func declared(amounts ...string) string {
	var lines []string
	for i, amount := range amounts {
		lines = append(lines, fmt.Sprintf("%q = %s", budgetCustomerID(i), amount))
	}
	return fmt.Sprintf(budgetsOfLocals, strings.Join(lines, "\n"))
}

// TestUsageBudgetCLI_ExactDecimals: every form of a number reaches Partner Center with all digits,
// is stored with them, and comes back from there unchanged, also by an import.
func TestUsageBudgetCLI_ExactDecimals(t *testing.T) {
	t.Parallel()
	amounts := []struct{ written, sent string }{
		{"120.5682999999995904716", "120.5682999999995904716"},
		{"0.00000000000000000001", "0.00000000000000000001"},
		{"9999999999999999999999999999", "9999999999999999999999999999"},
		{"12345678.90123456789012345678", "12345678.90123456789012345678"},
		{"0.1", "0.1"}, {"10.00", "10"}, {"1e2", "100"}, {"2.5E-1", "0.25"}, {`"7.50"`, "7.5"},
	}
	var written, sent []string
	state := map[string]string{}
	for i, amount := range amounts {
		written, sent = append(written, amount.written), append(sent, amount.sent)
		state[budgetCustomerID(i)] = amount.sent
	}
	s := withBudgets(t, make([]string, len(amounts))...)
	w := newWorkspace(t, s, declared(written...))
	w.Must("apply", "-auto-approve", "-no-color")
	expectEqual(t, "budgets", sent, budgetsOf(s))
	expectEqual(t, "state", state, budgetsInState(t, w))
	w.MustPlanNothing("-no-color")

	again := newWorkspace(t, s, declared(written...)+`
		import {
			for_each = local.amounts
			to       = partnercenter_customer_usage_budget.all[each.key]
			id       = each.key
		}`)
	expectOutput(t, again.Must("apply", "-auto-approve", "-no-color"),
		fmt.Sprintf("%d imported, 0 added, 0 changed", len(amounts)))
	expectEqual(t, "imported state", state, budgetsInState(t, again))
	again.MustPlanNothing("-no-color")
}

// TestUsageBudgetCLI_RefusedAmounts: only an exact amount above 0 leaves the machine.
func TestUsageBudgetCLI_RefusedAmounts(t *testing.T) {
	t.Parallel()
	s := withBudgets(t, "")
	var config strings.Builder
	refused := []struct{ amount, says string }{
		{"0", "must be greater than 0, got 0."}, {"-0.01", "must be greater than 0, got -0.01."},
		{"-1e3", "must be greater than 0, got -1000."},
		{"1 / 3", "must be a decimal of at most 28 digits, got 0.333"},
		{"12345678901234567890123456789", "at most 28 digits, got 1234567890123456789012345678…"},
		{"1e300", "must be a decimal of at most 28 digits."}, {`"ten"`, "a number is required"},
		{"null", "Missing Configuration for Required Attribute"},
	}
	for i, one := range refused {
		fmt.Fprintf(&config, strings.Replace(budgetConfig, `"this"`, fmt.Sprintf(`"b%d"`, i), 1),
			"amount = "+one.amount)
	}
	w := newWorkspace(t, s, config.String())
	out := w.MustFail("plan", "-no-color")
	for _, one := range refused {
		expectOutput(t, out, one.says)
	}
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

// driftedBudgets applies a budget of 10 for four customers. Then colleagues change one budget, set
// one to 0, and remove one.
func driftedBudgets(t *testing.T) (*emulator.Server, *acctest.Workspace) {
	t.Helper()
	s := withBudgets(t, "", "", "", "")
	w := newWorkspace(t, s, declared("10", "10", "10", "10"))
	w.Must("apply", "-auto-approve", "-no-color")
	s.SetBudget(budgetCustomerID(0), "77.70000000000000000001")
	s.SetBudget(budgetCustomerID(1), "0")
	s.SetBudget(budgetCustomerID(2), "")
	s.ResetCounts()
	return s, w
}

// TestUsageBudgetCLI_Drift: a plan shows changes in the portal, tells a budget of 0 from a missing
// one in either form, and needs one call for each. An apply sets all of them back.
func TestUsageBudgetCLI_Drift(t *testing.T) {
	t.Parallel()
	s, w := driftedBudgets(t)
	for _, null := range []bool{false, true} {
		s.SetBehaviour(func(b *emulator.Behaviour) { b.BudgetNull = null })
		out := w.MustPlanChanges("-no-color")
		expectOutput(t, out, "Plan: 1 to add, 2 to change, 0 to destroy.",
			"~ amount = 77.70000000000000000001 -> 10", "~ amount = 0 -> 10",
			"Budget changed outside of Terraform", "Budget no longer exists")
		expectBudgetCalls(t, s, "plan", 1, 3)
	}
	w.Must("apply", "-auto-approve", "-no-color")
	expectEqual(t, "budgets", []string{"10", "10", "10", "10"}, budgetsOf(s))
	w.MustPlanNothing("-no-color")
}

// TestUsageBudgetCLI_Refresh: a refresh stores what stands in Partner Center, and writes nothing.
func TestUsageBudgetCLI_Refresh(t *testing.T) {
	t.Parallel()
	s, w := driftedBudgets(t)
	w.Must("apply", "-refresh-only", "-auto-approve", "-no-color")
	expectEqual(t, "state", map[string]string{budgetCustomerID(0): "77.70000000000000000001",
		budgetCustomerID(1): "0", budgetCustomerID(3): "10"}, budgetsInState(t, w))
	expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))
}

// TestUsageBudgetCLI_ASavedPlanIsCheckedAgain: what changes between plan and apply stays, in
// Partner Center and in the state.
func TestUsageBudgetCLI_ASavedPlanIsCheckedAgain(t *testing.T) {
	t.Parallel()
	s, w := driftedBudgets(t)
	w.Must("plan", "-out=saved.tfplan", "-no-color")
	s.SetBudget(budgetCustomerID(0), "88")
	s.SetBudget(budgetCustomerID(2), "99") // was missing at plan
	out := w.MustFail("apply", "-no-color", "saved.tfplan")
	expectOutput(t, out, "Budget changed since the plan", "is 88 now, not 77.70000000000000000001",
		"Customer already has another budget", "already has a budget of 99")
	expectEqual(t, "budgets", []string{"88", "10", "99", "10"}, budgetsOf(s))
	expectEqual(t, "state", map[string]string{budgetCustomerID(0): "77.70000000000000000001",
		budgetCustomerID(1): "10", budgetCustomerID(3): "10"}, budgetsInState(t, w))
}
