// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*listDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*listDataSource)(nil)
)

// NewListDataSource returns the data source of a customer's Azure subscriptions.
func NewListDataSource() datasource.DataSource { return &listDataSource{} }

// listDataSource lists a customer's Azure subscriptions.
type listDataSource struct{ connection.DataSource }

type listModel struct {
	CustomerTenantID types.String       `tfsdk:"customer_tenant_id"`
	AzurePlanID      types.String       `tfsdk:"azure_plan_id"`
	Statuses         types.Set          `tfsdk:"statuses"`
	Entitlements     []entitlementModel `tfsdk:"entitlements"`
	Timeouts         timeouts.Value     `tfsdk:"timeouts"`
}

type entitlementModel struct {
	EntitlementID types.String `tfsdk:"entitlement_id"`
	AzurePlanID   types.String `tfsdk:"azure_plan_id"`
	FriendlyName  types.String `tfsdk:"friendly_name"`
	Status        types.String `tfsdk:"status"`
}

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_azure_entitlements"
}

func (d *listDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	text := attribute.ComputedText
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the Azure subscriptions of a customer's Azure plans, which the API " +
			"calls entitlements. It does not list legacy subscriptions.",
		Attributes: map[string]schema.Attribute{
			"customer_tenant_id": required(describeCustomer),
			"azure_plan_id": schema.StringAttribute{Optional: true,
				Validators: []validator.String{attribute.GUID()},
				MarkdownDescription: "The id (GUID) of an Azure plan. If it is null, the data source lists " +
					"all Azure plans of the customer."},
			"statuses": schema.SetAttribute{Optional: true, ElementType: types.StringType,
				Validators: []validator.Set{attribute.FilterSet(), setvalidator.NoNullValues()},
				MarkdownDescription: "Only subscriptions with one of these statuses, such as `active` or " +
					"`inactive`. Not case-sensitive."},
			"entitlements": schema.ListNestedAttribute{Computed: true,
				MarkdownDescription: "The subscriptions, ordered by `entitlement_id`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"entitlement_id": text("The id of the entitlement, which is the id of the Azure " +
						"subscription."),
					"azure_plan_id": text("The id of the Azure plan."),
					"friendly_name": text("The name of the subscription."),
					"status":        text(describeStatus),
				}}},
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func (d *listDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, attribute.Timeout(ctx, m.Timeouts.Read,
		attribute.DefaultReadTimeout, &resp.Diagnostics))
	defer end()
	if to == nil {
		return
	}
	found, err := m.read(ctx, entitlements.New(to.PartnerCenter))
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, explained(err))
		return
	}
	m.Entitlements = []entitlementModel{}
	for _, e := range found {
		if m.selects(e) {
			m.Entitlements = append(m.Entitlements, entitlementModel{
				EntitlementID: attribute.Text(e.ID), AzurePlanID: attribute.Text(e.PlanID),
				FriendlyName: attribute.Text(e.FriendlyName), Status: attribute.Text(e.Status)})
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// read returns the entitlements of the plan, or of all plans, in order.
func (m listModel) read(ctx context.Context, from *entitlements.Client) (
	found []entitlements.Entitlement, err error) {
	if plan := m.AzurePlanID.ValueString(); plan != "" {
		found, err = from.List(ctx, m.CustomerTenantID.ValueString(), plan)
	} else {
		found, err = from.ListAll(ctx, m.CustomerTenantID.ValueString())
	}
	slices.SortStableFunc(found, func(a, b entitlements.Entitlement) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.ID), strings.ToLower(b.ID)),
			strings.Compare(a.PlanID, b.PlanID))
	})
	return found, err
}

func (m listModel) selects(e entitlements.Entitlement) bool {
	if m.Statuses.IsNull() {
		return true
	}
	return slices.ContainsFunc(attribute.KnownMembers(m.Statuses), e.Is)
}
