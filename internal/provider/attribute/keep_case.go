// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepCase keeps the id in state when the configured one differs in case only: it names the same
// event.
func KeepCase() planmodifier.String { return keepCase{} }

type keepCase struct{}

func (keepCase) Description(context.Context) string { return "a change of case only is no change" }
func (keepCase) MarkdownDescription(context.Context) string {
	return "a change of case only is no change"
}

func (keepCase) PlanModifyString(_ context.Context, req planmodifier.StringRequest,
	resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if strings.EqualFold(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
