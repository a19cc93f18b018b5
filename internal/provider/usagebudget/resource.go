// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ resource.ResourceWithConfigure      = (*budgetResource)(nil)
	_ resource.ResourceWithIdentity       = (*budgetResource)(nil)
	_ resource.ResourceWithImportState    = (*budgetResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*budgetResource)(nil)
	_ resource.ResourceWithValidateConfig = (*budgetResource)(nil)
)

// NewResource returns the resource.
func NewResource() resource.Resource { return &budgetResource{} }

// budgetResource declares the budget of one customer.
type budgetResource struct{ connection.Resource }

type model struct {
	CustomerTenantID types.String   `tfsdk:"customer_tenant_id"`
	Amount           types.Number   `tfsdk:"amount"`
	AllowOverwrite   types.Bool     `tfsdk:"allow_overwrite"`
	KeepOnDestroy    types.Bool     `tfsdk:"keep_on_destroy"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

type identity struct {
	CustomerTenantID types.String `tfsdk:"customer_tenant_id"`
}

func (m *model) identity() identity { return identity{m.CustomerTenantID} }
func (m *model) customer() string   { return m.CustomerTenantID.ValueString() }
func (m *model) amount() *big.Float { return m.Amount.ValueBigFloat() }

// imported returns the budget of an import or a query. Its options are false and not null, so that
// there are no changes whether a configuration omits them or sets false.
func imported(ctx context.Context, customer string, amount *big.Float) *model {
	no := types.BoolValue(false)
	return &model{CustomerTenantID: types.StringValue(customer), Amount: types.NumberValue(amount),
		AllowOverwrite: no, KeepOnDestroy: no, Timeouts: attribute.NoTimeouts(timeoutsBlock(ctx))}
}

func (r *budgetResource) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_customer_usage_budget"
}

const describeCustomer = "The tenant id (GUID) of the customer."

func (r *budgetResource) Schema(ctx context.Context, _ resource.SchemaRequest,
	resp *resource.SchemaResponse) {
	option := func(description string) schema.Attribute {
		return schema.BoolAttribute{
			Optional: true, Computed: true, MarkdownDescription: description + " Defaults to `false`.",
			PlanModifiers: []planmodifier.Bool{attribute.NullByDefault()},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the monthly spending budget for all Azure usage of one " +
			"customer.",
		Attributes: map[string]schema.Attribute{
			"customer_tenant_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: describeCustomer +
					" Changing this forces a new resource to be created.",
				Validators: []validator.String{attribute.GUID()},
				PlanModifiers: []planmodifier.String{attribute.KeepCase(),
					stringplanmodifier.RequiresReplace()},
			},
			"amount": schema.NumberAttribute{
				Required: true,
				MarkdownDescription: "The budget per month, in the currency of the customer's usage records. " +
					"It must be greater than 0, with at most 28 digits. It is never rounded.",
				Validators: []validator.Number{checkedNumber{"amount",
					"must be greater than 0, with at most 28 digits", budgets.CheckAmount}},
			},
			"allow_overwrite": option("Whether to overwrite another budget: one that the customer " +
				"already has when the resource is created, or one set by somebody else since the plan."),
			"keep_on_destroy": option("Whether a destroy leaves the budget in Partner Center. " +
				"Otherwise, it removes the budget. The last applied value is used."),
		},
		Blocks: map[string]schema.Block{"timeouts": timeoutsBlock(ctx)},
	}
}

func timeoutsBlock(ctx context.Context) schema.Block {
	return timeouts.Block(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: attribute.DescribeTimeout("setting the budget",
			attribute.DefaultWriteTimeout),
		ReadDescription: attribute.DescribeTimeout("reading the budget in a refresh or a plan",
			attribute.DefaultReadTimeout),
		UpdateDescription: attribute.DescribeTimeout("changing the budget",
			attribute.DefaultWriteTimeout),
		DeleteDescription: attribute.DescribeTimeout("removing the budget",
			attribute.DefaultWriteTimeout),
	})
}

func (r *budgetResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"customer_tenant_id": identityschema.StringAttribute{RequiredForImport: true,
			Description: describeCustomer},
	}}
}

func (r *budgetResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	}
}
