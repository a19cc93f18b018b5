// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

func budgetPath(customer string) string { return "/v1/customers/" + customer + "/usagebudget" }

// budgets observes budgets and usage.
func (p *probe) budgets(ctx context.Context, of subject) {
	records := listOf(p.get(ctx, request{name: fidelity.CallUsage,
		path: "/v1/customers/usagerecords"}))
	switch {
	case records.status >= http.StatusBadRequest:
		p.See("usage.form", "refused")
	case records.ok():
		p.See("usage.form", records.form)
		p.usage(records)
	}
	if of.customer != "" {
		p.budget(p.get(ctx, request{name: fidelity.CallBudget, path: budgetPath(of.customer)}))
	}
	p.unknownCustomer(ctx)
	summary := p.get(ctx, request{name: fidelity.CallUsageSummary, path: "/v1/usagesummary"})
	_, sample := member(summary.body, "customersOverBudget")
	_, table := member(summary.body, "customerOverBudget")
	switch {
	case summary.status >= http.StatusBadRequest:
		p.See("usage.summary", "refused")
	case sample:
		p.See("usage.summary", "sample")
	case table:
		p.See("usage.summary", "table")
	case summary.ok():
		p.See("usage.summary", formOther)
	}
}

// usage observes records.
func (p *probe) usage(records list) {
	if records.form == formOther {
		return
	}
	if records.next() != "absent" {
		p.SeeNumber("usage.page_size", len(records.items))
	} else {
		p.See("usage.page_size", "none")
	}
	none, decimals := map[string]bool{}, map[string]bool{}
	for _, record := range records.items {
		budget, _ := member(record, "budget")
		if form := amountForm(budget); form != "" {
			none[form] = true
		}
		cost, _ := member(record, "totalCost")
		decimals[decimalForm(cost)] = true
	}
	if len(records.items) == 0 {
		return
	}
	p.See("budget.none", one(none, formOther, "all_have_one"))
	for _, form := range []string{"text", "many", "few", "none"} {
		if decimals[form] {
			p.See("usage.decimals", form)
			return
		}
	}
}

// amountForm is the form of "no budget", or empty for a budget.
func amountForm(budget any) string {
	amount, found := member(budget, "amount")
	number, isNumber := amount.(json.Number)
	switch {
	case !found:
		return "absent"
	case amount == nil:
		return "null"
	case !isNumber:
		return formOther
	case strings.Trim(number.String(), "0.") == "":
		return "zero"
	}
	return ""
}

func decimalForm(value any) string {
	number, ok := value.(json.Number)
	if !ok {
		return "text"
	}
	_, decimals, _ := strings.Cut(number.String(), ".")
	switch {
	case len(decimals) > 15:
		return "many"
	case decimals != "":
		return "few"
	}
	return "none"
}

// budget observes the budget of one customer.
func (p *probe) budget(a answer) {
	members, _ := a.body.(map[string]any)
	_, hasAmount := member(a.body, "amount")
	_, hasAttributes := member(a.body, "attributes")
	nested := false
	for _, value := range members {
		_, amount := member(value, "amount")
		_, attributes := member(value, "attributes")
		nested = nested || amount || attributes
	}
	switch {
	case a.status >= http.StatusBadRequest:
		p.See("budget.form", "refused")
	case hasAmount || hasAttributes:
		p.See("budget.form", "flat")
	case nested:
		p.See("budget.form", "nested")
	case a.ok():
		p.See("budget.form", formOther)
	}
}

// unknownCustomer asks for the budget of a customer that nobody has.
func (p *probe) unknownCustomer(ctx context.Context) {
	a := p.get(ctx, request{name: fidelity.CallUnknownBudget, path: budgetPath(uuid.NewString())})
	code, _ := errorCode(a)
	switch {
	case a.status == 0, a.status == http.StatusUnauthorized, a.status == http.StatusTooManyRequests:
	case a.status == http.StatusForbidden && code == "20002":
		p.See("budget.unknown_customer", "forbidden")
	case a.status == http.StatusNotFound:
		p.See("budget.unknown_customer", "not_found")
	case a.ok():
		p.See("budget.unknown_customer", "ok")
	default:
		p.See("budget.unknown_customer", formOther)
	}
}
