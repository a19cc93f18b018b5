// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"math/big"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// summary answers GET /v1/usagesummary.
func (v window) summary(c partnercenter.Call) *partnercenter.Refusal {
	all := v.budgets.All()
	over, trending, total := 0, 0, new(big.Rat)
	var last time.Time
	for _, customer := range all {
		if used := customer.Used(); used != nil {
			switch {
			case used.Cmp(big.NewRat(100, 1)) > 0:
				over++
			case used.Cmp(big.NewRat(80, 1)) > 0:
				trending++
			}
		}
		if cost, ok := new(big.Rat).SetString(customer.TotalCost); ok {
			total.Add(total, cost)
		}
		if customer.LastModified.After(last) {
			last = customer.LastModified
		}
	}
	summary := with(v.month(), object{
		"customersOverBudget": over, "customersTrendingOver": trending,
		"customersWithUsageBasedSubscription": len(all),
		"resourceId":                          world.TenantID, "id": world.TenantID,
		"resourceName": "Test partner", "name": "Test partner",
		"totalCost": json.Number(total.FloatString(20)), "currencyLocale": "en-US",
		"lastModifiedDate": last.UTC().Format(time.RFC3339Nano),
		"links":            object{"self": link("/usagesummary", "")},
		"attributes":       object{"objectType": "PartnerUsageSummary"},
	})
	if v.behaviour().UsageEmails {
		summary["emailsToNotify"] = []string{"azure@" + world.TenantDomain}
	}
	send(c, summary)
	return nil
}

// month is the current billing period.
func (v window) month() object {
	now := v.world.Now().UTC()
	start := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	return object{"billingStartDate": start.Format(time.RFC3339),
		"billingEndDate": start.AddDate(0, 1, 0).Format(time.RFC3339)}
}

// customerSummary answers GET /v1/customers/{id}/usagesummary.
func (v window) customerSummary(c partnercenter.Call) *partnercenter.Refusal {
	customer, refusal := v.find(c)
	if refusal != nil {
		return refusal
	}
	summary := with(with(usage(customer, customer.CustomerTenantID, customer.Name), v.month()),
		object{"budget": v.amount(customer.Budget),
			"attributes": object{"objectType": "CustomerUsageSummary"}})
	delete(summary, "id") // the sample has neither
	delete(summary, "name")
	send(c, summary)
	return nil
}
