// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// DecisionAttributes are the attributes of a decision, for resolutions and the action.
func DecisionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"status": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The status to set: " + fraud.OneOf(fraud.Statuses(), "or") + ".",
			Validators:          []validator.String{attribute.OneOf(fraud.Statuses()...)},
		},
		"reason": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The reason for resolving the event: " +
				fraud.OneOf(fraud.Reasons(), "or") +
				". Required if `status` is `Resolved`, and not allowed otherwise.",
			Validators: []validator.String{attribute.OneOf(fraud.Reasons()...)},
		},
	}
}

// CheckReason says what is wrong with the reason of a decision, with a summary; empty if nothing
// is. What is not known, or no status at all, is not judged here.
func CheckReason(status, reason types.String) (summary, detail string) {
	if status.IsUnknown() || reason.IsUnknown() ||
		attribute.CheckOneOf(fraud.Statuses()...)(status.ValueString()) != nil {
		return "", ""
	}
	resolved := status.ValueString() == string(fraud.Resolved)
	switch {
	case resolved && reason.IsNull():
		return "Missing reason", "`reason` is required when `status` is `Resolved`. Use " +
			fraud.OneOf(fraud.Reasons(), "or") + "."
	case !resolved && !reason.IsNull():
		return "Unexpected reason", "`reason` belongs to a resolved event, and `status` is `" +
			status.ValueString() +
			"`. Remove `reason`, or set `status = \"Resolved\"`."
	default:
		return "", ""
	}
}
