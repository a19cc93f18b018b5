// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// ModifyPlan is where a decision is reviewed: a plan to create looks the event up, every plan says
// what is known, and what would overwrite somebody's decision stops here or is pointed out.
func (r *resolutionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse) {
	defer r.Connection.Warn(&resp.Diagnostics)
	var plan, state resolutionModel
	creating, destroying := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		announce(r.Connection, state.declaration())
	}
	if !destroying {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case destroying:
		state.warnDestroy(&resp.Diagnostics)
		return
	case !creating && !plan.sameEvent(state):
		// Terraform plans the new half of a replacement by itself, and never plans the old half.
		state.warnDestroy(&resp.Diagnostics)
		return
	case creating:
		r.planCreate(ctx, &plan, &resp.Diagnostics)
	default:
		r.planUpdate(ctx, &plan, state, req.Private, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// planCreate looks the event up and makes its facts known. Without known ids, or with a provider
// that is not configured yet, the same checks run at apply.
func (r *resolutionResource) planCreate(ctx context.Context, plan *resolutionModel,
	diags *diag.Diagnostics) {
	if !plan.identified() || !r.Connection.Ready() {
		return
	}
	timeout := attribute.Timeout(ctx, plan.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, book, end := r.Connection.Begin(ctx, diags, timeout)
	defer end()
	if book == nil {
		return
	}
	found := plan.declaration().reviewNew(ctx, book)
	explain.WarnNotAudited(diags, fraud.Outcome{AuditErr: found.auditErr})
	r.report(found, diags)
	if found.outcome != nil {
		plan.review(*found.outcome)
	}
}

// planUpdate reviews the decision by the refreshed state, without a call.
func (r *resolutionResource) planUpdate(ctx context.Context, plan *resolutionModel,
	state resolutionModel, private privateState, diags *diag.Diagnostics) {
	plan.FactsModel, plan.SettlementModel = state.FactsModel, state.SettlementModel
	plan.shown = state.shown
	noted := recall[fraud.Movement](ctx, private, movementKey, diags)
	found := plan.declaration().reviewNext(state.declaration(), state.Listed.ValueBool(),
		recall[*fraud.Memory](ctx, private, memoryKey, diags), state.movement(noted))
	r.report(found, diags)
	plan.PreviousStatus = found.previous
	if found.moves {
		plan.forgetSettlement()
	}
}

func (r *resolutionResource) report(found finding, diags *diag.Diagnostics) {
	if found.err != nil {
		r.Connection.AddError(diags, found.err)
	}
	found.notice.warn(diags)
}
