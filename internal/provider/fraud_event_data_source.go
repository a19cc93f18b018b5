// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

var (
	_ datasource.DataSourceWithConfigure      = (*fraudEventDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*fraudEventDataSource)(nil)
)

func newFraudEventDataSource() datasource.DataSource { return &fraudEventDataSource{} }

// fraudEventDataSource reads one fraud event.
type fraudEventDataSource struct{ connectedDataSource }

type fraudEventModel struct {
	eventModel

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (d *fraudEventDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event"
}

func (d *fraudEventDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	key := func(description string, check validator.String) schema.Attribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{check}}
	}
	attributes := eventAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"subscription_id": key(describeSubscriptionID+" Case does not count.", guidValidator()),
		"event_id":        key(describeEventID+" In another case it will do as long as it fits one event only.", eventIDValidator()),
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one fraud event in full. That Partner Center does not list it is an error.",
		Attributes:          attributes,
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockWithOpts(ctx, timeouts.Opts{
			ReadDescription: describeReadTimeout(),
		})},
	}
}

func (d *fraudEventDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m fraudEventModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		checkTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	}
}

func (d *fraudEventDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m fraudEventModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	ledger := d.connection.use(&resp.Diagnostics)
	defer d.connection.warn(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := m.Timeouts.Read(ctx, defaultReadTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	e, err := ledger.Lookup(ctx, fraud.Key{SubscriptionID: m.SubscriptionID.ValueString(), EventID: m.EventID.ValueString()})
	if err != nil {
		d.connection.addError(&resp.Diagnostics, refusedLookup(err))
		return
	}
	// The arguments stay as they are written, in whatever case.
	subscriptionID, eventID := m.SubscriptionID, m.EventID
	m.eventModel = newEventModel(e, true)
	m.SubscriptionID, m.EventID = subscriptionID, eventID
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// unlistedLookupError says that the event to be read is not listed.
type unlistedLookupError struct{ error }

// refusedLookup is the error of a failed lookup in words that fit one: there is no decision to record.
func refusedLookup(err error) error {
	if unlisted := (*fraud.UnlistedError)(nil); errors.As(err, &unlisted) {
		return &unlistedLookupError{err}
	}
	return err
}
