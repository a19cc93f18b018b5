// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package securityscore is the data source for the partner security score.
package securityscore

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)
)

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &dataSource{} }

// dataSource reads the score from Microsoft Graph.
type dataSource struct{ connection.DataSource }

type model struct {
	IncludeCustomerInsights types.Bool        `tfsdk:"include_customer_insights"`
	CurrentScore            types.Number      `tfsdk:"current_score"`
	MaxScore                types.Number      `tfsdk:"max_score"`
	UpdatedDateTime         timetypes.RFC3339 `tfsdk:"updated_date_time"`
	LastRefreshDateTime     timetypes.RFC3339 `tfsdk:"last_refresh_date_time"`
	Requirements            types.Map         `tfsdk:"requirements"`
	CustomerInsights        types.Map         `tfsdk:"customer_insights"`
	Timeouts                timeouts.Value    `tfsdk:"timeouts"`
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_security_score"
}

func (d *dataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	number, timestamp := attribute.ComputedNumber, attribute.ComputedTime
	resp.Schema = schema.Schema{
		MarkdownDescription: "**Preview.** Reads the partner security score, its requirements, and " +
			"optionally how each customer uses MFA. Microsoft offers this API in the beta version of " +
			"Microsoft Graph, for partners in the global cloud, and may change it at any time.",
		Attributes: map[string]schema.Attribute{
			"include_customer_insights": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether to read `customer_insights`, too. Defaults to `false`."},
			"current_score": number("The score. Microsoft updates it with a delay."),
			"max_score":     number("The highest possible score."),
			"updated_date_time": timestamp("The time when the score last changed (RFC 3339). Null if " +
				"Graph does not return it."),
			"last_refresh_date_time": timestamp("The time when Microsoft last collected the data for the " +
				"score (RFC 3339). Null if Graph does not return it."),
			"requirements": schema.MapNestedAttribute{Computed: true,
				MarkdownDescription: "The requirements that make up the score, by type, such as " +
					"`mfaEnforcedForAdmins`, `mfaEnforcedForAdminsOfCustomers`, " +
					"`securityAlertsPromptlyResolved`, `securityContactProvided`, and " +
					"`spendingBudgetSetForCustomerAzureSubscriptions`. Microsoft may add types.",
				NestedObject: schema.NestedAttributeObject{Attributes: requirements().schemas()}},
			"customer_insights": schema.MapNestedAttribute{Computed: true,
				MarkdownDescription: "How the customers use MFA, by the customer's tenant id in lower " +
					"case. Null unless `include_customer_insights` is `true`.",
				NestedObject: schema.NestedAttributeObject{Attributes: insights().schemas()}},
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	timeout := attribute.Timeout(ctx, m.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, timeout)
	defer end()
	if to == nil {
		return
	}
	if err := m.read(ctx, to.Graph); err != nil {
		d.Connection.AddError(&resp.Diagnostics, failure{err})
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (m *model) read(ctx context.Context, connect func() (*graph.Client, error)) error {
	client, err := connect()
	if err != nil {
		return err
	}
	score, err := client.SecurityScore(ctx)
	if err != nil {
		return err
	}
	m.CurrentScore, m.MaxScore = types.NumberValue(score.Current), types.NumberValue(score.Max)
	m.UpdatedDateTime = attribute.Timestamp(score.UpdatedOn)
	m.LastRefreshDateTime = attribute.Timestamp(score.RefreshedOn)
	m.Requirements = requirements().table(score.Requirements)
	m.CustomerInsights = types.MapNull(insights().object())
	if !m.IncludeCustomerInsights.ValueBool() {
		return nil
	}
	found, err := client.CustomerInsights(ctx)
	if err == nil {
		m.CustomerInsights = insights().table(found)
	}
	return err
}
