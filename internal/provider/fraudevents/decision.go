// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// DecisionAttributes returns the attributes of a decision, for resolutions and the action.
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

// CheckReason refuses a reason, at the path, that does not match the status. It accepts unknown
// values and a missing status.
func CheckReason(status, reason types.String, at path.Path, diags *diag.Diagnostics) {
	if status.IsUnknown() || reason.IsUnknown() ||
		attribute.CheckOneOf(fraud.Statuses()...)(status.ValueString()) != nil {
		return
	}
	resolved := status.ValueString() == string(fraud.Resolved)
	switch {
	case resolved && reason.IsNull():
		diags.AddAttributeError(at, "Missing reason",
			"`reason` is required when `status` is `Resolved`. Use "+fraud.OneOf(fraud.Reasons(), "or")+".")
	case !resolved && !reason.IsNull():
		diags.AddAttributeError(at, "Unexpected reason", "`reason` is allowed only when `status` is "+
			"`Resolved`, got `"+status.ValueString()+"`. Remove `reason`, or set `status = \"Resolved\"`.")
	}
}

// CheckDistinct refuses event ids that name the same event, because case does not distinguish
// events.
func CheckDistinct(ids []string, at func(id string) path.Path, diags *diag.Diagnostics) {
	spelled := map[string]string{}
	for _, id := range ids {
		if other, twice := spelled[strings.ToLower(id)]; twice {
			diags.AddAttributeError(at(id), "Event declared twice", fmt.Sprintf(
				"The event ids %q and %q differ only in case, so they name the same event. Remove one of them.",
				other, id))
		}
		spelled[strings.ToLower(id)] = id
	}
}
