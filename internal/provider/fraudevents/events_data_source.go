// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*eventsDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*eventsDataSource)(nil)
)

// NewEvents returns the data source that lists events.
func NewEvents() datasource.DataSource { return &eventsDataSource{} }

// eventsDataSource lists fraud events.
type eventsDataSource struct{ connection.DataSource }

type eventsArguments struct {
	FilterModel

	IncludeDetails types.Bool     `tfsdk:"include_details"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

func (d *eventsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_events"
}

func (d *eventsDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	attributes := FilterAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"include_details": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Defaults to `true`. If `false`, `additional_details`, " +
				"`affected_resources`, `activity_logs`, `entity_*`, and `resource_*` are null, so state " +
				"does not hold them.",
		},
		"events": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The matching events, newest `event_time` first, then by `event_id`.",
			NestedObject:        schema.NestedAttributeObject{Attributes: eventMembers().attributes()},
		},
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the fraud events of the partner's customers. An empty list " +
			"is not an error.",
		Attributes: attributes,
		Blocks:     attribute.ReadTimeouts(ctx),
	}
}

func (d *eventsDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest,
	resp *datasource.ValidateConfigResponse) {
	var in eventsArguments
	resp.Diagnostics.Append(readArguments(ctx, req.Config, &in)...)
	if !resp.Diagnostics.HasError() {
		in.Validate(path.Empty(), &resp.Diagnostics)
		d.DataSource.ValidateConfig(ctx, req, resp)
	}
}

func (d *eventsDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in eventsArguments
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

	events, err := to.Ledger.Search(ctx, filter)
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	shown := eventMembers()
	if !in.IncludeDetails.IsNull() && !in.IncludeDetails.ValueBool() {
		shown = shown.withoutDetails(ctx)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("events"), shown.list(events))...)
}
