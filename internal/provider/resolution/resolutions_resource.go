// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
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

	a := newApplication(plan, resolutionsModel{}, nil)
	a.prepare()
	a.run(ctx, book, &resp.Diagnostics)
	a.report(r.Connection, &resp.Diagnostics,
		"Nothing is in state: the next apply adopts what was written, and writes what is missing.")
	if resp.Diagnostics.HasError() {
		return // and no state: what is tainted would be replaced, which can reactivate events
	}
	plan.keep(ctx, a.held, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	a.next.remember(ctx, resp.Private, &resp.Diagnostics)
}

func (r *resolutionsResource) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state resolutionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, state.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	last := recallAll(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	tellAll(r.Connection, state.declarations())
	ctx, book, end := r.Connection.BeginRefresh(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	var (
		all, vanished = state.entries(), entries{}
		moved         = movements{}
		failed        explain.Failures
		empty         bool
	)
	for id, e := range all {
		seen, err := book.Find(ctx, state.key(e))
		var ambiguous *fraud.AmbiguousError
		switch {
		case errors.As(err, &ambiguous):
			failed.Add(e.id, err)
		case err != nil:
			r.Connection.AddError(&resp.Diagnostics, err)
			return
		case seen.Event != nil:
			e = e.observed(ctx, *seen.Event, &resp.Diagnostics)
			if from, ok := last.of(id).TookEffect(seen.Event.Standing()); ok {
				e.previous = attribute.Text(from.String())
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
	failed.Report("resolutions", r.Connection.Failures(), &resp.Diagnostics,
		"Events that cannot be told apart:")
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

func (r *resolutionsResource) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state resolutionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Update, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	last := recallAll(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	tellAll(r.Connection, state.declarations())
	a := newApplication(plan, state, last)
	a.prepare()
	if len(a.tasks) > 0 {
		bounded, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
		defer end()
		if book == nil {
			return
		}
		a.run(bounded, book, &resp.Diagnostics)
	}
	a.report(r.Connection, &resp.Diagnostics, "The next plan shows those that failed.")
	plan.keep(ctx, a.held, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	a.next.remember(ctx, resp.Private, &resp.Diagnostics)
}

func (r *resolutionsResource) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state resolutionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	last := recallAll(ctx, req.Private, &resp.Diagnostics)
	tellAll(r.Connection, state.declarations())
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

	a := newApplication(resolutionsModel{}, state, last)
	a.prepareReactivations()
	a.run(ctx, book, &resp.Diagnostics)
	a.report(r.Connection, &resp.Diagnostics,
		"The decisions that failed stay in state, and the others are forgotten.")
	if resp.Diagnostics.HasError() {
		state.keep(ctx, a.held, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}
