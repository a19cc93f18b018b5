// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

var (
	_ resource.ResourceWithConfigure      = (*resolutionResource)(nil)
	_ resource.ResourceWithIdentity       = (*resolutionResource)(nil)
	_ resource.ResourceWithImportState    = (*resolutionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*resolutionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*resolutionResource)(nil)
)

// NewResolution makes the resource of one decision.
func NewResolution() resource.Resource { return &resolutionResource{} }

// resolutionResource declares the decision about one fraud event. There is nothing to create or
// delete: creating adopts or writes, and destroying forgets (DESIGN.md).
type resolutionResource struct{ connection.Resource }

func (r *resolutionResource) Metadata(_ context.Context, req resource.MetadataRequest,
	resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_resolution"
}

func (r *resolutionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse) {
	var m resolutionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	if summary, detail := fraudevents.CheckReason(m.Status, m.Reason); summary != "" {
		resp.Diagnostics.AddAttributeError(path.Root("reason"), summary, detail)
	}
}

func (r *resolutionResource) Create(ctx context.Context, req resource.CreateRequest,
	resp *resource.CreateResponse) {
	var plan resolutionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Create, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	ctx, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	s := newStep(plan.declaration(), nil, nil)
	carryOut(ctx, book, &resp.Diagnostics, s)
	if s.err != nil {
		// and no state: a tainted resolution would be replaced, which can reactivate the event
		r.Connection.AddError(&resp.Diagnostics, s.err)
		return
	}
	plan.fill(*s.outcome)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	remember(ctx, resp.Private, memoryKey, s.memory, &resp.Diagnostics)
}

func (r *resolutionResource) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state resolutionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, state.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	memory := recall[*fraud.Memory](ctx, req.Private, memoryKey, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	announce(r.Connection, state.declaration())
	ctx, book, end := r.Connection.BeginRefresh(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	seen, err := state.declaration().refresh(ctx, book, memory)
	switch {
	case err != nil:
		r.Connection.AddError(&resp.Diagnostics, err)
		return
	case seen.event == nil:
		if state.Listed.ValueBool() {
			warnUnlisted(&resp.Diagnostics, state.SubscriptionID.ValueString(), seen.empty,
				state.EventID.ValueString())
		}
		state.Listed = types.BoolValue(false)
	default:
		state.observe(*seen.event)
		state.PreviousStatus = seen.previous
		note(ctx, resp.Private, movementKey, seen.moved, seen.event.Movement(), &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update writes a changed decision. If that fails, the state takes over what Partner Center reports
// instead.
func (r *resolutionResource) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state resolutionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Update, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	memory := recall[*fraud.Memory](ctx, req.Private, memoryKey, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}

	s := newStep(plan.declaration(), state.declaration(), memory)
	if s.pending {
		bounded, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
		defer end()
		if book == nil {
			return
		}
		carryOut(bounded, book, &resp.Diagnostics, s)
	}
	kept := &plan
	if s.err != nil {
		r.Connection.AddError(&resp.Diagnostics, s.err)
		kept = &state
	}
	if s.outcome != nil {
		plan.fill(*s.outcome)
	}
	if s.reported != nil {
		state.observe(*s.reported)
	}
	if s.tookEffect {
		state.PreviousStatus = plan.PreviousStatus
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, kept)...)
	if s.memory != nil {
		remember(ctx, resp.Private, memoryKey, s.memory, &resp.Diagnostics)
	}
}

func (r *resolutionResource) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state resolutionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	memory := recall[*fraud.Memory](ctx, req.Private, memoryKey, &resp.Diagnostics)
	announce(r.Connection, state.declaration())
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

	s := newStep(nil, state.declaration(), memory)
	carryOut(ctx, book, &resp.Diagnostics, s)
	switch {
	case s.spared != "":
		resp.Diagnostics.AddWarning(summaryNotReopened, fmt.Sprintf(
			"Event %s was not set back to Active: %s. Terraform forgets the resolution.", state.key(),
			s.spared))
	case s.err != nil:
		explain.AddError(&resp.Diagnostics,
			&reactivationError{err: s.err, advice: adviceReactivation})
	}
}
