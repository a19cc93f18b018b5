// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// Create saves no state after an error: Terraform would replace a tainted resource.
func (r *budgetResource) Create(ctx context.Context, req resource.CreateRequest,
	resp *resource.CreateResponse) {
	var plan model
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, &plan)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Create, attribute.DefaultWriteTimeout, diags)
	ctx, to, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return
	}
	r.set(ctx, to, change{customer: plan.customer(), want: plan.amount(), creating: true,
		overwrite: plan.AllowOverwrite.ValueBool()}, diags)
	if diags.HasError() {
		return
	}
	diags.Append(resp.State.Set(ctx, plan)...)
	diags.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Read shares one call with all other budgets. A budget that is gone leaves the state.
func (r *budgetResource) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state model
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, state.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	if diags.HasError() {
		return
	}
	diags.Append(resp.Identity.Set(ctx, state.identity())...)
	ctx, to, end := r.Connection.OpenRefresh(ctx, diags, timeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return
	}
	found, err := c.Expect(ctx, state.customer(), state.amount())
	switch {
	case budgets.IsUnknownCustomer(err), err == nil && found == nil:
		diags.AddWarning(summaryGone, fmt.Sprintf("Customer %s no longer has the budget of %s. "+
			"Somebody removed it, or the customer has left. Terraform removes it from state.",
			state.customer(), budgets.Text(state.amount())))
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		r.Connection.AddError(diags, err)
		return
	case !budgets.Same(found, state.amount()):
		diags.AddAttributeWarning(path.Root("amount"), summaryDrift, fmt.Sprintf(
			"Somebody changed the budget of customer %s from %s to %s. %s", state.customer(),
			budgets.Text(state.amount()), budgets.Text(found), adviseOnDrift(found)))
		state.Amount = types.NumberValue(found)
	}
	diags.Append(resp.State.Set(ctx, state)...)
}

// Update writes only if the budget is still the one of the plan.
func (r *budgetResource) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state model
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, &plan)...)
	diags.Append(req.State.Get(ctx, &state)...)
	if diags.HasError() {
		return
	}
	if !budgets.Same(plan.amount(), state.amount()) {
		timeout := attribute.Timeout(ctx, plan.Timeouts.Update, attribute.DefaultWriteTimeout, diags)
		bounded, to, end := r.Connection.Open(ctx, diags, timeout)
		defer end()
		if client(to, diags) == nil {
			return
		}
		r.set(bounded, to, change{customer: state.customer(), known: state.amount(),
			want: plan.amount(), overwrite: plan.AllowOverwrite.ValueBool()}, diags)
	}
	if diags.HasError() {
		return
	}
	diags.Append(resp.State.Set(ctx, plan)...)
	diags.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete removes the budget, unless it is to stay.
func (r *budgetResource) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state model
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	if diags.HasError() || state.KeepOnDestroy.ValueBool() {
		return
	}
	timeout := attribute.Timeout(ctx, state.Timeouts.Delete, attribute.DefaultWriteTimeout, diags)
	ctx, to, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	if client(to, diags) == nil {
		return
	}
	r.set(ctx, to, change{customer: state.customer(), known: state.amount(), destroying: true,
		overwrite: state.AllowOverwrite.ValueBool()}, diags)
}

// change is a change of a budget that is reviewed again before it is written.
type change struct {
	customer    string
	known, want *big.Float // nil: no budget
	creating    bool
	destroying  bool
	overwrite   bool
}

// set carries out a change. A destroy leaves a budget that the same run has set for another object:
// a replacement creates the new object first, or at the same time.
func (r *budgetResource) set(ctx context.Context, to *connection.Services, ch change,
	diags *diag.Diagnostics) {
	turn, end, err := r.Connection.Turn(ctx, "budget/"+ch.customer)
	defer end()
	switch {
	case err != nil:
		r.Connection.AddError(diags, err)
	case ch.destroying && turn.Declared:
		diags.AddWarning(summaryKept, fmt.Sprintf("The same run has set the budget of customer %s for "+
			"another resource instance. Terraform removes this one from state.", ch.customer))
	case r.write(ctx, to, ch, diags):
		turn.Declared = !ch.destroying
	}
}

// write reads the budget, and writes it unless it is as wanted. It reports whether it then is.
func (r *budgetResource) write(ctx context.Context, to *connection.Services, ch change,
	diags *diag.Diagnostics) bool {
	found, err := to.Budgets.Get(ctx, ch.customer)
	if err != nil && !budgets.IsUnknownCustomer(err) { // who is unknown has no budget
		record(to, diags, ch.customer, nil, ch.want, result{err: err})
		r.Connection.AddError(diags, err)
		return false
	}
	if budgets.Same(found, ch.want) {
		record(to, diags, ch.customer, found, ch.want, result{adopted: true})
		return true
	}
	var done result
	switch {
	case ch.overwrite || budgets.Same(found, ch.known):
		done.requestID, done.err = to.Budgets.Set(ctx, ch.customer, found, ch.want)
		if gone := budgets.IsUnknownCustomer(done.err); gone && ch.want == nil {
			done.err = nil
		}
	case ch.creating:
		done.err = &otherError{ch.customer, found, ch.want}
	default:
		done.err = &budgets.ChangedError{Customer: ch.customer, Known: ch.known, Found: found,
			Want: ch.want}
	}
	record(to, diags, ch.customer, found, ch.want, done)
	if done.err != nil {
		r.Connection.AddError(diags, &writeError{done.err})
	}
	return done.err == nil
}

// result is the result of a change, for the audit log.
type result struct {
	adopted   bool // nothing was written
	planned   bool // the plan refused it
	requestID string
	err       error
}

func (d result) word() ledger.AuditResult {
	switch {
	case errors.As(d.err, new(*budgets.UnconfirmedError)):
		return ledger.AuditUnconfirmed
	case errors.As(d.err, new(*otherError)), errors.As(d.err, new(*budgets.ChangedError)):
		return ledger.AuditRefused
	case d.adopted:
		return ledger.AuditAdopted
	}
	return connection.ResultOf(d.err)
}

// amountRecord is an amount in the audit log.
type amountRecord struct {
	Amount *json.Number `json:"amount"`
}

func newAmountRecord(amount *big.Float) amountRecord {
	if amount == nil {
		return amountRecord{}
	}
	text := json.Number(budgets.Text(amount))
	return amountRecord{&text}
}

// record writes a line of the audit log.
func record(to *connection.Services, diags *diag.Diagnostics, customer string,
	from, want *big.Float, done result) {
	line := audit.Record{Kind: "usage_budget", CustomerTenantID: customer, Result: string(done.word()),
		Planned: done.planned, To: newAmountRecord(want), RequestID: done.requestID, Err: done.err}
	if from != nil || done.err == nil {
		line.From = newAmountRecord(from)
	}
	to.Audit(diags, line)
}
