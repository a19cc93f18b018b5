// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// ImportState imports a listed event with its current standing, so that the next plan has no
// changes.
func (r *resolutionResource) ImportState(ctx context.Context, req resource.ImportStateRequest,
	resp *resource.ImportStateResponse) {
	id := importIdentity(ctx, req, &resp.Diagnostics)
	ctx, to, end := r.Connection.Open(ctx, &resp.Diagnostics, attribute.DefaultReadTimeout)
	defer end()
	if to == nil {
		return
	}
	seen, err := to.Ledger.Find(ctx, id.key())
	if err != nil {
		r.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	if seen.Event == nil {
		resp.Diagnostics.AddError(fraudevents.SummaryNotListed, fmt.Sprintf(
			"%s does not list event %s, and only a listed event can be imported. Check the ids, and that "+
				"the credentials have access to this customer. %s",
			to.Ledger.Service(), id.key(), fraudevents.AdviceAPI))
		return
	}
	m := imported(ctx, id, *seen.Event)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, m.identity())...)
	found := fraud.Memory{Last: m.declaration().standing(), Imported: true}
	m.options().remember(ctx, resp.Private, memories{m.id(): found}, &resp.Diagnostics)
	rememberAPI(ctx, resp.Private, to.API, &resp.Diagnostics)
}

// imported returns the resolution of an imported event, from an import or a query. Its options are
// false and not null, so that there are no changes whether a configuration omits them or sets
// false.
func imported(ctx context.Context, id resolutionIdentity, e fraud.Event) *resolutionModel {
	no := types.BoolValue(false)
	m := &resolutionModel{
		SubscriptionID: id.SubscriptionID, EventID: id.EventID,
		AllowOverwrite: no, AllowUnlisted: no, ReactivateOnDestroy: no,
		Annotations: types.MapNull(types.StringType),
		Timeouts:    attribute.NoTimeouts(resolutionTimeouts(ctx)),
	}
	m.observe(ctx, e, nil)
	return m
}

const (
	summaryInvalidImport = "Invalid import id"

	importForm = " An import id has the form <subscription_id>/<event_id>."
)

// importIdentity reads "<subscription_id>/<event_id>", or the identity of an import block.
func importIdentity(ctx context.Context, req resource.ImportStateRequest,
	diags *diag.Diagnostics) resolutionIdentity {
	var id resolutionIdentity
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		diags.Append(req.Identity.Get(ctx, &id)...)
	} else {
		subscription, event, slash := strings.Cut(req.ID, "/")
		if !slash {
			diags.AddError(summaryInvalidImport, fmt.Sprintf("%q has no slash.", req.ID)+importForm)
			return id
		}
		id = resolutionIdentity{SubscriptionID: types.StringValue(subscription),
			EventID: types.StringValue(event)}
	}
	if err := fraud.CheckGUID(id.SubscriptionID.ValueString()); err != nil {
		diags.AddError(summaryInvalidImport, explain.Invalid("the subscription id", err)+importForm)
	}
	if err := fraud.CheckEventID(id.EventID.ValueString()); err != nil {
		diags.AddError(summaryInvalidImport, explain.Invalid("the event id", err)+importForm)
	}
	return id
}
