// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

var (
	_ resource.ResourceWithConfigure      = (*resolutionsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*resolutionsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*resolutionsResource)(nil)
)

func newFraudEventResolutionsResource() resource.Resource { return &resolutionsResource{} }

// resolutionsResource declares the decisions about many fraud events of one subscription. The rules of
// resolutionResource hold for each of them.
type resolutionsResource struct{ connectedResource }

func (r *resolutionsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_resolutions"
}

func (r *resolutionsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan resolutionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, defaultWriteTimeout)
	resp.Diagnostics.Append(diags...)
	ledger := r.connection.use(&resp.Diagnostics)
	defer r.connection.warn(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	a := newApplication(plan, resolutionsModel{}, nil)
	a.prepare()
	a.run(ctx, ledger, &resp.Diagnostics)
	a.report(r.connection, &resp.Diagnostics, "Nothing is in state: the next apply adopts what was written, and writes what is missing.")
	if resp.Diagnostics.HasError() {
		return // and no state: what is tainted would be replaced, which can reactivate events
	}
	plan.keep(ctx, a.held, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	a.next.remember(ctx, resp.Private, &resp.Diagnostics)
}

func (r *resolutionsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resolutionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := state.Timeouts.Read(ctx, defaultReadTimeout)
	resp.Diagnostics.Append(diags...)
	last := recallAll(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	r.connection.tellOf(state.declarations()...)
	ledger := r.connection.refresh(&resp.Diagnostics)
	defer r.connection.warn(&resp.Diagnostics)
	if ledger == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	var (
		all, vanished = state.entries(), entries{}
		moved         = movements{}
		failed        failures
		empty         bool
	)
	for id, e := range all {
		seen, err := ledger.Find(ctx, state.key(e))
		var ambiguous *fraud.AmbiguousError
		switch {
		case errors.As(err, &ambiguous):
			failed.add(e.id, err)
		case err != nil:
			r.connection.addError(&resp.Diagnostics, err)
			return
		case seen.Event != nil:
			e = e.observed(ctx, *seen.Event, &resp.Diagnostics)
			if from, ok := last.of(id).TookEffect(seen.Event.Standing()); ok {
				e.previous = text(from.String())
			}
			all[id] = e
			if !last.of(id).Owns(seen.Event.Standing()) {
				moved[id] = seen.Event.Movement()
			}
		default:
			if e.listed.ValueBool() {
				vanished[id] = e
			}
			empty = seen.Empty
			e.listed = types.BoolValue(false)
			all[id] = e
		}
	}
	failed.report(r.connection, &resp.Diagnostics, "Events that cannot be told apart:")
	if resp.Diagnostics.HasError() {
		return
	}
	if len(vanished) > 0 {
		warnUnlisted(&resp.Diagnostics, state.SubscriptionID.ValueString(), empty, vanished.ids()...)
	}
	state.keep(ctx, all, &resp.Diagnostics)
	moved.note(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *resolutionsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state resolutionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, defaultWriteTimeout)
	resp.Diagnostics.Append(diags...)
	last := recallAll(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	r.connection.tellOf(state.declarations()...)
	a := newApplication(plan, state, last)
	a.prepare()
	if len(a.tasks) > 0 {
		ledger := r.connection.use(&resp.Diagnostics)
		defer r.connection.warn(&resp.Diagnostics)
		if ledger == nil {
			return
		}
		a.run(ctx, ledger, &resp.Diagnostics)
	}
	a.report(r.connection, &resp.Diagnostics, "The next plan shows those that failed.")
	plan.keep(ctx, a.held, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	a.next.remember(ctx, resp.Private, &resp.Diagnostics)
}

func (r *resolutionsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state resolutionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	last := recallAll(ctx, req.Private, &resp.Diagnostics)
	r.connection.tellOf(state.declarations()...)
	if resp.Diagnostics.HasError() || !state.ReactivateOnDestroy.ValueBool() {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, defaultWriteTimeout)
	resp.Diagnostics.Append(diags...)
	ledger := r.connection.use(&resp.Diagnostics)
	defer r.connection.warn(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	a := newApplication(resolutionsModel{}, state, last)
	a.prepareReactivations()
	a.run(ctx, ledger, &resp.Diagnostics)
	a.report(r.connection, &resp.Diagnostics, "The decisions that failed stay in state, and the others are forgotten.")
	if resp.Diagnostics.HasError() {
		state.keep(ctx, a.held, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}
