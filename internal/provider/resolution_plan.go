// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// ModifyPlan is where a decision is reviewed: a plan to create looks the event up, every plan says what is known, and
// what would overturn somebody's decision stops here or is pointed out.
func (r *resolutionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state resolutionModel
	creating, destroying := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
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
		last, diags := recall(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		plan.planUpdate(state, last, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

func (m resolutionModel) sameEvent(other resolutionModel) bool {
	return !m.SubscriptionID.IsUnknown() && !m.EventID.IsUnknown() &&
		strings.EqualFold(m.SubscriptionID.ValueString(), other.SubscriptionID.ValueString()) &&
		strings.EqualFold(m.EventID.ValueString(), other.EventID.ValueString())
}

// planCreate looks the event up and makes its facts known. Without known ids, or with a provider that is not
// configured yet, the same checks run at apply.
func (r *resolutionResource) planCreate(ctx context.Context, plan *resolutionModel, diags *diag.Diagnostics) {
	if !plan.decided() || !r.connection.ready() {
		return
	}
	timeout, d := plan.Timeouts.Read(ctx, defaultReadTimeout)
	diags.Append(d...)
	change, err := plan.creation()
	if err != nil {
		addError(diags, err)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	out, err := r.connection.ledger.Review(ctx, change)
	warnNotAudited(diags, out)
	if err != nil && !plan.consentOpen(err) {
		addError(diags, err)
		return
	}
	if err == nil && out.Action == fraud.Write && out.Event.Status == fraud.Resolved {
		warnOverturn(diags, out.Event, change.Decision, "Apply will change it, because `allow_overwrite` is set.")
	}
	if err == nil || out.Event.EventID != "" {
		plan.factsModel = newFactsModel(out.Event)
		plan.Listed = types.BoolValue(out.Action != fraud.Record)
	}
}

// consentOpen reports whether the error may go away once an option is known that is not known yet.
func (m resolutionModel) consentOpen(err error) bool {
	var (
		overturn *fraud.OverturnError
		unlisted *fraud.UnlistedError
	)
	return errors.As(err, &overturn) && m.AllowOverwrite.IsUnknown() || errors.As(err, &unlisted) && m.AllowUnlisted.IsUnknown()
}

// planUpdate reviews a changed decision by the refreshed state, without a call.
func (m *resolutionModel) planUpdate(state resolutionModel, last *fraud.Standing, diags *diag.Diagnostics) {
	m.factsModel, m.settlementModel, m.Listed = state.factsModel, state.settlementModel, state.Listed
	if !m.decided() {
		m.forgetSettlement()
		return
	}
	change, err := m.revision(state, last)
	if err != nil {
		addError(diags, err)
		return
	}
	if *change.Seen == change.Decision.Standing() {
		return
	}
	m.forgetSettlement()
	if !state.Listed.ValueBool() {
		refuseUnlistedChange(diags, change.Key)
		return
	}
	if change.Seen.Status == fraud.Resolved && (last == nil || *change.Seen != *last) {
		warnOverturn(diags, state.event(), change.Decision, m.overturnVerdict(change))
	}
}

func (m resolutionModel) overturnVerdict(change fraud.Change) string {
	switch {
	case m.AllowOverwrite.ValueBool():
		return "Apply will change it, because `allow_overwrite` is set."
	case change.Overturn:
		return "Apply will change it, because the decision in the configuration is a new one."
	default:
		return "Apply will refuse to change it. " + wayOutOverturn
	}
}

// event is the event as far as the state knows it.
func (m resolutionModel) event() fraud.Event {
	resolvedOn, _ := m.ResolvedOn.ValueRFC3339Time()
	s := m.standing()
	return fraud.Event{Key: m.key(), Status: s.Status, Reason: s.Reason, ResolvedBy: m.ResolvedBy.ValueString(), ResolvedOn: resolvedOn}
}
