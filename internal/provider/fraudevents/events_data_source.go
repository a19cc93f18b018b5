// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

var (
	_ datasource.DataSourceWithConfigure      = (*eventsDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*eventsDataSource)(nil)
)

// NewEvents returns the data source that lists events.
func NewEvents() datasource.DataSource { return &eventsDataSource{} }

// eventsDataSource lists fraud events.
type eventsDataSource struct{ filteredDataSource }

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

func (d *eventsDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in struct {
		IncludeDetails types.Bool `tfsdk:"include_details"`
	}
	resp.Diagnostics.Append(readArguments(ctx, req.Config, &in)...)
	d.read(ctx, req, resp, func(ctx context.Context, book *ledger.Ledger, filter fraud.Filter) error {
		events, err := book.Search(ctx, filter)
		if err != nil {
			return err
		}
		shown := eventMembers()
		if !in.IncludeDetails.IsNull() && !in.IncludeDetails.ValueBool() {
			shown = shown.withoutDetails(ctx)
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("events"), shown.list(events))...)
		return nil
	})
}
