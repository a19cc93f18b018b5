// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
		tellAll(r.Connection, state.declarations())
	}
	if req.Plan.Raw.IsNull() {
		state.warnDestroy(&resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	// see setAside
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

func (r *resolutionsResource) review(ctx context.Context, plan *resolutionsModel,
	state resolutionsModel, private privateState, diags *diag.Diagnostics) {
	if plan.sameButForCase(state) {
		plan.Resolutions = state.Resolutions
	}
	v := review{
		connection: r.Connection, plan: *plan, prior: state.entries(), concerns: concerns{},
		last: recallAll(ctx, private, diags), moved: recallMovements(ctx, private, diags),
	}
	plan.keep(ctx, v.run(ctx, diags), diags)
	state.warnRemovedEntries(v.prior.without(plan.entries()), diags)
}

func (m resolutionsModel) sameSubscription(other resolutionsModel) bool {
	return !m.SubscriptionID.IsUnknown() &&
		strings.EqualFold(m.SubscriptionID.ValueString(), other.SubscriptionID.ValueString())
}

// review is what a plan says about the decisions of one subscription.
type review struct {
	connection *connection.Connection
	ledger     *ledger.Ledger // nil while the provider's configuration is not known
	plan       resolutionsModel
	prior      entries
	last       memories
	moved      movements

	failed     explain.Failures
	concerns   concerns
	notAudited error
}

// run reviews every entry of the plan, and returns the entries with what is known of their events.
func (v *review) run(ctx context.Context, diags *diag.Diagnostics) entries {
	if v.connection.Ready() {
		timeout := attribute.Timeout(ctx, v.plan.Timeouts.Read, attribute.DefaultReadTimeout, diags)
		bounded, book, end := v.connection.Begin(ctx, diags, timeout)
		defer end()
		ctx, v.ledger = bounded, book
	}
	all := v.plan.entries()
	for id, e := range all {
		if before, exists := v.prior[id]; exists {
			all[id] = v.revision(id, e, before)
			continue
		}
		reviewed, err := v.creation(ctx, e)
		if err != nil { // a reading that failed, which it would for the others too
			v.connection.AddError(diags, err)
			return all
		}
		all[id] = reviewed
	}
	v.concerns.warn(diags)
	explain.WarnNotAudited(diags, fraud.Outcome{AuditErr: v.notAudited})
	v.failed.Report("resolutions", v.connection.Failures(), diags,
		fmt.Sprintf("%d of %d decisions cannot be carried out. Nothing was written.", len(v.failed),
			len(all)))
	return all
}

// creation looks the event of a new decision up. Where that is not possible yet, the same checks
// run at apply. The error is one that is not about this event.
func (v *review) creation(ctx context.Context, e entry) (entry, error) {
	e = e.forgotten()
	declared := v.plan.declaration(e)
	if v.ledger == nil {
		return e, nil
	}
	if !declared.decided() {
		return v.undecided(ctx, e)
	}
	change, err := declared.creation()
	if err != nil {
		v.failed.Add(e.id, err)
		return e, nil
	}
	out, err := v.ledger.Review(ctx, change)
	v.notAudited = errors.Join(v.notAudited, out.AuditErr)
	if err != nil && !aboutOneEvent(err) {
		return e, err
	}
	open := declared.consentOpen(err)
	switch {
	case err != nil && !open:
		v.failed.Add(e.id, err)
	case err == nil:
		v.concerns.add(declared.creationConcern(e.id, change, out))
	}
	if err == nil || out.Event.EventID != "" {
		e = e.reviewed(out)
	}
	return e, nil
}

// undecided shows the event of a decision that is not known yet. What would overwrite another is
// found at apply.
func (v *review) undecided(ctx context.Context, e entry) (entry, error) {
	key, allowed := v.plan.key(e), v.plan.declaration(e).allowUnlisted
	seen, err := v.ledger.Find(ctx, key)
	switch {
	case err != nil && aboutOneEvent(err):
		v.failed.Add(e.id, err)
	case err != nil:
		return e, err
	case seen.Event != nil:
		return e.reviewed(fraud.Outcome{Action: fraud.Write, Event: *seen.Event,
			Before: seen.Event.Standing()}), nil
	case !allowed.IsUnknown() && !allowed.ValueBool():
		v.failed.Add(e.id, seen.Unlisted(key))
	}
	return e, nil
}

// aboutOneEvent reports whether an error of a review concerns its event, rather than the reading.
func aboutOneEvent(err error) bool {
	var (
		overwrite *fraud.OverwriteError
		unlisted  *fraud.UnlistedError
		ambiguous *fraud.AmbiguousError
		unsteady  *fraud.UnsteadyError
	)
	return errors.As(err, &overwrite) || errors.As(err, &unlisted) || errors.As(err, &ambiguous) ||
		errors.As(err, &unsteady)
}

// revision reviews a decision in state by the refreshed state, without a call.
func (v *review) revision(id string, e, before entry) entry {
	e.name, e.line, e.listed, e.previous = before.name, before.line, before.listed, before.previous
	declared := v.plan.declaration(e)
	if !declared.decided() {
		e.previous = types.StringUnknown()
		return e
	}
	if declared.sameAs(v.plan.declaration(before)) {
		return e
	}
	memory := v.last.of(id)
	change, err := declared.revision(before.standing(), memory)
	switch {
	case err != nil:
		v.failed.Add(e.id, err)
	case !changesAnything(change):
		return e
	case !before.listed.ValueBool():
		v.failed.Add(e.id, &unlistedChangeError{change.Key})
	default:
		v.concerns.add(declared.revisionConcern(e.id, change, memory, v.moved.of(id, *change.Seen)))
	}
	e.previous = attribute.Text(before.standing().String())
	return e
}

// declarations are those of all entries.
func (m resolutionsModel) declarations() []declaration {
	var all []declaration
	for _, e := range m.entries() {
		all = append(all, m.declaration(e))
	}
	return all
}

// without returns the entries that the other do not hold.
func (all entries) without(other entries) entries {
	rest := entries{}
	for id, e := range all {
		if _, stays := other[id]; !stays {
			rest[id] = e
		}
	}
	return rest
}
