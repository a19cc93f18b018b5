// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"math/big"
	"net/http"
	"strconv"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// records answers GET /v1/customers/usagerecords.
func (v window) records(c partnercenter.Call) *partnercenter.Refusal {
	b := v.behaviour()
	start, refusal := continued(c)
	if refusal != nil {
		return refusal
	}
	all := v.budgets.Records()
	total := len(all)
	all = all[min(start, total):]
	links := object{"self": link("/customers/usagerecords", "")}
	if size := b.UsageRecordsPageSize; size > 0 && len(all) > size {
		all = all[:size]
		links["next"] = link("/customers/usagerecords?seekOperation=Next", strconv.Itoa(start+size))
	}
	items := make([]object, len(all))
	for i, customer := range all {
		items[i] = v.record(customer)
	}
	if b.UsageRecordsBare {
		send(c, items)
		return nil
	}
	send(c, object{"totalCount": total, "items": items, "links": links,
		"attributes": object{"objectType": "Collection"}})
	return nil
}

// link is a link. A token, if any, continues the list.
func link(uri, token string) object {
	headers := []object{}
	if token != "" {
		headers = append(headers, object{"key": headerContinuation, "value": token})
	}
	return object{"uri": uri, "method": http.MethodGet, "headers": headers}
}

const headerContinuation = "MS-ContinuationToken"

// continued returns the number of records on earlier pages.
func continued(c partnercenter.Call) (int, *partnercenter.Refusal) {
	token := c.Request.Header.Get(headerContinuation)
	if token == "" {
		return 0, nil
	}
	start, err := strconv.Atoi(token)
	if err != nil || start < 0 || c.Request.URL.Query().Get("seekOperation") != "Next" {
		return 0, partnercenter.InvalidProperty("The continuation token is not valid.")
	}
	return start, nil
}

func (v window) record(customer world.CustomerUsage) object {
	percent := json.Number("0")
	if used := customer.Used(); used != nil {
		percent = json.Number(used.FloatString(2))
	}
	record := object{
		"budget": v.amount(customer.Budget), "percentUsed": percent,
		"isUpgraded": !customer.Legacy, "resourceId": customer.CustomerTenantID,
		"id": customer.CustomerTenantID, "resourceName": customer.Name, "name": customer.Name,
		"totalCost": number(customer.TotalCost), "usdTotalCost": number(customer.USDTotalCost),
		"lastModifiedDate": customer.LastModified.UTC().Format(time.RFC3339Nano),
		"attributes":       object{"objectType": "CustomerMonthlyUsageRecord"},
	}
	if customer.Legacy {
		record["currencyLocale"] = "fr-FR"
	} else {
		record["currencyCode"] = customer.CurrencyCode
	}
	return record
}

func number(text string) json.Number {
	if text == "" {
		return "0"
	}
	return json.Number(text)
}

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
	month := time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC)
	send(c, object{
		"customersOverBudget": over, "customersTrendingOver": trending,
		"customersWithUsageBasedSubscription": len(all),
		"resourceId":                          world.TenantID, "id": world.TenantID,
		"resourceName": "Test partner", "name": "Test partner",
		"billingStartDate": month.Format(time.RFC3339),
		"billingEndDate":   month.AddDate(0, 1, 0).Format(time.RFC3339),
		"totalCost":        json.Number(total.FloatString(20)), "currencyLocale": "en-US",
		"lastModifiedDate": last.UTC().Format(time.RFC3339Nano),
		"links":            object{"self": link("/usagesummary", "")},
		"attributes":       object{"objectType": "PartnerUsageSummary"},
	})
	return nil
}
