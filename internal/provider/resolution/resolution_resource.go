// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

var (
	_ resource.ResourceWithConfigure      = (*resolutionResource)(nil)
	_ resource.ResourceWithIdentity       = (*resolutionResource)(nil)
	_ resource.ResourceWithImportState    = (*resolutionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*resolutionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*resolutionResource)(nil)
)

// NewResolution returns the resource for one decision.
func NewResolution() resource.Resource { return &resolutionResource{} }

// resolutionResource declares a decision about one fraud event.
type resolutionResource struct {
	declared[resolutionModel, *resolutionModel]
}

func (r *resolutionResource) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_resolution"
}

func (r *resolutionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse) {
	var m resolutionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	fraudevents.CheckReason(m.Status, m.Reason, path.Root("reason"), &resp.Diagnostics)
}

func (r *resolutionResource) Schema(ctx context.Context, _ resource.SchemaRequest,
	resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares the decision about one fraud event: its status and, if it is " +
			"resolved, the reason.",
		Attributes: resolutionAttributes(),
		Blocks:     map[string]schema.Block{"timeouts": resolutionTimeouts(ctx)},
	}
}

func (r *resolutionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"subscription_id": identityschema.StringAttribute{RequiredForImport: true,
			Description: fraudevents.DescribeSubscriptionID},
		"event_id": identityschema.StringAttribute{RequiredForImport: true,
			Description: fraudevents.DescribeEventID},
	}}
}

func resolutionTimeouts(ctx context.Context) schema.Block {
	return timeouts.Block(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: attribute.DescribeTimeout("carrying out new decisions",
			attribute.DefaultWriteTimeout),
		ReadDescription: attribute.DescribeTimeout("reading events in a refresh or a plan",
			attribute.DefaultReadTimeout),
		UpdateDescription: attribute.DescribeTimeout("carrying out changed decisions",
			attribute.DefaultWriteTimeout),
		DeleteDescription: attribute.DescribeTimeout("setting events back to `Active`",
			attribute.DefaultWriteTimeout) + " It applies only with `reactivate_on_destroy`.",
	})
}

func resolutionAttributes() map[string]schema.Attribute {
	key := func(description string, check validator.String) schema.Attribute {
		return schema.StringAttribute{
			Required:            true,
			MarkdownDescription: description + " Changing this forces a new resource to be created.",
			Validators:          []validator.String{check},
			PlanModifiers: []planmodifier.String{attribute.KeepCase(),
				stringplanmodifier.RequiresReplace()},
		}
	}
	option := func(description string) schema.Attribute {
		return schema.BoolAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: description + " Defaults to `false`.",
			PlanModifiers:       []planmodifier.Bool{attribute.NullByDefault()},
		}
	}
	decision := fraudevents.DecisionAttributes()
	attributes := map[string]schema.Attribute{
		"subscription_id": key(fraudevents.DescribeSubscriptionID, attribute.GUID()),
		"event_id":        key(fraudevents.DescribeEventID, attribute.EventID()),
		"status":          decision["status"],
		"reason":          decision["reason"],
		"allow_overwrite": option("Whether to change an event that somebody else has resolved " +
			"differently."),
		"allow_unlisted": option("Whether to record a decision, without a call, about an event that " +
			"Partner Center does not list."),
		"reactivate_on_destroy": option("Whether destroy sets the event back to `Active`, if it still " +
			"matches the decision. The last applied value is used."),
		"annotations": schema.MapAttribute{
			Optional:    true,
			ElementType: types.StringType,
			MarkdownDescription: "Evidence for the auditor, such as a ticket, who decided, and why. The " +
				"plan shows it, and state keeps it. It is never sent, and changing it makes no call.",
		},
		"name": attribute.ComputedText("The alert, in one line: severity, event type, customer, and " +
			"event time. Terraform shows it with every change."),
		"previous_status": attribute.ComputedText("The event's standing before the decision, such as " +
			"`Active`, `Investigating`, or `Resolved (Fraud)`. The plan shows it, and state keeps it as " +
			"evidence. Null after an import, and for an event that was not listed."),
		"listed": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether Partner Center lists the event. An event that has left the list " +
				"stays in state with its last known values, and its decision can no longer be changed.",
		},
	}
	for name, shown := range fraudevents.FactsAttributes() {
		attributes[name] = shown
	}
	return attributes
}
