// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
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
// delete: creating adopts or writes, destroying lets go (DESIGN.md).
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

	change, err := plan.declaration().creation()
	if err != nil {
		r.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	out, err := book.Decide(ctx, change)
	explain.WarnNotAudited(&resp.Diagnostics, out)
	if err != nil {
		// and no state: a tainted resolution would be replaced, which can reactivate the event
		r.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	plan.fill(out)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, fraud.Remember(change.Decision))...)
}

func (r *resolutionResource) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state resolutionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout := attribute.Timeout(ctx, state.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	state.declaration().tell(r.Connection)
	ctx, book, end := r.Connection.BeginRefresh(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}

	seen, err := book.Find(ctx, state.key())
	if err != nil {
		r.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	if seen.Event != nil {
		memory, diags := recall(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(noteMovement(ctx, resp.Private, memory, *seen.Event)...)
		state.observe(*seen.Event)
		if from, ok := memory.TookEffect(seen.Event.Standing()); ok {
			state.PreviousStatus = attribute.Text(from.String())
		}
	} else {
		state.loseSight(seen, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// loseSight keeps an event that has left the list as it was last known.
func (m *resolutionModel) loseSight(seen ledger.Sighting, diags *diag.Diagnostics) {
	if m.Listed.ValueBool() {
		warnUnlisted(diags, m.SubscriptionID.ValueString(), seen.Empty, m.EventID.ValueString())
	}
	m.Listed = types.BoolValue(false)
}

func (r *resolutionResource) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state resolutionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	memory, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}

	declared, held := plan.declaration(), state.declaration()
	change, err := declared.revision(held.standing(), memory)
	next := fraud.Remember(change.Decision)
	switch {
	case err != nil && declared.sameAs(held): // both from state, and no decision: nothing to remember
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		return
	case err != nil:
		r.Connection.AddError(&resp.Diagnostics, err)
		return
	case changesAnything(change):
		r.revise(ctx, change, memory, &plan, &state, resp)
	default:
		next = memory.Affirmed(change.Decision)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, next)...)
}

// revise writes a changed decision. If that fails, the state takes over what Partner Center reports
// instead.
func (r *resolutionResource) revise(ctx context.Context, change fraud.Change, memory *fraud.Memory,
	plan, state *resolutionModel, resp *resource.UpdateResponse) {
	timeout := attribute.Timeout(ctx, plan.Timeouts.Update, attribute.DefaultWriteTimeout,
		&resp.Diagnostics)
	ctx, book, end := r.Connection.Begin(ctx, &resp.Diagnostics, timeout)
	defer end()
	if book == nil {
		return
	}
	out, err := book.Decide(ctx, change)
	explain.WarnNotAudited(&resp.Diagnostics, out)
	if err == nil {
		plan.fill(out)
		return
	}
	r.Connection.AddError(&resp.Diagnostics, refusedRevision(err))
	if memory = memory.AfterFailure(change, err); memory != nil {
		resp.Diagnostics.Append(remember(ctx, resp.Private, *memory)...)
	}
	look := lookAfterwards(ctx, book)
	defer look.end()
	if e := look.reported(change.Key, err); e != nil {
		state.observe(*e)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		if e.Carries(change.Decision) { // it took effect all the same, and so is ours
			state.PreviousStatus = plan.PreviousStatus
			resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
			resp.Diagnostics.Append(remember(ctx, resp.Private, fraud.Remember(change.Decision))...)
		}
	}
}

func (r *resolutionResource) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state resolutionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	memory, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	state.declaration().tell(r.Connection)
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
	reactivate(ctx, book, state, memory, &resp.Diagnostics)
}
