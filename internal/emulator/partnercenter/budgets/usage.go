// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"maps"
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
	return with(usage(customer, customer.CustomerTenantID, customer.Name), object{
		"budget": v.amount(customer.Budget), "percentUsed": percent, "isUpgraded": !customer.Legacy,
		"attributes": object{"objectType": "CustomerMonthlyUsageRecord"},
	})
}

// usage has the members that all usage has: the resource, and the costs of the customer.
func usage(customer world.CustomerUsage, id, name string) object {
	o := object{"resourceId": id, "id": id, "resourceName": name, "name": name,
		"totalCost": number(customer.TotalCost), "usdTotalCost": number(customer.USDTotalCost),
		"lastModifiedDate": customer.LastModified.UTC().Format(time.RFC3339Nano)}
	if customer.Legacy {
		o["currencyLocale"] = "fr-FR"
	} else {
		o["currencyCode"] = customer.CurrencyCode
	}
	return o
}

func with(o, more object) object {
	maps.Copy(o, more)
	return o
}

func number(text string) json.Number {
	if text == "" {
		return "0"
	}
	return json.Number(text)
}
