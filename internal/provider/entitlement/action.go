// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ action.ActionWithConfigure      = (*changeAction)(nil)
	_ action.ActionWithValidateConfig = (*changeAction)(nil)
	_ action.ActionWithModifyPlan     = (*changeAction)(nil)
)

// NewCancel returns the action that cancels an Azure subscription.
func NewCancel() action.Action { return &changeAction{cancel: true} }

// NewReactivate returns the action that reactivates one.
func NewReactivate() action.Action { return &changeAction{} }

// changeAction cancels or reactivates one Azure subscription.
type changeAction struct {
	connection.Action

	cancel bool
}

func (a *changeAction) Metadata(_ context.Context, req action.MetadataRequest,
	resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_reactivate_azure_entitlement"
	if a.cancel {
		resp.TypeName = req.ProviderTypeName + "_cancel_azure_entitlement"
	}
}

func (a *changeAction) Schema(ctx context.Context, _ action.SchemaRequest,
	resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reactivates one canceled Azure subscription of a customer.",
		Attributes:          commonAttributes(),
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockWithOpts(ctx, timeouts.Opts{
			InvokeDescription: attribute.DescribeTimeout("invoking", attribute.DefaultInvokeTimeout) +
				" It covers the wait for the new status, about ten minutes.",
		})},
	}
	if a.cancel {
		resp.Schema.MarkdownDescription = "Cancels one Azure subscription of a customer, to contain an " +
			"attack. **Azure stops all of its resources at once, and deletes its data after a retention " +
			"period.** Get the customer's consent first."
		maps.Copy(resp.Schema.Attributes, cancelAttributes())
	}
}

func (a *changeAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest,
	resp *action.ValidateConfigResponse) {
	read(ctx, a.cancel, req.Config, &resp.Diagnostics)
}

// ModifyPlan previews the change: the plan is the review. Terraform calls it during the plan only.
func (a *changeAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest,
	resp *action.ModifyPlanResponse) {
	m, ok := read(ctx, a.cancel, req.Config, &resp.Diagnostics)
	if !ok || !req.Config.Raw.IsFullyKnown() || !a.Connection.Ready() {
		return
	}
	i := &invocation{model: m, connection: a.Connection, diags: &resp.Diagnostics}
	i.begin(ctx, i.preview)
}

// Invoke carries out the change, after Terraform's approval of the plan.
func (a *changeAction) Invoke(ctx context.Context, req action.InvokeRequest,
	resp *action.InvokeResponse) {
	m, ok := read(ctx, a.cancel, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	if !req.Config.Raw.IsFullyKnown() {
		resp.Diagnostics.AddError(summaryNotKnown, "A value of this action is unknown. Nothing was "+
			"sent. Apply the dependencies of the value first.")
		return
	}
	i := &invocation{model: m, connection: a.Connection, diags: &resp.Diagnostics}
	i.send = func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	}
	i.begin(ctx, i.run)
}

func commonAttributes() map[string]schema.Attribute {
	id := func(description string) schema.Attribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description,
			Validators: []validator.String{attribute.GUID()}}
	}
	option := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"customer_tenant_id": id("The tenant id (GUID) of the customer."),
		"subscription_id":    id("The id (GUID) of the Azure subscription, as in a fraud event."),
		"confirm_subscription_id": id("The id of the Azure subscription again. It must be a literal in " +
			"the configuration, and equal `subscription_id`."),
		"azure_plan_id": schema.StringAttribute{Optional: true,
			Validators: []validator.String{attribute.GUID()},
			MarkdownDescription: "The id (GUID) of the Azure plan of the subscription. If it is null, the " +
				"action searches all Azure plans of the customer."},
		"require_fraud_event": option("Whether Partner Center must list a fraud event of this " +
			"subscription and customer that is open, or resolved as `Fraud`. Defaults to `true`."),
		"dry_run": option("Whether to report everything and send nothing. Defaults to `false`."),
		"wait": option("Whether to wait until Partner Center reports the new status, which takes about " +
			"ten minutes. Defaults to `true`."),
	}
}

func cancelAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"cancellation_reason": schema.StringAttribute{Optional: true,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The reason that Partner Center records. `compromise` is the only " +
				"documented one. Defaults to `compromise`."},
		"resolve_fraud_events": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Whether to resolve the open fraud events of the subscription as `Fraud` " +
				"afterwards. The action names each of them. Defaults to `false`."},
	}
}
