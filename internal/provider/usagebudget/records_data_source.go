// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*recordsDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*recordsDataSource)(nil)
)

// NewRecords returns the data source of all customers' usage.
func NewRecords() datasource.DataSource { return &recordsDataSource{} }

// recordsDataSource reads the usage of all customers in the current month.
type recordsDataSource struct{ connection.DataSource }

type recordsModel struct {
	BudgetMissing      types.Bool     `tfsdk:"budget_missing"`
	PercentUsedAtLeast types.Number   `tfsdk:"percent_used_at_least"`
	Customers          []recordModel  `tfsdk:"customers"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`
}

type recordModel struct {
	CustomerTenantID types.String      `tfsdk:"customer_tenant_id"`
	CustomerName     types.String      `tfsdk:"customer_name"`
	BudgetAmount     types.Number      `tfsdk:"budget_amount"`
	PercentUsed      types.Number      `tfsdk:"percent_used"`
	TotalCost        types.Number      `tfsdk:"total_cost"`
	USDTotalCost     types.Number      `tfsdk:"usd_total_cost"`
	CurrencyCode     types.String      `tfsdk:"currency_code"`
	CurrencyLocale   types.String      `tfsdk:"currency_locale"`
	HasAzurePlan     types.Bool        `tfsdk:"has_azure_plan"`
	LastModified     timetypes.RFC3339 `tfsdk:"last_modified"`
}

func newRecordModel(r budgets.Record) recordModel {
	return recordModel{
		CustomerTenantID: attribute.Exactly(r.Customer), CustomerName: attribute.Text(r.Name),
		BudgetAmount: types.NumberValue(r.Budget), PercentUsed: types.NumberValue(r.PercentUsed),
		TotalCost: types.NumberValue(r.TotalCost), USDTotalCost: types.NumberValue(r.USDTotalCost),
		CurrencyCode: attribute.Text(r.CurrencyCode), CurrencyLocale: attribute.Text(r.CurrencyLocale),
		HasAzurePlan: types.BoolValue(r.HasAzurePlan), LastModified: attribute.Timestamp(r.LastModified),
	}
}

func (d *recordsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_customer_usage_records"
}

const (
	describeCurrency = "The currency of the costs and the budget, such as `EUR`. Null for legacy " +
		"subscriptions, which have `currency_locale`."
	describeLocale = "The locale that implies the currency of legacy subscriptions, such as " +
		"`fr-FR`. Null for Azure plans."
)

func (d *recordsDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	text, number, timestamp := attribute.ComputedText, attribute.ComputedNumber,
		attribute.ComputedTime
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the Azure usage of all customers in the current month, with their " +
			"spending budgets. Costs are Microsoft's estimates, updated daily, about 24 hours late. " +
			"They are not for billing.",
		Attributes: map[string]schema.Attribute{
			"budget_missing": schema.BoolAttribute{Optional: true, MarkdownDescription: "`true` selects " +
				"customers without a budget, `false` those with one. If it is null, both are selected."},
			"percent_used_at_least": schema.NumberAttribute{Optional: true, MarkdownDescription: "Selects " +
				"customers who have used at least this percentage of their budget, such as `80`. It must " +
				"be at least 0. A customer whose percentage is null is not selected.",
				Validators: []validator.Number{checkedNumber{"percent_used_at_least", "must be at least 0",
					budgets.CheckPercent}}},
			"customers": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The customers, ordered by `customer_tenant_id`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"customer_tenant_id": text(describeCustomer),
					"customer_name":      text("The name of the customer."),
					"budget_amount": number(
						"The budget per month. Null if there is none."),
					"percent_used": number(
						"The percentage of the budget that is used. It can exceed 100."),
					"total_cost":      number("The cost of this month so far, with all decimals."),
					"usd_total_cost":  number("The cost of this month so far in US dollars."),
					"currency_code":   text(describeCurrency),
					"currency_locale": text(describeLocale),
					"has_azure_plan": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the " +
						"customer has an Azure plan. Otherwise, the usage is that of legacy subscriptions."},
					"last_modified": timestamp("The time of the last update (RFC 3339)."),
				}},
			},
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *recordsDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in recordsArguments
	diags := &resp.Diagnostics
	diags.Append(in.read(ctx, req.Config)...)
	timeout := attribute.Timeout(ctx, in.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, to, end := d.Connection.Open(ctx, diags, timeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return
	}
	all, err := c.Records(ctx)
	if err != nil {
		d.Connection.AddError(diags, err)
		return
	}
	out := recordsModel{BudgetMissing: in.BudgetMissing, PercentUsedAtLeast: in.PercentUsedAtLeast,
		Timeouts: in.Timeouts, Customers: []recordModel{}}
	sortByCustomer(all)
	for _, r := range all {
		if in.selects(r) {
			out.Customers = append(out.Customers, newRecordModel(r))
		}
	}
	diags.Append(resp.State.Set(ctx, out)...)
}

// recordsArguments are the filters.
type recordsArguments struct {
	BudgetMissing      types.Bool
	PercentUsedAtLeast types.Number
	Timeouts           timeouts.Value
}

func (a *recordsArguments) read(ctx context.Context, from tfsdk.Config) (diags diag.Diagnostics) {
	for name, to := range map[string]any{"budget_missing": &a.BudgetMissing,
		"percent_used_at_least": &a.PercentUsedAtLeast, "timeouts": &a.Timeouts} {
		diags.Append(from.GetAttribute(ctx, path.Root(name), to)...)
	}
	return diags
}

// selects applies the filters. Zero is a budget, too, and a missing percentage is not zero.
func (a *recordsArguments) selects(r budgets.Record) bool {
	if missing := a.BudgetMissing; !missing.IsNull() && missing.ValueBool() != (r.Budget == nil) {
		return false
	}
	least := a.PercentUsedAtLeast
	return least.IsNull() ||
		r.PercentUsed != nil && r.PercentUsed.Cmp(least.ValueBigFloat()) >= 0
}
