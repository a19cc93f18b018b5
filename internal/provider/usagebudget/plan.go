// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// ModifyPlan refuses to overwrite a budget that nobody has seen, and shows what is overwritten.
func (r *budgetResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse) {
	var plan, state model
	diags := &resp.Diagnostics
	creating := req.State.Raw.IsNull()
	if !creating {
		diags.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		warnDestroy(&state, diags)
		return
	}
	diags.Append(req.Plan.Get(ctx, &plan)...)
	if diags.HasError() {
		return
	}
	switch {
	case !creating && !plan.CustomerTenantID.Equal(state.CustomerTenantID):
		warnDestroy(&state, diags)
	case creating && !plan.CustomerTenantID.IsUnknown() && !plan.Amount.IsUnknown():
		r.review(ctx, &plan, diags)
	}
}

// review reads the budget that a new resource may overwrite. While the provider's configuration is
// unknown, only apply checks.
func (r *budgetResource) review(ctx context.Context, plan *model, diags *diag.Diagnostics) {
	if !r.Connection.Ready() {
		return
	}
	timeout := attribute.Timeout(ctx, plan.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, to, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return
	}
	found, err := c.Expect(ctx, plan.customer(), nil)
	switch {
	case budgets.IsUnknownCustomer(err), err == nil && found == nil,
		budgets.Same(found, plan.amount()):
		return
	case err != nil:
		r.Connection.AddError(diags, err)
	case plan.AllowOverwrite.IsUnknown():
		return
	case !plan.AllowOverwrite.ValueBool():
		refused := &otherError{plan.customer(), found, plan.amount()}
		r.Connection.AddError(diags, refused)
		record(to, diags, plan.customer(), found, plan.amount(), result{err: refused, planned: true})
	default:
		diags.AddAttributeWarning(path.Root("amount"), summaryOverwrites, fmt.Sprintf(
			"Customer %s has a budget of %s. Apply sets it to %s, because `allow_overwrite` is true.",
			plan.customer(), budgets.Text(found), budgets.Text(plan.amount())))
	}
}

func warnDestroy(state *model, diags *diag.Diagnostics) {
	if state.KeepOnDestroy.ValueBool() {
		diags.AddWarning(summaryKept, fmt.Sprintf("Customer %s keeps the budget of %s, because "+
			"`keep_on_destroy` is true. Destroy makes no call.", state.customer(),
			budgets.Text(state.amount())))
	}
}
