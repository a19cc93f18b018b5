// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// setAside keeps the framework from walking through a map of objects in search of plan modifiers inside, of which there
// are none: terraform-plugin-framework 1.19 copies the whole map for each element on that walk, and so takes four times
// as long for twice as many. It skips a value that is unknown. ModifyPlan, which comes next, puts the value back.
type setAside struct{}

func (setAside) Description(context.Context) string         { return "planned as a whole" }
func (setAside) MarkdownDescription(context.Context) string { return "planned as a whole" }

func (setAside) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest, resp *planmodifier.MapResponse) {
	resp.PlanValue = types.MapUnknown(req.PlanValue.ElementType(ctx))
}
