// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package connection is what the configured provider hands to its data sources, resources and
// actions, and how an operation of theirs begins and ends.
package connection

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const summaryNotRefreshed = "Fraud events not refreshed"

// Connection is what the configured provider hands out. It is nil before the provider is
// configured, as in `terraform validate`.
type Connection struct {
	told *explain.Told // failures, by all operations together

	ledger   *ledger.Ledger
	identity func(context.Context) (backend.Identity, error)
	warnings warnings
	unknown  []string
}

// New makes a connection that is not connected. unknown are the attributes of the provider block
// that are not known yet.
func New(unknown []string) *Connection {
	return &Connection{told: &explain.Told{}, unknown: unknown}
}

// Connect makes the connection ready, once the provider's configuration is known.
func (c *Connection) Connect(
	book *ledger.Ledger, identify func(context.Context) (backend.Identity, error),
) {
	c.ledger, c.identity = book, identify
}

// Ready reports whether the provider's configuration is known, so that calls can be made.
func (c *Connection) Ready() bool { return c != nil && c.ledger != nil }

// Carries tells the Ledger where an event stands by a state of this run, before anything is asked.
func (c *Connection) Carries(key fraud.Key, standing fraud.Standing) {
	if c.Ready() {
		c.ledger.Carries(key, standing)
	}
}

// Identify says who signs in.
func (c *Connection) Identify(ctx context.Context) (backend.Identity, error) {
	return c.identity(ctx)
}

// Begin begins an operation that has to ask Partner Center. The Ledger is nil if it cannot, which
// is then explained, or if something was wrong before. end is to be called in any case: it gives
// the time back, and tells what came up about the sign-in.
func (c *Connection) Begin(
	ctx context.Context, diags *diag.Diagnostics, timeout time.Duration,
) (bounded context.Context, book *ledger.Ledger, end func()) {
	book = c.Use(diags)
	return c.bound(ctx, book, diags, timeout)
}

// BeginRefresh is Begin for bringing state up to date. If that is not possible it warns that the
// state stays as it is: a plan can go on by that, since its apply reviews what it writes by how
// things stand then.
func (c *Connection) BeginRefresh(
	ctx context.Context, diags *diag.Diagnostics, timeout time.Duration,
) (bounded context.Context, book *ledger.Ledger, end func()) {
	if c.Ready() {
		return c.bound(ctx, c.ledger, diags, timeout)
	}
	diags.AddWarning(summaryNotRefreshed,
		"The state is kept as of the last run, because "+c.dependence()+
			" What has changed in Partner Center since then shows in the first plan after the apply.")
	return c.bound(ctx, nil, diags, timeout)
}

func (c *Connection) bound(
	ctx context.Context, book *ledger.Ledger, diags *diag.Diagnostics, timeout time.Duration,
) (bounded context.Context, _ *ledger.Ledger, end func()) {
	if diags.HasError() {
		book = nil
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	return bounded, book, func() {
		cancel()
		c.Warn(diags)
	}
}

// AddError adds an error, in short if another operation has told what it says.
func (c *Connection) AddError(diags *diag.Diagnostics, err error) {
	c.Failures().AddError(diags, err)
}

// Failures knows what the operations of this run have told about failures.
func (c *Connection) Failures() *explain.Told {
	if c == nil {
		return nil
	}
	return c.told
}

// Use returns the Ledger, or explains why there is none.
func (c *Connection) Use(diags *diag.Diagnostics) *ledger.Ledger {
	if c.Ready() {
		return c.ledger
	}
	diags.AddError("Provider configuration not known yet",
		"Partner Center has to be asked now, but "+c.dependence()+" "+
			"Apply what these depend on first (terraform apply -target=…), or give them as variables.")
	return nil
}

// dependence says why there is no Ledger.
func (c *Connection) dependence() string {
	var unknown string
	if c != nil && len(c.unknown) > 0 {
		unknown = " (" + strings.Join(c.unknown, ", ") + ")"
	}
	return "the provider's configuration" + unknown +
		" depends on values that are known only after apply."
}
