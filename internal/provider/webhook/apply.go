// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// Create adopts, changes, or takes over the tenant's registration, or creates the first one. It
// saves no state after a failure: the next apply adopts what was written.
func (r *registration) Create(ctx context.Context, req resource.CreateRequest,
	resp *resource.CreateResponse) {
	var plan model
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, &plan)...)
	timeout := attribute.Timeout(ctx, plan.Timeouts.Create, attribute.DefaultWriteTimeout, diags)
	ctx, s, end := r.open(ctx, diags, timeout, nil)
	defer end()
	if s == nil {
		return
	}
	turn, release, err := s.turn(ctx)
	defer release()
	if err != nil {
		s.add(err)
		return
	}
	found, err := s.Registration(ctx)
	if err != nil {
		s.add(err)
		return
	}
	want, seen := plan.wanted(), turn.seen(found)
	if err := plan.mayCreate(seen); err != nil {
		s.refuse(found, want, false, err)
		return
	}
	saved, err := s.settle(ctx, found, want)
	if err != nil {
		s.add(err)
		return
	}
	turn.Declared = true
	plan.TenantID, plan.prior = attribute.Text(s.tenant), priorOf(seen)
	plan.fill(saved)
	diags.Append(resp.State.Set(ctx, &plan)...)
	diags.Append(resp.Identity.Set(ctx, plan.identity())...)
	memory{Prior: found, PriorKnown: true}.settled(want).store(ctx, resp.Private, diags)
}

// mayCreate says why a create must not write over what it finds.
func (m *model) mayCreate(found *webhooks.Registration) error {
	other := found != nil && !webhookurl.Same(found.URL, m.WebhookURL.ValueString())
	switch {
	case other && !m.AllowOverwrite.ValueBool():
		return &elsewhereError{*found}
	case m.differs(found),
		m.adopted() && (found == nil || !adopts(*found, m.wanted())):
		return &changedError{found}
	}
	return nil
}

// adopted reports whether the plan of a create promised that nothing is sent. Only then is the
// subscriber id known, so that Terraform, too, does not apply a saved plan that would send
// something after all.
func (m *model) adopted() bool { return !m.SubscriberID.IsUnknown() }

// settle writes a registration, unless the service already has it.
func (s *service) settle(ctx context.Context, found *webhooks.Registration,
	want webhooks.Registration) (webhooks.Registration, error) {
	if found != nil && adopts(*found, want) {
		s.audit(ledger.AuditAdopted, found, want, audit.Record{})
		return *found, nil
	}
	return s.save(ctx, found, want)
}

// Update writes the declared registration, unless another tool has changed it since the plan.
func (r *registration) Update(ctx context.Context, req resource.UpdateRequest,
	resp *resource.UpdateResponse) {
	var plan, state model
	diags := &resp.Diagnostics
	diags.Append(req.Plan.Get(ctx, &plan)...)
	diags.Append(req.State.Get(ctx, &state)...)
	last := recall(ctx, req.Private, diags)
	if diags.HasError() {
		return
	}
	if plan.declaresSame(&state) { // options only
		plan.fill(webhooks.Registration{})
		diags.Append(resp.State.Set(ctx, &plan)...)
		diags.Append(resp.Identity.Set(ctx, plan.identity())...)
		return
	}
	timeout := attribute.Timeout(ctx, plan.Timeouts.Update, attribute.DefaultWriteTimeout, diags)
	ctx, s, end := r.open(ctx, diags, timeout, &state)
	defer end()
	if s == nil {
		return
	}
	saved, err := s.change(ctx, &plan, &state)
	if err != nil {
		last.afterFailure(ctx, plan.wanted(), err, resp.Private, diags)
		return
	}
	plan.fill(saved)
	diags.Append(resp.State.Set(ctx, &plan)...)
	diags.Append(resp.Identity.Set(ctx, plan.identity())...)
	last.settled(plan.wanted()).store(ctx, resp.Private, diags)
}

// afterFailure remembers what was sent and may still take effect.
func (m memory) afterFailure(ctx context.Context, sent webhooks.Registration, err error,
	to privateState, diags *diag.Diagnostics) {
	if errors.As(err, new(*webhooks.UnconfirmedError)) {
		m.Pending = &sent
		m.store(ctx, to, diags)
	}
}

// mayTakeOver reports whether an update may write over what it finds, although the plan did not
// show it. The consent is to another receiver: events that somebody added to this one stay.
func (m *model) mayTakeOver(found *webhooks.Registration, seen webhooks.Registration) bool {
	return m.AllowOverwrite.ValueBool() && (found == nil || !webhookurl.Same(found.URL, seen.URL) &&
		!webhookurl.Same(found.URL, m.WebhookURL.ValueString()))
}

// change carries out an update. It adds the error that it returns.
func (s *service) change(ctx context.Context, plan, state *model) (webhooks.Registration, error) {
	found, err := s.Registration(ctx)
	if err != nil {
		s.add(err)
		return webhooks.Registration{}, err
	}
	want, seen := plan.wanted(), state.wanted()
	asPlanned := found != nil && (found.Meets(want) || found.Meets(seen))
	if !asPlanned && !plan.mayTakeOver(found, seen) {
		err := &changedError{found}
		s.refuse(found, want, false, err)
		return webhooks.Registration{}, err
	}
	saved, err := s.settle(ctx, found, want)
	if err != nil {
		s.add(err)
	}
	return saved, err
}
