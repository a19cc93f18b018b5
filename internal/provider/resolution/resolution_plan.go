// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
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
		state.declaration().tell(r.Connection)
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
		memory, diags := recall(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		moved := recallMovement(ctx, req.Private, &resp.Diagnostics)
		plan.planUpdate(state, memory, moved, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

func (m resolutionModel) sameEvent(other resolutionModel) bool {
	return m.identified() &&
		strings.EqualFold(m.SubscriptionID.ValueString(), other.SubscriptionID.ValueString()) &&
		strings.EqualFold(m.EventID.ValueString(), other.EventID.ValueString())
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
	declared := plan.declaration()
	if !declared.decided() {
		r.planUndecided(ctx, book, plan, diags)
		return
	}
	change, err := declared.creation()
	if err != nil {
		r.Connection.AddError(diags, err)
		return
	}
	out, err := book.Review(ctx, change)
	explain.WarnNotAudited(diags, out)
	if err != nil && !declared.consentOpen(err) {
		r.Connection.AddError(diags, err)
		return
	}
	if err == nil {
		declared.creationConcern(eventName(change.Key), change, out).warn(diags)
	}
	if err == nil || out.Event.EventID != "" {
		plan.review(out)
	}
}

// planUndecided shows the event of a decision that is not known yet. What would overwrite another
// is found at apply.
func (r *resolutionResource) planUndecided(
	ctx context.Context, book *ledger.Ledger, plan *resolutionModel, diags *diag.Diagnostics,
) {
	seen, err := book.Find(ctx, plan.key())
	switch {
	case err != nil:
		r.Connection.AddError(diags, err)
	case seen.Event != nil:
		plan.review(fraud.Outcome{Action: fraud.Write, Event: *seen.Event, Before: seen.Event.Standing()})
	case !plan.AllowUnlisted.IsUnknown() && !plan.AllowUnlisted.ValueBool():
		r.Connection.AddError(diags, seen.Unlisted(plan.key()))
	}
}

// planUpdate reviews a changed decision by the refreshed state, without a call. moved is how the
// refresh saw the event move last.
func (m *resolutionModel) planUpdate(
	state resolutionModel, memory *fraud.Memory, moved fraud.Movement, diags *diag.Diagnostics,
) {
	m.FactsModel, m.SettlementModel, m.Listed = state.FactsModel, state.SettlementModel, state.Listed
	m.Name, m.PreviousStatus = state.Name, state.PreviousStatus
	if !m.decided() {
		m.forgetSettlement()
		m.PreviousStatus = types.StringUnknown()
		return
	}
	declared, held := m.declaration(), state.declaration()
	if declared.sameAs(held) {
		return
	}
	change, err := declared.revision(held.standing(), memory)
	if err != nil {
		explain.AddError(diags, err)
		return
	}
	if !changesAnything(change) {
		return
	}
	m.forgetSettlement()
	m.PreviousStatus = attribute.Text(change.Seen.String())
	if !state.Listed.ValueBool() {
		explain.AddError(diags, &unlistedChangeError{change.Key})
		return
	}
	if moved.Standing != *change.Seen {
		moved = state.movement()
	}
	declared.revisionConcern(eventName(change.Key), change, memory, moved).warn(diags)
}

// movement is the event's last one as far as the state knows it.
func (m resolutionModel) movement() fraud.Movement {
	resolvedOn, _ := m.ResolvedOn.ValueRFC3339Time()
	return fraud.Movement{Standing: m.declaration().standing(), By: m.ResolvedBy.ValueString(),
		At: resolvedOn}
}
