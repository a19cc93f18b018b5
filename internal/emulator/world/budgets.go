// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"math/big"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

const (
	budgetsFile = "budgets.json"

	mailEvery = 7 * 24 * time.Hour // between two mails about the same budget
)

// CustomerUsage is a customer's budget and usage in the current month. Numbers are decimal texts.
type CustomerUsage struct {
	CustomerTenantID string    `json:"customerTenantId"`
	Name             string    `json:"name"`
	Budget           string    `json:"budget"` // empty: none
	TotalCost        string    `json:"totalCost"`
	USDTotalCost     string    `json:"usdTotalCost"`
	CurrencyCode     string    `json:"currencyCode"`
	Legacy           bool      `json:"legacy"` // no Azure plan: a locale instead of a currency
	LastModified     time.Time `json:"lastModified"`
	LastMail         time.Time `json:"lastMail,omitzero"` // about a budget that is nearly used up
	Mails            int       `json:"mails"`

	// Earlier is the budget that the records still show, for that many further listings.
	Earlier string `json:"earlier,omitempty"`
	Lag     int    `json:"lag,omitempty"`
}

// Budgets holds the customers' budgets and usage. An alert makes its customer known. Its methods
// are safe for concurrent use.
type Budgets struct {
	now func() time.Time
	log func(...AuditRecord) error

	learned[CustomerUsage]
	exceeded []func(CustomerUsage) // guarded by the same lock
}

func openBudgets(folder *disk.Folder, now func() time.Time,
	log func(...AuditRecord) error) (*Budgets, error) {
	b := &Budgets{now: now, log: log}
	err := b.open(folder, budgetsFile, func(c *CustomerUsage) string { return c.CustomerTenantID })
	return b, err
}

// hear adds the customers of events.
func (b *Budgets) hear(events ...*Event) error {
	return b.learn(events, func(e *Event) string { return e.CustomerTenantID }, b.newCustomer)
}

func (b *Budgets) newCustomer(e *Event) *CustomerUsage {
	return &CustomerUsage{CustomerTenantID: e.CustomerTenantID, Name: e.CustomerFriendlyName,
		TotalCost: "0", USDTotalCost: "0", CurrencyCode: "USD", LastModified: b.now()}
}

// Records returns every customer with the budget that a listing of records shows, and counts the
// listing for budgets that such listings do not show yet.
func (b *Budgets) Records() []CustomerUsage {
	all := b.All()
	for i := range all {
		if all[i].Lag > 0 {
			all[i].Budget = all[i].Earlier
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range b.byID {
		if one.Lag > 0 {
			one.Lag--
		}
	}
	return all
}

// Get returns a customer.
func (b *Budgets) Get(customer string) (CustomerUsage, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one := b.byID[strings.ToLower(customer)]
	if one == nil {
		return CustomerUsage{}, false
	}
	return *one, true
}

// Set puts customers into the world, or replaces them.
func (b *Budgets) Set(customers ...CustomerUsage) error {
	return b.notice(func(noticed func(before bool, one *CustomerUsage)) {
		for _, one := range customers {
			id := strings.ToLower(one.CustomerTenantID)
			earlier := b.byID[id]
			b.byID[id] = &one
			noticed(earlier != nil && earlier.exceeded(), &one)
		}
	})
}

// SetBudget sets or, with an empty amount, removes the budget of a customer, like a colleague in
// the portal. Listings of records show the earlier one lag times.
func (b *Budgets) SetBudget(customer, amount string, by Actor, lag int) error {
	var before CustomerUsage
	err := b.edit(customer, func(one *CustomerUsage) {
		before = *one
		one.Earlier, one.Lag = one.Budget, lag
		one.Budget = amount
	})
	if err != nil || before.CustomerTenantID == "" {
		return err
	}
	return b.log(AuditRecord{
		CustomerID: before.CustomerTenantID, CustomerName: before.Name,
		ResourceType: "spending_limit", OperationType: "update_customer_spending_budget",
		ResourceOldValue: budgetJSON(before.Budget), ResourceNewValue: budgetJSON(amount),
	}.By(by))
}

func budgetJSON(amount string) string {
	if amount == "" {
		amount = "null"
	}
	return `{"Amount":` + amount + `}`
}

// Spend sets the cost of a customer, in its currency.
func (b *Budgets) Spend(customer, cost string) error {
	return b.edit(customer, func(one *CustomerUsage) { one.TotalCost = cost })
}

// edit changes a customer.
func (b *Budgets) edit(customer string, change func(*CustomerUsage)) error {
	return b.notice(func(noticed func(bool, *CustomerUsage)) {
		if one := b.byID[strings.ToLower(customer)]; one != nil {
			before := one.exceeded()
			change(one)
			one.LastModified = b.now()
			noticed(before, one)
		}
	})
}

// notice makes a change, which reports each changed customer and whether its budget was exceeded
// before. The service sends mail about a budget that is nearly used up, at most every seven days,
// and raises an event about one that is now exceeded.
func (b *Budgets) notice(change func(noticed func(bool, *CustomerUsage))) error {
	var (
		tell     []func(CustomerUsage)
		exceeded []CustomerUsage
	)
	err := b.change(func() {
		tell = b.exceeded
		change(func(before bool, one *CustomerUsage) {
			if now := b.now(); one.nearlyUsed() && now.Sub(one.LastMail) >= mailEvery {
				one.LastMail = now
				one.Mails++
			}
			if one.exceeded() && !before {
				exceeded = append(exceeded, *one)
			}
		})
	})
	for _, f := range tell {
		for _, one := range exceeded {
			f(one)
		}
	}
	return err
}

// OnExceeded calls f when a customer's usage exceeds the budget, which is when the service raises
// usagerecords-thresholdExceeded. f must not block.
func (b *Budgets) OnExceeded(f func(CustomerUsage)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.exceeded = append(b.exceeded, f)
}

// Used returns the part of the budget that is used, in percent; nil without a budget.
func (c CustomerUsage) Used() *big.Rat {
	budget, ok := new(big.Rat).SetString(c.Budget)
	cost, known := new(big.Rat).SetString(c.TotalCost)
	if !ok || !known || budget.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Mul(new(big.Rat).Quo(cost, budget), big.NewRat(100, 1))
}

func (c CustomerUsage) exceeded() bool {
	used := c.Used()
	return used != nil && used.Cmp(big.NewRat(100, 1)) > 0
}

func (c CustomerUsage) nearlyUsed() bool {
	used := c.Used()
	return used != nil && used.Cmp(big.NewRat(80, 1)) >= 0 && !c.exceeded()
}
