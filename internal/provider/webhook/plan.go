// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// ModifyPlan shows what apply will do to the tenant's registration.
func (r *registration) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse) {
	defer r.Connection.Warn(&resp.Diagnostics)
	var plan, state model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		warnDestroy(&resp.Diagnostics, &state, recall(ctx, req.Private, &resp.Diagnostics))
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		r.planCreate(ctx, &plan, &resp.Diagnostics)
	} else {
		r.planUpdate(ctx, &plan, &state, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// planCreate reviews a new registration against the tenant's. Before the provider's configuration
// is known, apply does.
func (r *registration) planCreate(ctx context.Context, plan *model, diags *diag.Diagnostics) {
	if !r.Connection.Ready() {
		return
	}
	timeout := attribute.Timeout(ctx, plan.Timeouts.Read, attribute.DefaultReadTimeout, diags)
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
	found = turn.seen(found)
	s.checkNames(ctx, plan)
	plan.TenantID = attribute.Text(s.tenant)
	plan.prior = priorOf(found)
	if found == nil {
		return
	}
	if err := plan.review(ctx, *found, diags); err != nil {
		s.refuse(found, plan.wanted(), true, err)
	}
}

// review says what apply will do about the registration that it finds, or why it will refuse.
func (m *model) review(ctx context.Context, found webhooks.Registration,
	diags *diag.Diagnostics) error {
	same := webhookurl.Same(found.URL, m.WebhookURL.ValueString())
	switch {
	case m.WebhookURL.IsUnknown():
		warnTakeover(diags, found, "`webhook_url` is still unknown. If it is another URL, apply "+
			"takes over the registration only if `allow_overwrite` is true.")
	case !same && m.AllowOverwrite.IsUnknown():
		warnTakeover(diags, found, "Apply takes over the registration only if `allow_overwrite`, "+
			"which is still unknown, is true.")
	case !same && !m.AllowOverwrite.ValueBool():
		return &elsewhereError{found}
	case !same:
		warnTakeover(diags, found, "Apply takes it over, because `allow_overwrite` is true. That "+
			"receiver then gets nothing. "+oneForAll+" A saved plan that shows another registration "+
			"is not applied: "+stops)
	case !m.known(ctx):
	case adopts(found, m.wanted()):
		m.SubscriberID = attribute.Text(found.SubscriberID) // known: see model.adopted
		diags.AddAttributeWarning(path.Root("webhook_url"), summaryAdopts,
			"Nothing is sent: apply adopts the registration, which already has this URL and these events.")
	case !webhooks.SameEvents(found.Events, m.events()):
		warnEvents(diags, found, m.wanted())
	default:
		diags.AddAttributeWarning(path.Root("signature_token_to_ms_signature_header"), summaryHeader,
			"The registration already has this URL and these events. Apply writes it again, because "+
				"Partner Center does not report this header, or reports the other one.")
	}
	return nil
}

// adopts reports whether a registration needs no write. If the service does not return the header
// of signatures, only the default can be relied on.
func adopts(found, want webhooks.Registration) bool {
	return found.Meets(want) && (found.MSSignatureHeader != nil || !*want.MSSignatureHeader)
}

// planUpdate plans a change. Nothing is read, because the refresh has just done so.
func (r *registration) planUpdate(ctx context.Context, plan, state *model,
	diags *diag.Diagnostics) {
	plan.keepSpelling(state)
	plan.TenantID, plan.prior = state.TenantID, state.prior
	plan.SubscriberID, plan.LastModified = state.SubscriberID, state.LastModified
	if !plan.declaresSame(state) {
		plan.LastModified = timetypes.NewRFC3339Unknown()
		if state.SubscriberID.IsNull() {
			plan.SubscriberID = types.StringUnknown()
		}
	}
	if !r.Connection.Ready() {
		return
	}
	timeout := attribute.Timeout(ctx, plan.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	ctx, services, end := r.Connection.Open(ctx, diags, timeout)
	defer end()
	if services != nil {
		s := service{Client: services.Webhooks, services: services, diags: diags}
		s.checkNames(ctx, plan)
	}
}

// checkNames compares the names of events with the live list. The set is open, so a failure of
// this call is no more than a warning.
func (s *service) checkNames(ctx context.Context, plan *model) {
	names := plan.events()
	if len(names) == 0 {
		return
	}
	live, err := s.EventNames(ctx)
	if err != nil {
		s.diags.AddAttributeWarning(path.Root("webhook_events"), summaryUnchecked, explain.Sentence(
			anatomy.Say("the names were not checked against Partner Center's list: %v",
				anatomy.Of(err).What)))
		return
	}
	warnUnknownEvents(s.diags, names, live)
}
