// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

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

// NewResolution makes the resource of one decision.
func NewResolution() resource.Resource { return &resolutionResource{} }

// resolutionResource declares the decision about one fraud event.
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
	if summary, detail := fraudevents.CheckReason(m.Status, m.Reason); summary != "" {
		resp.Diagnostics.AddAttributeError(path.Root("reason"), summary, detail)
	}
}
