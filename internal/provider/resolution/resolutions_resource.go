// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

var (
	_ resource.ResourceWithConfigure      = (*resolutionsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*resolutionsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*resolutionsResource)(nil)
)

// NewResolutions makes the resource of many decisions.
func NewResolutions() resource.Resource { return &resolutionsResource{} }

// resolutionsResource declares the decisions about many fraud events of one subscription. The rules
// of resolutionResource hold for each of them.
type resolutionsResource struct{ connection.Resource }

func (r *resolutionsResource) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_resolutions"
}

func (r *resolutionsResource) Create(ctx context.Context, req resource.CreateRequest,
	resp *resource.CreateResponse) {
	var plan resolutionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Create, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	ctx, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	a := newApplication(&plan, &resolutionsModel{}, nil)
	a.carryOut(ctx, book, &resp.Diagnostics)
	a.report(r.Connection, &resp.Diagnostics,
		"Nothing is in state: the next apply adopts what was written, and writes what is missing.")
	if resp.Diagnostics.HasError() {
		return // and no state: what is tainted would be replaced, which can reactivate events
	}
	plan.keep(ctx, a.kept(ctx, &resp.Diagnostics), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	remember(ctx, resp.Private, memoriesKey, a.memories(), &resp.Diagnostics)
}

func (r *resolutionsResource) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state resolutionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, state.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	last := recall[memories](ctx, req.Private, memoriesKey, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	announce(r.Connection, state.declarations()...)
	ctx, book, end := r.Connection.BeginRefresh(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	all, moved := r.refresh(ctx, book, &state, last, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	state.keep(ctx, all, &resp.Diagnostics)
	note(ctx, resp.Private, movementsKey, len(moved) > 0, moved, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// refresh is what the state then holds, and the movements of what does not stand as left here.
func (r *resolutionsResource) refresh(ctx context.Context, book *ledger.Ledger,
	state *resolutionsModel, last memories, diags *diag.Diagnostics) (entries, movements) {
	var (
		all, vanished = state.entries(), entries{}
		moved         = movements{}
		failed        explain.Failures
		empty         bool
	)
	for id, e := range all {
		seen, err := state.declaration(e).refresh(ctx, book, last.of(id))
		switch {
		case err != nil && aboutOneEvent(err):
			failed.Add(e.id, err)
			continue
		case err != nil:
			r.Connection.AddError(diags, err)
			return nil, nil
		case seen.event != nil:
			e.observe(ctx, *seen.event, diags)
			e.PreviousStatus = seen.previous
		case e.Listed.ValueBool():
			vanished[id], empty = e, seen.empty
			fallthrough
		default:
			e.Listed = types.BoolValue(false)
		}
		all[id] = e
		if seen.moved {
			moved[id] = seen.event.Movement()
		}
	}
	failed.Report("resolutions", r.Connection.Failures(), diags,
		"Events that cannot be told apart:")
	if len(vanished) > 0 && !diags.HasError() {
		warnUnlisted(diags, state.SubscriptionID.ValueString(), empty, vanished.ids()...)
	}
	return all, moved
}

func (r *resolutionsResource) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state resolutionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Update, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	last := recall[memories](ctx, req.Private, memoriesKey, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	announce(r.Connection, state.declarations()...)
	a := newApplication(&plan, &state, last)
	if a.pending() {
		bounded, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
		defer end()
		if book == nil {
			return
		}
		a.carryOut(bounded, book, &resp.Diagnostics)
	}
	a.report(r.Connection, &resp.Diagnostics, "The next plan shows those that failed.")
	plan.keep(ctx, a.kept(ctx, &resp.Diagnostics), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	remember(ctx, resp.Private, memoriesKey, a.memories(), &resp.Diagnostics)
}

func (r *resolutionsResource) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state resolutionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	last := recall[memories](ctx, req.Private, memoriesKey, &resp.Diagnostics)
	announce(r.Connection, state.declarations()...)
	if resp.Diagnostics.HasError() || !state.ReactivateOnDestroy.ValueBool() {
		return
	}
	timeout := attribute.Timeout(ctx, state.Timeouts.Delete, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	ctx, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	a := newApplication(&resolutionsModel{}, &state, last)
	a.carryOut(ctx, book, &resp.Diagnostics)
	a.report(r.Connection, &resp.Diagnostics,
		"The decisions that failed stay in state, and the others are forgotten.")
	if resp.Diagnostics.HasError() {
		state.keep(ctx, a.kept(ctx, &resp.Diagnostics), &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}
