// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// Read updates the state. A change by another tool is drift.
func (r *registration) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state model
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	last := recall(ctx, req.Private, diags)
	timeout := attribute.Timeout(ctx, state.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	if diags.HasError() {
		return
	}
	diags.Append(resp.Identity.Set(ctx, state.identity())...)
	ctx, services, end := r.Connection.OpenRefresh(ctx, diags, timeout)
	defer end()
	s := r.signedIn(ctx, services, diags, &state)
	if s == nil {
		return
	}
	found, err := s.Registration(ctx)
	if err != nil {
		s.add(err)
		return
	}
	if found == nil {
		diags.AddWarning(summaryGone, "Partner Center no longer has a webhook registration. "+
			"Terraform removes it from state, and plans to register the webhook again.")
		resp.State.RemoveResource(ctx)
		return
	}
	last = last.sees(*found)
	warnDrift(diags, last, *found)
	state.observe(*found)
	diags.Append(resp.State.Set(ctx, &state)...)
	last.store(ctx, resp.Private, diags)
}

// ImportState imports the tenant's registration, so that the next plan has no changes.
func (r *registration) ImportState(ctx context.Context, req resource.ImportStateRequest,
	resp *resource.ImportStateResponse) {
	diags := &resp.Diagnostics
	id := identity{types.StringValue(req.ID)}
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		diags.Append(req.Identity.Get(ctx, &id)...)
	}
	wanted := model{shown: shown{TenantID: types.StringValue(
		strings.TrimSpace(id.TenantID.ValueString()))}}
	ctx, s, end := r.open(ctx, diags, attribute.DefaultReadTimeout, &wanted)
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
		diags.AddError(summaryNone, "Tenant "+s.tenant+" has no webhook registration to import. "+
			"Declare one, and apply.")
		return
	}
	m := model{AllowOverwrite: types.BoolValue(false), OnDestroy: types.StringValue(keep),
		prior: priorOf(nil), Timeouts: attribute.NoTimeouts(timeoutsBlock(ctx))}
	m.MSSignatureHeader, m.WebhookEvents = types.BoolValue(false), set(nil)
	m.TenantID = attribute.Text(s.tenant)
	m.observe(*found)
	diags.Append(resp.State.Set(ctx, &m)...)
	diags.Append(resp.Identity.Set(ctx, m.identity())...)
	memory{}.settled(*found).store(ctx, resp.Private, diags)
}
