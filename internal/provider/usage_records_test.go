// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestUsageRecords_KeepEveryDecimalAndFilter(t *testing.T) {
	t.Parallel()
	s := withUsage(t, "20")
	s.SetUsage(emulator.CustomerUsage{CustomerTenantID: unknownCustomer, Name: "No\x1b[2Jbudget",
		Legacy: true, TotalCost: "1"},
		emulator.CustomerUsage{CustomerTenantID: subscriptionB, Budget: "0", TotalCost: "1"})
	c := configuredClient(t, s)
	read := func(filter object) (ids []any) {
		state, _, diags := c.readData(usageRecords, filter, false)
		diags.none(t)
		customers, _ := state["customers"].([]any)
		for _, one := range customers {
			customer, _ := one.(map[string]any)
			ids = append(ids, customer["customer_tenant_id"])
		}
		return ids
	}
	expectEqual(t, "all", []any{budgetCustomer, subscriptionB, unknownCustomer}, read(object{}))
	expectEqual(t, "without", []any{unknownCustomer}, read(object{"budget_missing": true}))
	expectEqual(t, "with", []any{budgetCustomer, subscriptionB}, read(object{"budget_missing": false}))
	expectEqual(t, "used", []any{budgetCustomer},
		read(object{"percent_used_at_least": exact(t, "602.84")}))

	state, _, _ := c.readData(usageRecords, object{}, false)
	text := fmt.Sprint(state["customers"])
	expect.Contains(t, text, "120.5682999999995904716", "12.39999999999999985235", "602.84", "SEK",
		"fr-FR")
	expectNot(t, text, "\x1b")
	summary, _, diags := c.readData(usageSummary, object{}, false)
	diags.none(t)
	expectEqual(t, "over", "1", fmt.Sprint(summary["customers_over_budget"]))
	expectEqual(t, "cost", "122.5682999999995904716", fmt.Sprint(summary["total_cost"]))
}
