// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*summaryDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*summaryDataSource)(nil)
)

// NewSummary returns the data source of the whole partner's usage.
func NewSummary() datasource.DataSource { return &summaryDataSource{} }

// summaryDataSource reads the usage of all customers together.
type summaryDataSource struct{ connection.DataSource }

type summaryModel struct {
	CustomersOverBudget   types.Number      `tfsdk:"customers_over_budget"`
	CustomersTrendingOver types.Number      `tfsdk:"customers_trending_over"`
	CustomersWithUsage    types.Number      `tfsdk:"customers_with_usage_based_subscription"`
	TotalCost             types.Number      `tfsdk:"total_cost"`
	USDTotalCost          types.Number      `tfsdk:"usd_total_cost"`
	CurrencyCode          types.String      `tfsdk:"currency_code"`
	CurrencyLocale        types.String      `tfsdk:"currency_locale"`
	BillingStartDate      timetypes.RFC3339 `tfsdk:"billing_start_date"`
	BillingEndDate        timetypes.RFC3339 `tfsdk:"billing_end_date"`
	LastModified          timetypes.RFC3339 `tfsdk:"last_modified"`
	Timeouts              timeouts.Value    `tfsdk:"timeouts"`
}

func (d *summaryDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_usage_summary"
}

func (d *summaryDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	text, number, timestamp := attribute.ComputedText, attribute.ComputedNumber,
		attribute.ComputedTime
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the Azure usage of all customers together in the current billing " +
			"period. Costs are Microsoft's estimates, updated daily. They are not for billing.",
		Attributes: map[string]schema.Attribute{
			"customers_over_budget": number("The number of customers who have exceeded their budget."),
			"customers_trending_over": number(
				"The number of customers who are about to exceed their budget."),
			"customers_with_usage_based_subscription": number(
				"The number of customers with a usage-based subscription."),
			"total_cost": number("The cost so far, with all decimals."),
			"usd_total_cost": number("The cost so far in US dollars. Null if Partner Center does " +
				"not return it."),
			"currency_code": text("The currency of the cost, such as `EUR`. Null if Partner Center " +
				"does not return it."),
			"currency_locale": text("The locale that implies the currency. Null if Partner Center " +
				"does not return it."),
			"billing_start_date": timestamp("The start of the billing period (RFC 3339)."),
			"billing_end_date":   timestamp("The end of the billing period (RFC 3339)."),
			"last_modified":      timestamp("The time of the last update (RFC 3339)."),
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *summaryDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var m summaryModel
	diags := &resp.Diagnostics
	diags.Append(req.Config.Get(ctx, &m)...)
	timeout := attribute.Timeout(ctx, m.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, to, end := d.Connection.Open(ctx, diags, timeout)
	defer end()
	c := client(to, diags)
	if c == nil {
		return
	}
	s, err := c.Summary(ctx)
	if err != nil {
		d.Connection.AddError(diags, err)
		return
	}
	diags.Append(resp.State.Set(ctx, summaryModel{
		CustomersOverBudget:   types.NumberValue(s.CustomersOverBudget),
		CustomersTrendingOver: types.NumberValue(s.CustomersTrendingOver),
		CustomersWithUsage:    types.NumberValue(s.CustomersWithUsage),
		TotalCost:             types.NumberValue(s.TotalCost),
		USDTotalCost:          types.NumberValue(s.USDTotalCost),
		CurrencyCode:          attribute.Text(s.CurrencyCode),
		CurrencyLocale:        attribute.Text(s.CurrencyLocale),
		BillingStartDate:      attribute.Timestamp(s.BillingStart),
		BillingEndDate:        attribute.Timestamp(s.BillingEnd),
		LastModified:          attribute.Timestamp(s.LastModified), Timeouts: m.Timeouts,
	})...)
}
