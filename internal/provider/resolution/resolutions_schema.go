// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (r *resolutionsResource) Schema(ctx context.Context, _ resource.SchemaRequest,
	resp *resource.SchemaResponse) {
	// What the two resources share is described once.
	attributes := resolutionAttributes()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares the decisions about many fraud events of one subscription: " +
			"for each its status and, once resolved, the reason.",
		Attributes: map[string]schema.Attribute{
			"subscription_id":       attributes["subscription_id"],
			"allow_overwrite":       attributes["allow_overwrite"],
			"allow_unlisted":        attributes["allow_unlisted"],
			"reactivate_on_destroy": attributes["reactivate_on_destroy"],
			"resolutions": schema.MapNestedAttribute{
				Required: true,
				MarkdownDescription: "The decisions, by event id as Partner Center prints it. Ids that " +
					"differ in case only are the same. Removing one destroys it.",
				PlanModifiers: []planmodifier.Map{plannedAsWhole{}},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"status":      attributes["status"],
					"reason":      attributes["reason"],
					"annotations": attributes["annotations"],
					"allow_overwrite": elementOption(
						"Consent to overwrite what somebody else has decided about this event."),
					"allow_unlisted": elementOption(
						"Consent to record this decision, without a call, though Partner Center does not list " +
							"the event (any more)."),
					"name":            schema.StringAttribute{Computed: true, MarkdownDescription: describeName},
					"previous_status": attributes["previous_status"],
				}},
			},
			"events": schema.MapAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "What stays the same about each event, by event id, in one line: " +
					"severity, type, customer and event time.",
			},
			"unlisted_event_ids": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The events that Partner Center does not list (any more). They stay " +
					"in state as last known, and their decisions can no longer be changed.",
			},
		},
		Blocks: map[string]schema.Block{"timeouts": resolutionTimeouts(ctx)},
	}
}

// elementOption is an option of one decision, which stands in place of the resource's.
func elementOption(description string) schema.Attribute {
	return schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: description + " Defaults to the resource's option of the same name.",
	}
}

// plannedAsWhole keeps the framework from walking through a map of objects in search of plan modifiers
// inside, of which there are none: terraform-plugin-framework 1.19 copies the whole map for each
// element on that walk, and so takes four times as long for twice as many. It skips a value that is
// unknown. ModifyPlan, which comes next, puts the value back.
type plannedAsWhole struct{}

func (plannedAsWhole) Description(context.Context) string         { return "planned as a whole" }
func (plannedAsWhole) MarkdownDescription(context.Context) string { return "planned as a whole" }

func (plannedAsWhole) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest,
	resp *planmodifier.MapResponse) {
	resp.PlanValue = types.MapUnknown(req.PlanValue.ElementType(ctx))
}
