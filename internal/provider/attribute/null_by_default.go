// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NullByDefault plans an option that the configuration leaves out as null, which means false, so
// that no plan to create lists options that nobody has set. A false that is in state stays, so that
// it is no change either: an import stores it, and so did earlier versions.
func NullByDefault() planmodifier.Bool { return nullByDefault{} }

type nullByDefault struct{}

func (nullByDefault) Description(context.Context) string         { return "null by default" }
func (nullByDefault) MarkdownDescription(context.Context) string { return "null by default" }

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
