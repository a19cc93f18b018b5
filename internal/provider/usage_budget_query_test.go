// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// budgetQuery lists the budgets, with further arguments.
func budgetQuery(arguments string) string {
	return "provider \"partnercenter\" {}\nlist \"" + budgetTypeName + "\" \"test\" {\n" +
		"  provider = partnercenter\n" + arguments + "\n}\n"
}

// TestUsageBudgetQuery_GeneratedConfigurationPlansNothing: a query and its generated configuration
// take over all budgets as they are, with one listing for each command. Later plans take one, too,
// and one call more for each budget that really changed. The case "budgets" of make bench has
// 1,000 budgets.
func TestUsageBudgetQuery_GeneratedConfigurationPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	forms := []string{"5.50", "120.5682999999995904716", "0.00000000000000000001", "1E2", "0.1",
		"9999999999999999999999999999"}
	const many = 40
	budgets := []string{many: "", many + 1: "0"} // these two cannot be declared
	for i := range many {
		budgets[i] = forms[i%len(forms)]
	}
	s := withBudgets(t, budgets...)
	w := newWorkspace(t, s, "")
	w.Write("all.tfquery.hcl", budgetQuery(""))

	out := w.Must("query", "-no-color", "-generate-config-out=generated.tf")
	expectOutput(t, out, "Omitted budgets: 1.")
	expectBudgetCalls(t, s, "query", 1, 0)
	out = w.MustPlanChanges("-no-color")
	expectOutput(t, out, fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", many))
	expectBudgetCalls(t, s, "plan of the imports", 1, 0)
	w.Must("apply", "-auto-approve", "-no-color")
	expectBudgetCalls(t, s, "imports", 1, 0)
	w.MustPlanNothing("-no-color")
	expectBudgetCalls(t, s, "plan", 1, 0)

	for _, i := range []int{3, 17} {
		s.SetBudget(budgetCustomerID(i), "7")
	}
	out = w.MustPlanChanges("-no-color")
	expectOutput(t, out, "Plan: 0 to add, 2 to change, 0 to destroy.")
	expectBudgetCalls(t, s, "plan after two changes", 1, 2)
}

// TestUsageBudgetQuery_Limit: a query that lists a part says so.
func TestUsageBudgetQuery_Limit(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	s := withBudgets(t, "1", "2", "3")
	w := newWorkspace(t, s, "")
	w.Write("all.tfquery.hcl", budgetQuery("limit = 2"))
	out := w.Must("query", "-no-color")
	expectOutput(t, out, "More budgets exist than are listed", "Listed 2 of 3 budgets", "set `limit = 3`")
	for i, listed := range []bool{true, true, false} {
		if strings.Contains(out, budgetCustomerID(i)) != listed {
			t.Errorf("listed %d: %t, want %t:\n%s", i, !listed, listed, out)
		}
	}
	expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))
}
