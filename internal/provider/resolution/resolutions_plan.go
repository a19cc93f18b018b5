// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// ModifyPlan reviews each decision as partnercenter_fraud_event_resolution does, and leaves what is
// known of the other events as it is, so that one changed decision shows as one.
func (r *resolutionsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse) {
	defer r.Connection.Warn(&resp.Diagnostics)
	var plan, state resolutionsModel
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		announce(r.Connection, state.declarations()...)
	}
	if req.Plan.Raw.IsNull() {
		state.warnDestroy(&resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	// see plannedAsWhole
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("resolutions"),
		&plan.Resolutions)...)
	if resp.Diagnostics.HasError() {
		return
	}
	replacing := !creating && !plan.sameSubscription(state)
	// Terraform plans the new half of a replacement by itself, and never plans the old half.
	if replacing {
		state.warnDestroy(&resp.Diagnostics)
	}
	if replacing || plan.SubscriptionID.IsUnknown() || plan.Resolutions.IsUnknown() {
		plan.forget(ctx, &resp.Diagnostics)
	} else {
		r.review(ctx, &plan, state, req.Private, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// review reviews every decision, and shows what is known of the events.
func (r *resolutionsResource) review(ctx context.Context, plan *resolutionsModel,
	state resolutionsModel, private privateState, diags *diag.Diagnostics) {
	if plan.sameButForCase(state) {
		plan.Resolutions = state.Resolutions
	}
	v := review{
		plan: plan, state: &state, all: plan.entries(), stored: state.entries(), notices: notices{},
		last:  recall[memories](ctx, private, memoriesKey, diags),
		moved: recall[movements](ctx, private, movementsKey, diags),
	}
	if r.Connection.Ready() {
		timeout := attribute.Timeout(ctx, plan.Timeouts.Read, attribute.DefaultReadTimeout, diags)
		bounded, book, end := r.Connection.Begin(ctx, diags, timeout)
		defer end()
		ctx, v.ledger = bounded, book
	}
	if err := v.run(ctx); err != nil {
		r.Connection.AddError(diags, err)
	} else {
		v.report(r.Connection, diags)
	}
	plan.keep(ctx, v.all, diags)
	state.warnRemovedEntries(v.stored.without(v.all), diags)
}

// review is what a plan says about the decisions of one subscription.
type review struct {
	ledger      *ledger.Ledger // nil while the provider's configuration is not known
	plan, state *resolutionsModel
	all, stored entries // of the plan and of the state
	last        memories
	moved       movements

	notices  notices
	failed   explain.Failures
	auditErr error
}

// run reviews every entry of the plan, and shows what is known of its event. The error is that of a
// reading, which would fail for the others too.
func (v *review) run(ctx context.Context) error {
	for id, e := range v.all {
		found := v.one(ctx, id, &e)
		v.all[id] = e
		switch {
		case found.err != nil && !aboutOneEvent(found.err):
			return found.err
		case found.err != nil:
			v.failed.Add(e.id, found.err)
		}
		v.notices.add(found.notice)
		v.auditErr = errors.Join(v.auditErr, found.auditErr)
	}
	return nil
}

// one reviews one entry. Where its event cannot be looked up yet, the same checks run at apply.
func (v *review) one(ctx context.Context, id string, e *entry) finding {
	if before, exists := v.stored[id]; exists {
		e.shown, e.line = before.shown, before.line
		stored := v.state.declaration(before)
		found := v.plan.declaration(*e).reviewNext(stored, before.Listed.ValueBool(), v.last.of(id),
			v.moved.of(id, stored.standing()))
		e.PreviousStatus = found.previous
		return found
	}
	e.forget()
	if v.ledger == nil {
		return finding{}
	}
	found := v.plan.declaration(*e).reviewNew(ctx, v.ledger)
	if found.outcome != nil {
		e.review(*found.outcome)
	}
	return found
}

func (v *review) report(c *connection.Connection, diags *diag.Diagnostics) {
	v.notices.warn(diags)
	explain.WarnNotAudited(diags, fraud.Outcome{AuditErr: v.auditErr})
	v.failed.Report("resolutions", c.Failures(), diags,
		fmt.Sprintf("%d of %d decisions cannot be carried out. Nothing was written.", len(v.failed),
			len(v.all)))
}
