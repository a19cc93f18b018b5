// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// declared is the common part of both resources. There is nothing to create or delete: creating
// adopts or writes, and destroying forgets (DESIGN.md).
type declared[M any, P model[M]] struct{ connection.Resource }

// announce reports the decisions of a state of this run to the Ledger, before any call.
func (r *declared[M, P]) announce(state P) {
	for _, one := range state.records() {
		d := one.declaration()
		r.Connection.Carries(d.key, d.standing())
	}
}

// identify sets the identity of a resource that has one.
func (o options) identify(ctx context.Context, to *tfsdk.ResourceIdentity,
	diags *diag.Diagnostics) {
	if o.identity != nil {
		diags.Append(to.Set(ctx, o.identity)...)
	}
}

// report reports the failed decisions, the events that were not reopened, and the consequences.
func (r *declared[M, P]) report(o options, a *application, consequence string,
	diags *diag.Diagnostics) {
	warnSpared(diags, a.spared(), o.many)
	failed, of := a.failed()
	intro := fmt.Sprintf("%d of %d changes failed. ", len(failed), of)
	if len(failed) < of {
		intro += "The others were carried out. "
	}
	o.report(r.Connection, failed, intro+consequence, diags)
}

// Create saves no state if a decision fails: Terraform would replace a tainted resource, which can
// reopen events.
func (r *declared[M, P]) Create(ctx context.Context, req resource.CreateRequest,
	resp *resource.CreateResponse) {
	var plan P = new(M)
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, plan)...)
	o := plan.options()
	timeout := attribute.Timeout(ctx, o.timeouts.Create, attribute.DefaultWriteTimeout, diags)
	ctx, to, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	if to == nil {
		return
	}

	a := newApplication(plan.records(), nil, nil, false)
	a.carryOut(ctx, to.Ledger, diags)
	r.report(o, a,
		"Nothing is in state: the next apply adopts what was written, and writes what is missing.", diags)
	if diags.HasError() {
		return
	}
	plan.keep(ctx, a.kept(ctx, diags), diags)
	diags.Append(resp.State.Set(ctx, plan)...)
	o.identify(ctx, resp.Identity, diags)
	o.remember(ctx, resp.Private, a.memories(), diags)
	rememberAPI(ctx, resp.Private, to.API, diags)
}

// Read updates the standings of the events.
func (r *declared[M, P]) Read(ctx context.Context, req resource.ReadRequest,
	resp *resource.ReadResponse) {
	var state P = new(M)
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, state)...)
	o := state.options()
	timeout := attribute.Timeout(ctx, o.timeouts.Read, attribute.DefaultReadTimeout, diags)
	last, _ := o.recall(ctx, req.Private, diags)
	if diags.HasError() {
		return
	}
	o.identify(ctx, resp.Identity, diags)
	r.checkAPI(ctx, state, req.Private, diags)
	if diags.HasError() {
		return
	}
	r.announce(state)
	ctx, to, end := r.Connection.OpenRefresh(ctx, diags, timeout)
	defer end()
	if to == nil {
		return
	}

	all, f := state.records(), refresh{ledger: to.Ledger, last: last, moved: movements{}}
	if err := f.run(ctx, all, diags); err != nil {
		r.Connection.AddError(diags, err)
		return
	}
	o.report(r.Connection, f.failed, "Events that cannot be distinguished:", diags)
	if diags.HasError() {
		return
	}
	warnUnlisted(diags, to.Ledger.Service(), o.subscription, f.empty, f.vanished)
	state.keep(ctx, all, diags)
	o.note(ctx, resp.Private, f.moved, diags)
	diags.Append(resp.State.Set(ctx, state)...)
}

// Update writes the differences. After a failure, the state holds the event as Partner Center
// reports it.
func (r *declared[M, P]) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state P = new(M), new(M)
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, plan)...)
	diags.Append(req.State.Get(ctx, state)...)
	o, before := plan.options(), state.options()
	timeout := attribute.Timeout(ctx, o.timeouts.Update, attribute.DefaultWriteTimeout, diags)
	last, _ := o.recall(ctx, req.Private, diags)
	before.identify(ctx, resp.Identity, diags)
	r.checkAPI(ctx, state, req.Private, diags)
	if diags.HasError() {
		return
	}
	r.announce(state)
	a := newApplication(plan.records(), state.records(), last, before.reactivate)
	if len(a.pending()) > 0 {
		bounded, to, end := r.Connection.Open(ctx, diags, timeout)
		defer end()
		if to == nil {
			return
		}
		a.carryOut(bounded, to.Ledger, diags)
	}
	r.report(o, a, "The next plan shows those that failed.", diags)
	plan.keep(ctx, a.kept(ctx, diags), diags)
	diags.Append(resp.State.Set(ctx, plan)...)
	o.remember(ctx, resp.Private, a.memories(), diags)
	rememberAPI(ctx, resp.Private, r.Connection.API(), diags)
}

// Delete forgets the decisions. If reactivate_on_destroy was last applied, it reopens events that
// still match our decision.
func (r *declared[M, P]) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state P = new(M)
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, state)...)
	o := state.options()
	last, _ := o.recall(ctx, req.Private, diags)
	r.checkAPI(ctx, state, req.Private, diags)
	r.announce(state)
	if diags.HasError() || !o.reactivate {
		return
	}
	timeout := attribute.Timeout(ctx, o.timeouts.Delete, attribute.DefaultWriteTimeout, diags)
	ctx, to, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	if to == nil {
		return
	}

	a := newApplication(nil, state.records(), last, true)
	a.carryOut(ctx, to.Ledger, diags)
	r.report(o, a, "The decisions that failed stay in state, and the others are forgotten.", diags)
	if diags.HasError() {
		state.keep(ctx, a.kept(ctx, diags), diags)
		diags.Append(resp.State.Set(ctx, state)...)
	}
}
