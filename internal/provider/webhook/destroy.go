// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// Delete forgets the registration. If `restore` was last applied, it registers again what stood
// there before creation, but only while the registration is still ours.
func (r *registration) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state model
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	last := recall(ctx, req.Private, diags)
	if diags.HasError() || state.OnDestroy.ValueString() != restore ||
		last.nothingToRestore() != "" {
		return
	}
	timeout := attribute.Timeout(ctx, state.Timeouts.Delete, attribute.DefaultWriteTimeout, diags)
	ctx, s, end := r.open(ctx, diags, timeout, &state)
	defer end()
	if s == nil {
		return
	}
	found, err := s.Registration(ctx)
	switch {
	case err != nil:
		s.add(err)
		return
	case found == nil:
		diags.AddWarning(summaryNotRestore, "Partner Center no longer has a webhook registration. "+
			"Terraform removes it from state.")
		return
	case found.Meets(*last.Prior):
		return
	case !last.sees(*found).owns(*found):
		diags.AddWarning(summaryNotRestore, "The registration is no longer this one: it sends to "+
			describe(*found)+". It stays as it is, and Terraform forgets it.")
		return
	}
	if _, err := s.save(ctx, found, *last.Prior); err != nil {
		s.add(err)
	}
}
