// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*summaryDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*summaryDataSource)(nil)
)

// NewSummary returns the data source that counts events.
func NewSummary() datasource.DataSource { return &summaryDataSource{} }

// summaryDataSource counts fraud events.
type summaryDataSource struct{ connection.DataSource }

type summaryArguments struct {
	FilterModel

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (d *summaryDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_summary"
}

func (d *summaryDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	attributes := FilterAttributes()
	maps.Copy(attributes, summaryMembers().attributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Counts the fraud events of the partner's customers. State holds no " +
			"events, and does not grow with their number.",
		Attributes: attributes,
		Blocks:     attribute.ReadTimeouts(ctx),
	}
}

func (d *summaryDataSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var in summaryArguments
	resp.Diagnostics.Append(readArguments(ctx, req.Config, &in)...)
	if !resp.Diagnostics.HasError() {
		in.Validate(path.Empty(), &resp.Diagnostics)
		d.DataSource.ValidateConfig(ctx, req, resp)
	}
}

func (d *summaryDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in summaryArguments
	resp.Diagnostics.Append(readArguments(ctx, req.Config, &in)...)
	timeout := attribute.Timeout(ctx, in.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	filter := in.Filter(ctx, &resp.Diagnostics)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, timeout)
	defer end()
	if to == nil {
		return
	}
	WarnClassic(to.Ledger, filter, path.Empty(), &resp.Diagnostics)

	summary, err := to.Ledger.Summarize(ctx, filter, time.Now())
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	resp.Diagnostics.Append(summaryMembers().setState(ctx, &resp.State, summary)...)
}
