// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

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
	_ datasource.DataSourceWithConfigure      = (*registrationData)(nil)
	_ datasource.DataSourceWithValidateConfig = (*registrationData)(nil)
	_ datasource.DataSourceWithConfigure      = (*eventNames)(nil)
	_ datasource.DataSourceWithValidateConfig = (*eventNames)(nil)
)

// NewRegistrationData returns the data source for the registration.
func NewRegistrationData() datasource.DataSource { return &registrationData{} }

type registrationData struct{ connection.DataSource }

type registrationDataModel struct {
	shown

	Exists   types.Bool     `tfsdk:"exists"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (d *registrationData) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook_registration"
}

func (d *registrationData) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the tenant's webhook registration, whichever tool created it.",
		Attributes: map[string]schema.Attribute{
			"exists": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the tenant " +
				"has a registration. If not, all other attributes but `tenant_id` are null."},
			"webhook_url": attribute.ComputedText(describeURL),
			"webhook_events": schema.SetAttribute{Computed: true, ElementType: types.StringType,
				MarkdownDescription: describeEvents},
			"signature_token_to_ms_signature_header": schema.BoolAttribute{Computed: true,
				MarkdownDescription: describeHeader + " Null if Partner Center does not return it."},
			"subscriber_id":           attribute.ComputedText(describeSubscriber),
			"tenant_id":               attribute.ComputedText(describeTenant),
			"last_modified_timestamp": attribute.ComputedTime(describeModified),
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *registrationData) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var m registrationDataModel
	diags := &resp.Diagnostics
	diags.Append(req.Config.Get(ctx, &m)...)
	timeout := attribute.Timeout(ctx, m.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, services, end := d.Connection.Open(ctx, diags, timeout)
	defer end()
	if services == nil {
		return
	}
	who, err := services.Identify(ctx)
	if err != nil {
		d.Connection.AddError(diags, err)
		return
	}
	found, err := services.Webhooks.Registration(ctx)
	if err != nil {
		d.Connection.AddError(diags, err)
		return
	}
	m.TenantID, m.Exists = attribute.Text(who.TenantID), types.BoolValue(found != nil)
	m.WebhookEvents, m.LastModified = types.SetNull(types.StringType), timetypes.NewRFC3339Null()
	if found != nil {
		m.WebhookURL, m.WebhookEvents = attribute.Text(found.URL), set(spelledAs(nil, found.Events))
		m.MSSignatureHeader = types.BoolPointerValue(found.MSSignatureHeader)
		m.SubscriberID = attribute.Text(found.SubscriberID)
		m.LastModified = attribute.Timestamp(found.ModifiedOn)
	}
	diags.Append(resp.State.Set(ctx, &m)...)
}

// NewEventNames returns the data source for the names of events.
func NewEventNames() datasource.DataSource { return &eventNames{} }

type eventNames struct{ connection.DataSource }

type eventNamesModel struct {
	EventNames types.Set      `tfsdk:"event_names"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

func (d *eventNames) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook_event_names"
}

func (d *eventNames) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the names of all webhook events that a registration can name.",
		Attributes: map[string]schema.Attribute{
			"event_names": schema.SetAttribute{Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The names, as Partner Center lists them now."},
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *eventNames) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var m eventNamesModel
	diags := &resp.Diagnostics
	diags.Append(req.Config.Get(ctx, &m)...)
	timeout := attribute.Timeout(ctx, m.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, services, end := d.Connection.Open(ctx, diags, timeout)
	defer end()
	if services == nil {
		return
	}
	names, err := services.Webhooks.EventNames(ctx)
	if err != nil {
		d.Connection.AddError(diags, err)
		return
	}
	m.EventNames = set(spelledAs(nil, names))
	diags.Append(resp.State.Set(ctx, &m)...)
}
