// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// ModifyPlan reviews the decisions: it reads the events of new decisions, shows the known facts,
// and refuses or warns about decisions that would overwrite somebody else's. The facts of other
// events stay unchanged, so that one changed decision shows as one change.
func (r *declared[M, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse) {
	defer r.Connection.Warn(&resp.Diagnostics)
	var plan, state P = new(M), new(M)
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
		if r.checkAPI(ctx, state, req.Private, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		r.announce(state)
	}
	if req.Plan.Raw.IsNull() {
		warnDestroy(&resp.Diagnostics, state.options(), r.Connection.Service())
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)
	plan.configure(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	wanted, before := plan.options(), state.options()
	replacing := !creating && (wanted.scope == "" || wanted.scope != before.scope)
	// Terraform plans the new half of a replacement by itself, and never plans the old half.
	if replacing {
		warnDestroy(&resp.Diagnostics, before, r.Connection.Service())
	}
	// Terraform plans to replace a tainted object like a create, and destroys the object with what
	// this plan remembers. So a destroy would not know the API otherwise.
	if creating && r.Connection.Ready() {
		rememberAPI(ctx, resp.Private, r.Connection.API(), &resp.Diagnostics)
	}
	if replacing || !wanted.identified {
		plan.forget(ctx, &resp.Diagnostics)
	} else {
		r.review(ctx, plan, state, req.Private, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// review reviews every decision, and sets the known facts of the events.
func (r *declared[M, P]) review(ctx context.Context, plan, state P, private privateState,
	diags *diag.Diagnostics) {
	o := plan.options()
	v := reviewer{planned: plan.planned(state), stored: state.records(), notices: notices{}}
	v.last, v.moved = o.recall(ctx, private, diags)
	if len(v.planned.without(v.stored)) > 0 && r.Connection.Ready() {
		timeout := attribute.Timeout(ctx, o.timeouts.Read, attribute.DefaultReadTimeout, diags)
		bounded, to, end := r.Connection.Open(ctx, diags, timeout)
		defer end()
		if to != nil {
			ctx, v.ledger = bounded, to.Ledger
		}
	}
	if err := v.run(ctx); err != nil {
		r.Connection.AddError(diags, err)
	} else {
		v.notices.warn(diags, o)
		fraudevents.WarnNotAudited(diags, fraud.Outcome{AuditErr: v.auditErr})
		o.report(r.Connection, v.failed, fmt.Sprintf(
			"%d of %d decisions cannot be carried out. Nothing was written.", len(v.failed),
			len(v.planned)), diags)
	}
	plan.keep(ctx, v.planned, diags)
	if removed := v.stored.without(v.planned); len(removed) > 0 {
		o := state.options()
		o.events = fmt.Sprintf("these events of subscription %s: %s", o.subscription,
			strings.Join(removed.ids(), ", "))
		warnDestroy(diags, o, r.Connection.Service())
	}
}

// reviewer determines what a plan shows about the decisions of a model.
type reviewer struct {
	ledger          *ledger.Ledger // nil while the provider's configuration is unknown
	planned, stored records
	last            memories
	moved           movements

	notices  notices
	failed   explain.Failures
	auditErr error
}

// run reviews every decision of the plan. The error is that of a read, which would also fail for
// the others.
func (v *reviewer) run(ctx context.Context) error {
	for id, planned := range v.planned {
		found := v.one(ctx, id, planned)
		switch {
		case found.err != nil && !aboutOneEvent(found.err):
			return found.err
		case found.err != nil:
			v.failed.Add(planned.declaration().key.EventID, found.err)
		}
		v.notices.add(found.notice)
		v.auditErr = errors.Join(v.auditErr, found.auditErr)
	}
	return nil
}

// one reviews one decision. If the event of a new decision cannot be read yet, the same checks run
// during apply.
func (v *reviewer) one(ctx context.Context, id string, planned record) finding {
	if stored, exists := v.stored[id]; exists {
		moved := v.moved[id]
		if moved.Standing != stored.declaration().standing() {
			moved = stored.movement()
		}
		found := planned.declaration().reviewNext(stored.declaration(),
			stored.known().Listed.ValueBool(), v.last.of(id), moved)
		if planned.known().PreviousStatus = found.previous; found.moves {
			planned.forgetMovement()
		}
		return found
	}
	if v.ledger == nil {
		return finding{}
	}
	found := planned.declaration().reviewNew(ctx, v.ledger)
	if found.outcome != nil {
		planned.review(*found.outcome)
	}
	return found
}

// finding is the result of the review of one decision, to be shown in its model.
type finding struct {
	err    error  // why an apply would refuse the decision
	notice notice // warnings for a reviewer

	// outcome is the effect of a new decision; nil if its event is unknown.
	outcome  *fraud.Outcome
	auditErr error // of the review

	// previous is the event's standing before the last decision in state, and moves means that an
	// apply may change the standing.
	previous types.String
	moves    bool
}

// reviewNew reviews a new decision against a listing.
func (d *declaration) reviewNew(ctx context.Context, book *ledger.Ledger) finding {
	if !d.decided() {
		return d.lookUp(ctx, book)
	}
	change, err := d.firstChange()
	if err != nil {
		return finding{err: err}
	}
	out, err := book.Review(ctx, change)
	found := finding{auditErr: out.AuditErr}
	switch {
	case err == nil:
		found.notice = d.noticeOfNew(change, out)
	case !d.consentUnknown(err):
		found.err = err
	}
	if err == nil || out.Event.EventID != "" {
		found.outcome = &out
	}
	return found
}

// lookUp finds the event of a decision that is still unknown. Apply detects whether it would
// overwrite another.
func (d *declaration) lookUp(ctx context.Context, book *ledger.Ledger) finding {
	seen, err := book.Find(ctx, d.key)
	switch {
	case err != nil:
		return finding{err: err}
	case seen.Event != nil:
		return finding{outcome: &fraud.Outcome{Action: fraud.Write, Event: *seen.Event,
			Before: seen.Event.Movement()}}
	case !d.allowUnlisted.IsUnknown() && !d.allowUnlisted.ValueBool():
		return finding{err: seen.Unlisted(d.key)}
	default:
		return finding{}
	}
}

// reviewNext reviews a decision in state against the refreshed state, without a call. moved is the
// event's last movement, as seen by the refresh.
func (d *declaration) reviewNext(stored *declaration, listed bool, memory *fraud.Memory,
	moved fraud.Movement) finding {
	if !d.decided() {
		return finding{previous: types.StringUnknown(), moves: true}
	}
	unchanged := finding{previous: stored.previous}
	if d.sameAs(stored) {
		return unchanged
	}
	change, err := d.nextChange(stored.standing(), memory)
	if err != nil {
		return finding{err: err}
	}
	if !wanted(change) {
		return unchanged
	}
	found := finding{previous: attribute.Text(change.Seen.String()), moves: true}
	if listed {
		found.notice = d.noticeOfNext(change, memory, moved)
	} else {
		found.err = &unlistedChangeError{change.Key}
	}
	return found
}
