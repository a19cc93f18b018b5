// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

var (
	_ resource.ResourceWithConfigure      = (*resolutionsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*resolutionsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*resolutionsResource)(nil)
)

// NewResolutions makes the resource of many decisions.
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
			"`resolutions` is empty. Declare at least one decision, or leave the resource out for this "+
				"subscription.")
	}
	spelled := map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		at := path.Root("resolutions").AtMapKey(id)
		if err := fraud.CheckEventID(id); err != nil {
			resp.Diagnostics.AddAttributeError(at, attribute.InvalidValue,
				settings.Sentence("The event id", err.Error()))
		}
		if other, twice := spelled[strings.ToLower(id)]; twice {
			resp.Diagnostics.AddAttributeError(at, "Event declared twice", fmt.Sprintf(
				"The event ids %q and %q differ in case only, and so name the same event. Remove one of them.",
				other, id))
		}
		spelled[strings.ToLower(id)] = id
		value, _ := values[id].(types.Object)
		validateEntry(newEntry(id, value), at, &resp.Diagnostics)
	}
}

func validateEntry(e *entry, at path.Path, diags *diag.Diagnostics) {
	if e.value.IsNull() {
		diags.AddAttributeError(at, attribute.InvalidValue, "The decision about event "+e.id+
			" is null. Give it a `status`, or remove it.")
		return
	}
	if summary, detail := fraudevents.CheckReason(e.text("status"), e.text("reason")); summary != "" {
		diags.AddAttributeError(at.AtName("reason"), summary, detail)
	}
}
