// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// Delete forgets the registration. If `restore` was last applied, it registers again what stood
// there before creation, but only while the registration is still ours.
func (r *registration) Delete(ctx context.Context, req resource.DeleteRequest,
	resp *resource.DeleteResponse) {
	var state model
	diags := &resp.Diagnostics
	diags.Append(req.State.Get(ctx, &state)...)
	last := recall(ctx, req.Private, diags)
	if diags.HasError() || state.OnDestroy.ValueString() != restore ||
		last.nothingToRestore() != "" {
		return
	}
	timeout := attribute.Timeout(ctx, state.Timeouts.Delete, attribute.DefaultWriteTimeout, diags)
	ctx, s, end := r.open(ctx, diags, timeout, &state)
	defer end()
	if s == nil {
		return
	}
	turn, release, err := s.turn(ctx)
	defer release()
	switch {
	case err != nil:
		s.add(err)
	case turn.Declared:
		diags.AddWarning(summaryNotRestore, "The same run has registered the webhook for another "+
			"resource instance. Terraform removes this one from state.")
	default:
		s.restore(ctx, last, turn)
	}
}

// restore registers what stood there before creation.
func (s *service) restore(ctx context.Context, last memory, turn turn) {
	found, err := s.Registration(ctx)
	switch {
	case err != nil:
		s.add(err)
		return
	case found == nil:
		s.diags.AddWarning(summaryNotRestore, "Partner Center no longer has a webhook registration. "+
			"Terraform removes it from state.")
		return
	case found.Meets(*last.Prior):
		return
	case !last.sees(*found).owns(*found):
		s.diags.AddWarning(summaryNotRestore, "The registration is no longer this one: it sends to "+
			describe(*found)+". It stays as it is, and Terraform forgets it.")
		return
	}
	if _, err := s.save(ctx, found, *last.Prior); err != nil {
		s.add(err)
		return
	}
	turn.Undone = restored{before: *found, now: *last.Prior}
}

// turn is the right to change the registration. One run can have two objects for it, in an order
// that Terraform chooses.
type turn struct{ *connection.Turn }

func (s *service) turn(ctx context.Context) (turn, func(), error) {
	t, release, err := s.connection.Turn(ctx, "webhook")
	return turn{t}, release, err
}

// restored is what a destroy of this run has restored.
type restored struct{ before, now webhooks.Registration }

// seen returns the registration that the plan of a new object saw: before the destroy of the old
// object restored another one.
func (t turn) seen(found *webhooks.Registration) *webhooks.Registration {
	if undone, ok := t.Undone.(restored); ok && found != nil && found.Meets(undone.now) {
		return &undone.before
	}
	return found
}
