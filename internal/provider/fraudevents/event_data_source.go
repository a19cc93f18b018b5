// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

var (
	_ datasource.DataSourceWithConfigure      = (*eventDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*eventDataSource)(nil)
)

// NewEvent returns the data source of one event.
func NewEvent() datasource.DataSource { return &eventDataSource{} }

// eventDataSource reads one fraud event.
type eventDataSource struct{ connection.DataSource }

type eventArguments struct {
	SubscriptionID types.String   `tfsdk:"subscription_id"`
	EventID        types.String   `tfsdk:"event_id"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

func (d *eventDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event"
}

func (d *eventDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	key := func(description string, check validator.String) schema.Attribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description,
			Validators: []validator.String{check}}
	}
	attributes := eventMembers().attributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"subscription_id": key(DescribeSubscriptionID+" Not case-sensitive.", attribute.GUID()),
		"event_id": key(DescribeEventID+
			" Another case is accepted if it matches only one event.", attribute.EventID()),
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one fraud event in full. An event that Partner Center does not " +
			"list is an error.",
		Attributes: attributes,
		Blocks:     attribute.ReadTimeouts(ctx),
	}
}

func (d *eventDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in eventArguments
	resp.Diagnostics.Append(readArguments(ctx, req.Config, &in)...)
	timeout := attribute.Timeout(ctx, in.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, timeout)
	defer end()
	if to == nil {
		return
	}
	e, err := to.Ledger.Lookup(ctx, fraud.Key{SubscriptionID: in.SubscriptionID.ValueString(),
		EventID: in.EventID.ValueString()})
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, refusedLookup(err))
		return
	}
	resp.Diagnostics.Append(eventMembers().setState(ctx, &resp.State, e)...)
}

// unlistedLookupError means that the event is unlisted.
type unlistedLookupError struct{ error }

const adviceUnlistedLookup = "Check the ids, and that the credentials have access to this " +
	"customer. " +
	"Resolved events leave the list after some time: take the data source out of the configuration, " +
	"or use `partnercenter_fraud_events`, for which an empty result is not an error."

func (e *unlistedLookupError) Explain() explain.Explanation {
	return About(e, "event_id", SummaryNotListed, adviceUnlistedLookup)
}

// refusedLookup rewords an error for a lookup, which has no decision to record.
func refusedLookup(err error) error {
	if unlisted := (*fraud.UnlistedError)(nil); errors.As(err, &unlisted) {
		return &unlistedLookupError{err}
	}
	return err
}
