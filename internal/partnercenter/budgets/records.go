// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// askedAll is what a call about all customers asks for.
const askedAll = "all customers"

// Record is the usage of one customer in the current month. Numbers that the service does not
// return are nil, and texts are empty.
type Record struct {
	Customer       string // the tenant id
	Name           string
	Budget         *big.Float // nil: no budget
	PercentUsed    *big.Float
	HasAzurePlan   bool // false: legacy subscriptions only
	TotalCost      *big.Float
	USDTotalCost   *big.Float
	CurrencyCode   string // of a customer with an Azure plan
	CurrencyLocale string // of another customer
	LastModified   time.Time
}

type wireRecord struct {
	Budget           wireBudget         `json:"budget"`
	SpendingBudget   wireBudget         `json:"customerSpendingBudget"` // in one sample
	PercentUsed      number             `json:"percentUsed"`
	IsUpgraded       bool               `json:"isUpgraded"`
	ResourceID       partnercenter.Text `json:"resourceId"`
	ID               partnercenter.Text `json:"id"`
	ResourceName     partnercenter.Text `json:"resourceName"`
	Name             partnercenter.Text `json:"name"`
	TotalCost        number             `json:"totalCost"`
	USDTotalCost     number             `json:"usdTotalCost"`
	CurrencyCode     partnercenter.Text `json:"currencyCode"`
	CurrencyLocale   partnercenter.Text `json:"currencyLocale"`
	LastModifiedDate partnercenter.Text `json:"lastModifiedDate"`
}

func (r wireRecord) record() Record {
	return Record{
		Customer: string(cmp.Or(r.ResourceID, r.ID)), Name: string(cmp.Or(r.ResourceName, r.Name)),
		Budget:      cmp.Or(r.Budget.amount, r.SpendingBudget.amount),
		PercentUsed: r.PercentUsed.Float, HasAzurePlan: r.IsUpgraded,
		TotalCost: r.TotalCost.Float, USDTotalCost: r.USDTotalCost.Float,
		CurrencyCode: string(r.CurrencyCode), CurrencyLocale: string(r.CurrencyLocale),
		LastModified: partnercenter.ParseTime(string(r.LastModifiedDate)),
	}
}

// Records reads the usage of all customers, each once, in the order of the service.
func (c *Client) Records(ctx context.Context) ([]Record, error) {
	call := partnercenter.Call{Area: usageArea(), Operation: "read the usage records",
		Asked: askedAll, Method: http.MethodGet, Path: []string{"v1", "customers", "usagerecords"}}
	var all []Record
	seen := map[string]bool{}
	err := c.api.Pages(ctx, call, func(page partnercenter.Page) error {
		items, err := partnercenter.Items[wireRecord](page)
		for _, item := range items {
			r := item.record()
			if id := key(r.Customer); id == "" || !seen[id] {
				seen[id] = true
				all = append(all, r)
			}
		}
		return err
	})
	return all, err
}

// Summary is the usage of all customers together.
type Summary struct {
	CustomersOverBudget   *big.Float
	CustomersTrendingOver *big.Float
	CustomersWithUsage    *big.Float // with a usage-based subscription
	TotalCost             *big.Float
	USDTotalCost          *big.Float
	CurrencyCode          string
	CurrencyLocale        string
	BillingStart          time.Time
	BillingEnd            time.Time
	LastModified          time.Time
}

// wireSummary has the names of the sample and, if the documentation's table differs, of the table.
type wireSummary struct {
	CustomersOverBudget                  number             `json:"customersOverBudget"`
	CustomerOverBudget                   number             `json:"customerOverBudget"`
	CustomersTrendingOver                number             `json:"customersTrendingOver"`
	CustomersWithUsageBasedSubscription  number             `json:"customersWithUsageBasedSubscription"`
	CustomersWithUsageBasedSubscriptions number             `json:"customersWithUsageBasedSubscriptions"`
	TotalCost                            number             `json:"totalCost"`
	USDTotalCost                         number             `json:"usdTotalCost"`
	CurrencyCode                         partnercenter.Text `json:"currencyCode"`
	CurrencyLocale                       partnercenter.Text `json:"currencyLocale"`
	BillingStartDate                     partnercenter.Text `json:"billingStartDate"`
	BillingEndDate                       partnercenter.Text `json:"billingEndDate"`
	LastModifiedDate                     partnercenter.Text `json:"lastModifiedDate"`
}

// says reports whether a reply is a summary. Another object, such as an error, must not pass for
// one without usage.
func (w wireSummary) says() bool {
	return cmp.Or(w.CustomersOverBudget, w.CustomerOverBudget, w.CustomersTrendingOver,
		w.CustomersWithUsageBasedSubscription, w.CustomersWithUsageBasedSubscriptions, w.TotalCost,
		w.USDTotalCost).Float != nil
}

// Summary reads the usage of the whole partner.
func (c *Client) Summary(ctx context.Context) (Summary, error) {
	call := partnercenter.Call{Area: usageArea(), Operation: "read the usage summary",
		Asked: askedAll, Method: http.MethodGet, Path: []string{"v1", "usagesummary"}}
	reply, err := c.api.Call(ctx, call)
	if err != nil {
		return Summary{}, err
	}
	var w wireSummary
	found, err := reply.Decode(&w)
	if err == nil && found && !w.says() {
		err = &jsonlist.Error{Problem: partnercenter.ProblemOtherForm,
			Err: errors.New("it has none of the numbers of a summary")}
	}
	if err != nil {
		return Summary{}, call.Unreadable(reply, err)
	}
	return Summary{
		CustomersOverBudget:   cmp.Or(w.CustomersOverBudget, w.CustomerOverBudget).Float,
		CustomersTrendingOver: w.CustomersTrendingOver.Float,
		CustomersWithUsage: cmp.Or(w.CustomersWithUsageBasedSubscription,
			w.CustomersWithUsageBasedSubscriptions).Float,
		TotalCost: w.TotalCost.Float, USDTotalCost: w.USDTotalCost.Float,
		CurrencyCode: string(w.CurrencyCode), CurrencyLocale: string(w.CurrencyLocale),
		BillingStart: partnercenter.ParseTime(string(w.BillingStartDate)),
		BillingEnd:   partnercenter.ParseTime(string(w.BillingEndDate)),
		LastModified: partnercenter.ParseTime(string(w.LastModifiedDate)),
	}, nil
}
