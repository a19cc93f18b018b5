// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/list/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ list.ListResourceWithConfigure      = (*budgetList)(nil)
	_ list.ListResourceWithValidateConfig = (*budgetList)(nil)
)

// NewList returns the list resource.
func NewList() list.ListResource { return &budgetList{} }

// budgetList finds the budgets of all customers for `terraform query`, by one call.
type budgetList struct{ connection.Resource }

type listModel struct {
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (r *budgetList) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_customer_usage_budget"
}

func (r *budgetList) ListResourceConfigSchema(ctx context.Context, _ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the spending budgets of the partner's customers for `terraform " +
			"query`, so that they can be imported. Customers without a budget are not listed.",
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockWithOpts(ctx, timeouts.Opts{
			ListDescription: attribute.DescribeTimeout("listing", attribute.DefaultReadTimeout),
		})},
	}
}

func (r *budgetList) ValidateListResourceConfig(ctx context.Context,
	req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	}
}

// List pushes the budgets by customer. It also pushes errors, as a result with only diagnostics.
func (r *budgetList) List(ctx context.Context, req list.ListRequest,
	stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		var m listModel
		diags := req.Config.Get(ctx, &m)
		timeout := attribute.Timeout(ctx, m.Timeouts.List, attribute.DefaultReadTimeout, &diags)
		found := r.read(ctx, timeout, &diags)
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		found = limited(found, req.Limit, &diags)
		if len(found) == 0 && len(diags) > 0 {
			push(list.ListResult{Diagnostics: diags})
		}
		for _, one := range found {
			result := listResult(ctx, req, one)
			result.Diagnostics = append(diags, result.Diagnostics...)
			diags = nil
			if !push(result) {
				return
			}
		}
	}
}

// read returns the customers with budgets that a configuration can declare.
func (r *budgetList) read(ctx context.Context, timeout time.Duration,
	diags *diag.Diagnostics) []budgets.Record {
	ctx, to, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return nil
	}
	all, err := c.Records(ctx)
	if err != nil {
		r.Connection.AddError(diags, err)
		return nil
	}
	var found []budgets.Record
	unfit := 0
	for _, one := range all {
		switch {
		case one.Budget == nil:
		case fraud.CheckGUID(one.Customer) != nil, budgets.CheckAmount(one.Budget) != nil:
			unfit++
		default:
			found = append(found, one)
		}
	}
	if unfit > 0 {
		diags.AddWarning("Budgets that no configuration can declare", fmt.Sprintf("Omitted budgets: %d. "+
			"Partner Center reports an amount that is not positive, or no customer. To see them, use the "+
			"data source `partnercenter_customer_usage_records`.", unfit))
	}
	sortByCustomer(found)
	return found
}

// limited returns as many budgets as Terraform asks for.
func limited(found []budgets.Record, limit int64, diags *diag.Diagnostics) []budgets.Record {
	if limit <= 0 || int64(len(found)) <= limit {
		return found
	}
	diags.AddWarning("More budgets exist than are listed", fmt.Sprintf(
		"Listed %d of %d budgets. To list all, set `limit = %d` in the `list` block (Terraform's "+
			"default is 100).", limit, len(found), len(found)))
	return found[:limit]
}

func listResult(ctx context.Context, req list.ListRequest, one budgets.Record) list.ListResult {
	m := imported(ctx, one.Customer, one.Budget)
	result := req.NewListResult(ctx)
	result.DisplayName = strings.TrimSpace(attribute.OneLine(cmp.Or(one.Name, one.Customer)) + ", " +
		budgets.Text(one.Budget) + " " + attribute.OneLine(one.CurrencyCode))
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	}
	return result
}
