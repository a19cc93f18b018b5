// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)
)

// NewDataSource returns the data source of one Azure subscription.
func NewDataSource() datasource.DataSource { return &dataSource{} }

// dataSource reads one Azure subscription.
type dataSource struct{ connection.DataSource }

type oneModel struct {
	CustomerTenantID types.String   `tfsdk:"customer_tenant_id"`
	SubscriptionID   types.String   `tfsdk:"subscription_id"`
	AzurePlanID      types.String   `tfsdk:"azure_plan_id"`
	Status           types.String   `tfsdk:"status"`
	FriendlyName     types.String   `tfsdk:"friendly_name"`
	IsLegacy         types.Bool     `tfsdk:"is_legacy"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_azure_entitlement"
}

func (d *dataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	text := attribute.ComputedText
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the status of one Azure subscription of a customer, and finds its " +
			"Azure plan. A subscription that Partner Center does not list is an error.",
		Attributes: map[string]schema.Attribute{
			"customer_tenant_id": required(describeCustomer),
			"subscription_id": required("The id (GUID) of the Azure subscription, as in a fraud event. " +
				"Not case-sensitive."),
			"azure_plan_id": text("The id of the Azure plan. Null for a legacy subscription."),
			"status":        text(describeStatus),
			"friendly_name": text("The name of the subscription."),
			"is_legacy": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the " +
				"subscription has a legacy Azure offer instead of an Azure plan. The actions cannot cancel " +
				"or reactivate it."},
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var m oneModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, attribute.Timeout(ctx, m.Timeouts.Read,
		attribute.DefaultReadTimeout, &resp.Diagnostics))
	defer end()
	if to == nil {
		return
	}
	found, err := entitlements.New(to.PartnerCenter).Find(ctx, m.CustomerTenantID.ValueString(), "",
		m.SubscriptionID.ValueString())
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, explained(err))
		return
	}
	m.AzurePlanID = attribute.Text(found.PlanID)
	m.Status, m.FriendlyName = attribute.Text(found.Status), attribute.Text(found.FriendlyName)
	m.IsLegacy = types.BoolValue(found.Legacy)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

const (
	describeCustomer = "The tenant id (GUID) of the customer. Not case-sensitive."
	describeStatus   = "The status, such as `active` or `inactive`."
)

func required(description string) schema.Attribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: description,
		Validators: []validator.String{attribute.GUID()}}
}
