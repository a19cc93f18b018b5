// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package budgets is the client of customers' spending budgets and of their usage records. The
// facts are in docs-dev/respond.md, Spending budgets (parity: budget-none, usage-wrapped). It knows
// nothing of Terraform.
//
// Reads of many budgets share one listing of all customers' records:
//
//	Expect(customer, amount) ── the records show that amount ──► it is so
//	                         └─ another one, or no record ─────► Get(customer) decides
//	Set(customer, from, to) ── PATCH ── Get, until it shows the amount
//
// Records lag behind, so a difference counts only if the customer's own budget confirms it.
package budgets

import (
	"context"
	"errors"
	"math/big"
	"net/http"
	"strings"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Client reads and sets budgets. It is safe for concurrent use.
type Client struct {
	api    *partnercenter.Client
	shared sharedRecords

	mu      sync.Mutex
	written map[string]bool // lower-case ids of customers whose records may be out of date
}

// New returns a client that shares the listings of its callers.
func New(api *partnercenter.Client) *Client {
	return &Client{api: api, written: map[string]bool{}}
}

// Get reads the budget of one customer. It is nil if the customer has none.
func (c *Client) Get(ctx context.Context, customer string) (*big.Float, error) {
	call := budgetCall("read the budget", customer)
	call.Method = http.MethodGet
	reply, err := c.api.Call(ctx, call)
	if err != nil {
		return nil, err
	}
	var budget wireBudget
	if _, err := reply.Decode(&budget); err != nil {
		return nil, call.Unreadable(reply, err)
	}
	if whose := budget.customer; whose != "" && whose != key(customer) {
		return nil, call.Unreadable(reply, &jsonlist.Error{Problem: partnercenter.ProblemOtherForm,
			Err: errors.New("it is the budget of another customer, " + whose)})
	}
	return budget.amount, nil
}

func budgetCall(operation, customer string) partnercenter.Call {
	return partnercenter.Call{Area: budgetArea(adviseOnCustomer), Operation: operation,
		Asked: "customer " + customer,
		Path:  []string{"v1", "customers", customer, "usagebudget"}}
}

// key compares ids without case.
func key(customer string) string { return strings.ToLower(customer) }
