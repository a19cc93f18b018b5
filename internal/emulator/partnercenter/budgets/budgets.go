// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package budgets is a window on the world: the part of Partner Center's API for budgets and usage.
//
// # Assumptions
//
// This list is complete: it has every point that docs-dev/respond.md, Spending budgets, leaves
// open. Names in brackets are switches.
//
//   - A customer without a relationship to the partner is 403/20002 [BudgetUnknownIs404]. Every
//     other customer can have a budget, with or without Azure. (parity: budget-unknown-customer)
//   - A request must have the type SpendingBudget, and an amount: null removes the budget, and
//     leaving it out is 400/3000 [BudgetAbsentRemoves]. Zero and less is 400/3000
//     [BudgetZeroAllowed]. An amount is a JSON number of at most 28 digits, and is kept exactly
//     [BudgetDecimals]. (parity: budget-remove, budget-zero, budget-decimals)
//   - Without a budget, the amount is absent from replies [BudgetNull]. The reply is the object
//     that the sample means [BudgetNested]. (parity: budget-none, budget-flat)
//   - Records show a budget at once [UsageRecordsLag]. They are wrapped [UsageRecordsBare] and on
//     one page [UsageRecordsPageSize], in the order of the customers' ids, with every customer.
//     (parity: usage-lag, usage-wrapped, usage-pages)
//   - percentUsed is 0 without a budget and has two decimals otherwise. Customers whose usage is
//     above 80 % and within the budget trend over it. Nothing is ever stopped. (parity:
//     usage-summary, usage-numbers, budget-never-stops)
//   - The summaries are of the calendar month in UTC. That of the partner lacks emailsToNotify, as
//     its sample does [UsageEmails]. (parity: usage-emails)
//   - Mail is sent at most every seven days from 80 % to 100 %, and usagerecords-thresholdExceeded
//     is raised once when usage passes 100 %: both when usage or a budget changes. (parity:
//     budget-never-stops)
package budgets

import (
	"encoding/json"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindBudget       = "budget"        // GET /v1/customers/{id}/usagebudget
	KindSetBudget    = "set_budget"    // PATCH, the same path
	KindUsageRecords = "usage_records" // GET /v1/customers/usagerecords
	KindUsageSummary = "usage_summary" // GET /v1/usagesummary

	// KindCustomerSummary is GET /v1/customers/{id}/usagesummary.
	KindCustomerSummary = "customer_usage_summary"
)

// Behaviour switches undocumented behaviour. The zero value is the default.
type Behaviour struct {
	BudgetNull           bool // "amount": null without a budget; default: absent
	BudgetNested         bool // the budget is nested in another object, as the sample is printed
	BudgetAbsentRemoves  bool // a request without an amount removes the budget; default: 400
	BudgetZeroAllowed    bool // zero and negative amounts are accepted
	BudgetDecimals       int  // decimals to which an amount is cut; 0: none
	BudgetUnknownIs404   bool // default: 403/20002
	UsageRecordsLag      int  // further listings that show the budget from before a write
	UsageRecordsBare     bool // records are a bare array
	UsageRecordsPageSize int  // records of a page; 0: all
	UsageEmails          bool // the partner's summary has emailsToNotify
}

// window serves the routes.
type window struct {
	world     *world.World
	budgets   *world.Budgets
	behaviour func() Behaviour
}

// Routes returns the operations.
func Routes(w *world.World, behaviour func() Behaviour) []partnercenter.Route {
	v := window{world: w, budgets: w.Budgets(), behaviour: behaviour}
	const one = "/v1/customers/*/usagebudget"
	return []partnercenter.Route{
		{Kind: KindBudget, Method: http.MethodGet, Path: one, Serve: v.get, AppOnly: true},
		{Kind: KindSetBudget, Method: http.MethodPatch, Path: one, Serve: v.set, AppOnly: true},
		{Kind: KindUsageRecords, Method: http.MethodGet, Path: "/v1/customers/usagerecords",
			Serve: v.records},
		{Kind: KindUsageSummary, Method: http.MethodGet, Path: "/v1/usagesummary", Serve: v.summary},
		{Kind: KindCustomerSummary, Method: http.MethodGet, Path: "/v1/customers/*/usagesummary",
			Serve: v.customerSummary},
	}
}

// find returns the customer in the path.
func (v window) find(c partnercenter.Call) (world.CustomerUsage, *partnercenter.Refusal) {
	customer, ok := v.budgets.Get(c.Params[0])
	switch {
	case ok:
		return customer, nil
	case v.behaviour().BudgetUnknownIs404:
		return customer, &partnercenter.Refusal{Status: http.StatusNotFound, Code: "1000",
			Description: "Resource not found."}
	}
	return customer, partnercenter.Forbidden("20002", "There is no relationship with the customer.")
}

func (v window) get(c partnercenter.Call) *partnercenter.Refusal {
	customer, refusal := v.find(c)
	if refusal != nil {
		return refusal
	}
	send(c, v.budget(customer))
	return nil
}

// object is a JSON object in a reply. An amount that is nil in it is absent.
type object map[string]any

func send(c partnercenter.Call, value any) { harness.WriteJSON(c.Writer, http.StatusOK, value) }

// budget is the reply about one budget.
func (v window) budget(customer world.CustomerUsage) object {
	links := object{"self": object{"uri": "/v1/customers/" + customer.CustomerTenantID +
		"/usagebudget", "method": http.MethodGet, "headers": []string{}}}
	budget := v.amount(customer.Budget)
	if customer.Budget != "" {
		budget["usageSpendingBudget"] = json.Number(customer.Budget)
	}
	if v.behaviour().BudgetNested {
		return object{"": budget, "links": links}
	}
	budget["links"] = links
	return budget
}

// amount is a budget without its links.
func (v window) amount(amount string) object {
	budget := object{"attributes": object{"objectType": objectType}}
	switch {
	case amount != "":
		budget["amount"] = json.Number(amount)
	case v.behaviour().BudgetNull:
		budget["amount"] = nil
	}
	return budget
}

// objectType is the type of a budget.
const objectType = "SpendingBudget"
