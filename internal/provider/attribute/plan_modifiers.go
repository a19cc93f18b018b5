// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// described implements the descriptions of a plan modifier or validator.
type described string

func (d described) Description(context.Context) string         { return string(d) }
func (d described) MarkdownDescription(context.Context) string { return string(d) }

// KeepCase keeps the id in state if the configured id differs only in case: both name the same
// event.
func KeepCase() planmodifier.String { return keepCase{"a change of case alone is not a change"} }

type keepCase struct{ described }

func (keepCase) PlanModifyString(_ context.Context, req planmodifier.StringRequest,
	resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if strings.EqualFold(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// NullByDefault plans an omitted option as null, which means false, so that a plan to create does
// not list unset options. A false in state stays, so that it is not a change either: imports and
// earlier versions store it.
func NullByDefault() planmodifier.Bool { return nullByDefault{"null by default"} }

type nullByDefault struct{ described }

func (nullByDefault) PlanModifyBool(_ context.Context, req planmodifier.BoolRequest,
	resp *planmodifier.BoolResponse) {
	if !req.ConfigValue.IsNull() {
		return
	}
	resp.PlanValue = types.BoolNull()
	if req.StateValue.Equal(types.BoolValue(false)) {
		resp.PlanValue = req.StateValue
	}
}
