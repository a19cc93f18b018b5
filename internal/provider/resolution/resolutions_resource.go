// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

var (
	_ resource.ResourceWithConfigure      = (*resolutionsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*resolutionsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*resolutionsResource)(nil)
)

// NewResolutions returns the resource for many decisions.
func NewResolutions() resource.Resource { return &resolutionsResource{} }

// resolutionsResource declares the decisions about many fraud events of one subscription.
type resolutionsResource struct {
	declared[resolutionsModel, *resolutionsModel]
}

func (r *resolutionsResource) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_resolutions"
}

func (r *resolutionsResource) ValidateConfig(ctx context.Context,
	req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m resolutionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	if m.Resolutions.IsNull() || m.Resolutions.IsUnknown() {
		return
	}
	values := m.Resolutions.Elements()
	if len(values) == 0 {
		resp.Diagnostics.AddAttributeError(path.Root("resolutions"), attribute.InvalidValue,
			"`resolutions` is empty. Declare at least one decision, or remove the resource.")
	}
	at := path.Root("resolutions").AtMapKey
	ids := slices.Sorted(maps.Keys(values))
	fraudevents.CheckDistinct(ids, at, &resp.Diagnostics)
	for _, id := range ids {
		if err := fraud.CheckEventID(id); err != nil {
			resp.Diagnostics.AddAttributeError(at(id), attribute.InvalidValue,
				explain.Invalid("the event id", err))
		}
		value, _ := values[id].(types.Object)
		validateEntry(newEntry(id, value), at(id), &resp.Diagnostics)
	}
}

func validateEntry(e *entry, at path.Path, diags *diag.Diagnostics) {
	if e.value.IsNull() {
		diags.AddAttributeError(at, attribute.InvalidValue, "The decision about event "+e.id+
			" is null. Set its `status`, or remove the decision.")
		return
	}
	fraudevents.CheckReason(e.text("status"), e.text("reason"), at.AtName("reason"), diags)
}

func (r *resolutionsResource) Schema(ctx context.Context, _ resource.SchemaRequest,
	resp *resource.SchemaResponse) {
	// The attributes that both resources share are described once.
	attributes := resolutionAttributes()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares the decisions about many fraud events of one subscription: " +
			"for each its status and, if it is resolved, the reason.",
		Attributes: map[string]schema.Attribute{
			"subscription_id":       attributes["subscription_id"],
			"allow_overwrite":       attributes["allow_overwrite"],
			"allow_unlisted":        attributes["allow_unlisted"],
			"reactivate_on_destroy": attributes["reactivate_on_destroy"],
			"resolutions": schema.MapNestedAttribute{
				Required: true,
				MarkdownDescription: "The decisions, by event id. Ids that differ only in case name the " +
					"same event. Removing a decision destroys it.",
				PlanModifiers: []planmodifier.Map{plannedAsWhole{}},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"status":      attributes["status"],
					"reason":      attributes["reason"],
					"annotations": attributes["annotations"],
					"allow_overwrite": elementOption(
						"Whether to change this event if somebody else has resolved it differently."),
					"allow_unlisted": elementOption("Whether to record this decision, without a call, if " +
						"Partner Center does not list the event."),
					"name": attribute.ComputedText("The alert, in one line: severity, event type, customer, " +
						"and event time."),
					"previous_status": attributes["previous_status"],
				}},
			},
			"events": schema.MapAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The stable facts of each event in one line, by event id: severity, " +
					"event type, customer, and event time.",
			},
			"unlisted_event_ids": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The ids of the events that Partner Center does not list. They stay " +
					"in state with their last known values, and their decisions can no longer be changed.",
			},
		},
		Blocks: map[string]schema.Block{"timeouts": resolutionTimeouts(ctx)},
	}
}

// elementOption describes an option of one decision, which overrides the resource's.
func elementOption(description string) schema.Attribute {
	return schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: description + " Defaults to the option of the resource.",
	}
}

// plannedAsWhole prevents the framework from walking through a map of objects to look for plan
// modifiers. There are none, but terraform-plugin-framework 1.19 copies the whole map for each
// element, so twice as many elements take four times as long. It skips an unknown value.
// ModifyPlan, which runs next, restores the value.
type plannedAsWhole struct{}

func (plannedAsWhole) Description(context.Context) string         { return "planned as a whole" }
func (plannedAsWhole) MarkdownDescription(context.Context) string { return "planned as a whole" }

func (plannedAsWhole) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest,
	resp *planmodifier.MapResponse) {
	resp.PlanValue = types.MapUnknown(req.PlanValue.ElementType(ctx))
}
