// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// ImportState imports a budget by the customer's tenant id. Imports of many budgets share one call:
// the records show most budgets.
func (r *budgetResource) ImportState(ctx context.Context, req resource.ImportStateRequest,
	resp *resource.ImportStateResponse) {
	diags := &resp.Diagnostics
	customer := importID(ctx, req, diags)
	if diags.HasError() {
		return
	}
	ctx, to, end := r.Connection.Open(ctx, diags, attribute.DefaultReadTimeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return
	}
	shown, known, err := c.Record(ctx, customer)
	amount := shown.Budget
	if err == nil && (!known || amount == nil) {
		amount, err = c.Get(ctx, customer)
	}
	switch {
	case err != nil && !budgets.IsUnknownCustomer(err):
		r.Connection.AddError(diags, err)
		return
	case amount == nil:
		diags.AddError(summaryNoBudget, fmt.Sprintf("Customer %s has no budget, so there is nothing to "+
			"import. Check the tenant id, or create the budget.", customer))
		return
	}
	m := imported(ctx, customer, amount)
	diags.Append(resp.State.Set(ctx, m)...)
	diags.Append(resp.Identity.Set(ctx, m.identity())...)
}

// importID reads the id of an import, or the identity of an import block.
func importID(ctx context.Context, req resource.ImportStateRequest,
	diags *diag.Diagnostics) string {
	id := req.ID
	if id == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		var named identity
		diags.Append(req.Identity.Get(ctx, &named)...)
		id = named.CustomerTenantID.ValueString()
	}
	if err := fraud.CheckGUID(id); err != nil {
		diags.AddAttributeError(path.Root("customer_tenant_id"), "Invalid import id",
			explain.Invalid("the customer's tenant id", err)+
				" An import id is the tenant id of the customer.")
	}
	return id
}
