// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package connection is the connection that the configured provider gives to its data sources,
// resources, and actions, and begins and ends their operations.
package connection

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

const (
	summaryNotRefreshed = "State not refreshed"
	summarySignInCare   = "Sign-in to Partner Center needs attention"
)

// Connection is the configured provider's connection. It is nil before the provider is configured,
// as in `terraform validate`.
type Connection struct {
	told *explain.Told // failures of all operations together

	services *Services // nil until the provider's configuration is known
	warnings warnings
	turns    turns
	unknown  []string
}

// Services are used by the operations of a configured provider.
type Services struct {
	Ledger   *ledger.Ledger // for fraud events
	Identify func(context.Context) (backend.Identity, error)

	// PartnerCenter calls everything but fraud events.
	PartnerCenter *partnercenter.Client

	// Webhooks is shared, because the tests of webhooks have a common limit.
	Webhooks *webhooks.Client

	// Budgets reads and sets spending budgets. Its readers share their calls.
	Budgets *budgets.Client

	// Graph returns the client of Microsoft Graph, or an error if the cloud has none.
	Graph func() (*graph.Client, error)

	// Record appends to the audit log. It is nil if there is none.
	Record func(audit.Record) error

	// ReadOnly says that every write will be refused.
	ReadOnly bool

	// Environment names the cloud: "global", "usgovernment", or "china".
	Environment string

	// API is the service of the fraud events.
	API settings.API
}

// New returns a connection that is not yet connected. unknown lists the unknown attributes of the
// provider block. explainError explains the errors of the features.
func New(unknown []string, explainError func(error) explain.Explanation) *Connection {
	return &Connection{told: explain.NewTold(explainError), unknown: unknown}
}

// Connect fills in the connection as soon as the provider's configuration is known.
func (c *Connection) Connect(to Services) { c.services = &to }

// Ready reports whether the provider's configuration is known, so that calls can be made.
func (c *Connection) Ready() bool { return c != nil && c.services != nil }

// API returns the service of the fraud events.
func (c *Connection) API() settings.API {
	return cmp.Or(c.services.API, settings.PartnerCenter)
}

// Service returns how messages name the service of the fraud events.
func (c *Connection) Service() fraud.Service {
	if !c.Ready() {
		return fraud.Service{}
	}
	return c.services.Ledger.Service()
}

// Carries reports an event's standing in a state of this run to the Ledger, before any call.
func (c *Connection) Carries(key fraud.Key, standing fraud.Standing) {
	if c.Ready() {
		c.services.Ledger.Carries(key, standing)
	}
}

// Open begins an operation that calls a service. The services are nil if that is impossible, which
// Open explains, or if there is already an error. Always call end: it releases the timeout, and
// adds warnings about the sign-in.
func (c *Connection) Open(
	ctx context.Context, diags *diag.Diagnostics, timeout time.Duration,
) (bounded context.Context, to *Services, end func()) {
	return c.bound(ctx, c.Use(diags), diags, timeout)
}

// OpenRefresh is Open for a refresh. If a refresh is impossible, it warns that the state stays
// unchanged. The plan can continue, because apply reviews its writes again.
func (c *Connection) OpenRefresh(
	ctx context.Context, diags *diag.Diagnostics, timeout time.Duration,
) (bounded context.Context, to *Services, end func()) {
	if c.Ready() {
		return c.bound(ctx, c.services, diags, timeout)
	}
	diags.AddWarning(summaryNotRefreshed,
		"State stays as it was after the last run, because "+c.dependence()+
			" The first plan after the apply shows what has changed since then.")
	return c.bound(ctx, nil, diags, timeout)
}

func (c *Connection) bound(
	ctx context.Context, to *Services, diags *diag.Diagnostics, timeout time.Duration,
) (bounded context.Context, _ *Services, end func()) {
	if diags.HasError() {
		to = nil
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	return bounded, to, func() {
		cancel()
		c.Warn(diags)
	}
}

// AddError adds an error, in short form if another operation has already explained it.
func (c *Connection) AddError(diags *diag.Diagnostics, err error) {
	c.Failures().AddError(diags, err)
}

// Failures knows which failures the operations of this run have explained.
func (c *Connection) Failures() *explain.Told {
	if c == nil {
		return explain.NewTold(explain.Of)
	}
	return c.told
}

// Use returns the services, or explains why there are none.
func (c *Connection) Use(diags *diag.Diagnostics) *Services {
	if c.Ready() {
		return c.services
	}
	diags.AddError("Provider configuration not known yet",
		"This operation must make a call, but "+c.dependence()+" "+
			"Apply these dependencies first (terraform apply -target=…), or set the values in variables.")
	return nil
}

// dependence explains why there are no services.
func (c *Connection) dependence() string {
	var unknown string
	if c != nil && len(c.unknown) > 0 {
		unknown = " (" + strings.Join(c.unknown, ", ") + ")"
	}
	return "the provider's configuration" + unknown +
		" depends on values that are known only after apply."
}

// warnings collects warnings of the sign-in and the client during concurrent operations. They wait
// for the first operation that ends, and each is shown once.
type warnings struct {
	mu      sync.Mutex
	known   map[string]bool
	waiting []string
}

// add adds a warning, in full sentences without secrets.
func (w *warnings) add(ctx context.Context, message string) {
	tflog.Warn(ctx, message)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.known[message] {
		return
	}
	if w.known == nil {
		w.known = map[string]bool{}
	}
	w.known[message] = true
	w.waiting = append(w.waiting, message)
}

// take returns the warnings that were not shown yet.
func (w *warnings) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.waiting
	w.waiting = nil
	return taken
}

// WarnLater adds a warning to the operation that ends next, in full sentences without secrets.
func (c *Connection) WarnLater(ctx context.Context, message string) { c.warnings.add(ctx, message) }

// Warn shows the warnings about the sign-in. Every operation that may make a call ends with it.
func (c *Connection) Warn(diags *diag.Diagnostics) {
	if c == nil {
		return
	}
	for _, message := range c.warnings.take() {
		diags.AddWarning(summarySignInCare, message)
	}
}
