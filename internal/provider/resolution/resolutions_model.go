// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// resolutionsModel is a partnercenter_fraud_event_resolutions.
type resolutionsModel struct {
	SubscriptionID      types.String   `tfsdk:"subscription_id"`
	Resolutions         types.Map      `tfsdk:"resolutions"`
	AllowOverwrite      types.Bool     `tfsdk:"allow_overwrite"`
	AllowUnlisted       types.Bool     `tfsdk:"allow_unlisted"`
	ReactivateOnDestroy types.Bool     `tfsdk:"reactivate_on_destroy"`
	Events              types.Map      `tfsdk:"events"`
	UnlistedEventIDs    types.Set      `tfsdk:"unlisted_event_ids"`
	Timeouts            timeouts.Value `tfsdk:"timeouts"`
}

func (m *resolutionsModel) options() options {
	events := "the one event"
	if n := len(m.Resolutions.Elements()); n != 1 {
		events = "the " + fraudevents.Count(n)
	}
	subscription := m.SubscriptionID.ValueString()
	return options{
		remembered:   remembered{many: true},
		subscription: subscription, scope: subscription,
		identified: !m.SubscriptionID.IsUnknown() && !m.Resolutions.IsUnknown(),
		events:     events + " of subscription " + subscription, at: path.Root("resolutions"),
		reactivate: m.ReactivateOnDestroy.ValueBool(), timeouts: m.Timeouts,
	}
}

// records returns the model's decisions. Computed values that the model lacks are unknown.
func (m *resolutionsModel) records() records {
	lines, unlisted := m.Events.Elements(), map[string]bool{}
	for _, id := range attribute.KnownMembers(m.UnlistedEventIDs) {
		unlisted[id] = true
	}
	all := records{}
	for id, v := range m.Resolutions.Elements() {
		value, _ := v.(types.Object)
		e := newEntry(id, value)
		e.subscription = m.SubscriptionID.ValueString()
		e.allowOverwrite, e.allowUnlisted = m.AllowOverwrite, m.AllowUnlisted
		if line, ok := lines[id].(types.String); ok {
			e.line = line
		}
		if !m.UnlistedEventIDs.IsUnknown() {
			e.Listed = types.BoolValue(!unlisted[id])
		}
		all[strings.ToLower(id)] = e
	}
	return all
}

// planned uses the state's spelling of ids that differ only in case.
func (m *resolutionsModel) planned(state *resolutionsModel) records {
	if m.sameButForCase(state) {
		m.Resolutions = state.Resolutions
	}
	all, stored := m.records(), state.records()
	for id, r := range all {
		e, _ := r.(*entry)
		if before, exists := stored[id].(*entry); exists {
			e.shown, e.line = before.shown, before.line
		} else {
			e.forget()
		}
	}
	return all
}

// sameButForCase reports whether the state declares the same decisions, ignoring the case of ids.
func (m *resolutionsModel) sameButForCase(state *resolutionsModel) bool {
	all, stored := m.records(), state.records()
	for id, r := range all {
		e, _ := r.(*entry)
		if before, ok := stored[id].(*entry); !ok || !e.sameDecision(before) {
			return false
		}
	}
	return len(all) == len(stored)
}

// configure undoes plannedAsWhole.
func (m *resolutionsModel) configure(ctx context.Context, config tfsdk.Config,
	diags *diag.Diagnostics) {
	diags.Append(config.GetAttribute(ctx, path.Root("resolutions"), &m.Resolutions)...)
}

func (m *resolutionsModel) forget(ctx context.Context, diags *diag.Diagnostics) {
	m.Events, m.UnlistedEventIDs = types.MapUnknown(types.StringType),
		types.SetUnknown(types.StringType)
	if m.Resolutions.IsUnknown() {
		return
	}
	m.Resolutions = m.complete(ctx, m.planned(&resolutionsModel{}), diags)
}

// complete returns the decisions with the computed attributes.
func (m *resolutionsModel) complete(ctx context.Context, all records,
	diags *diag.Diagnostics) types.Map {
	values := map[string]attr.Value{}
	for _, r := range all {
		e, _ := r.(*entry)
		values[e.id] = e.complete(ctx, diags)
	}
	resolutions, d := types.MapValue(m.Resolutions.ElementType(ctx), values)
	diags.Append(d...)
	return resolutions
}

// keep sets the decisions of the model. The ids of unlisted events are either all known or all
// unknown.
func (m *resolutionsModel) keep(ctx context.Context, all records, diags *diag.Diagnostics) {
	m.Resolutions = m.complete(ctx, all, diags)
	lines, unlisted, known := map[string]attr.Value{}, []attr.Value{}, true
	for _, r := range all {
		e, _ := r.(*entry)
		lines[e.id] = e.line
		known = known && !e.Listed.IsUnknown()
		if !e.Listed.ValueBool() {
			unlisted = append(unlisted, types.StringValue(e.id))
		}
	}
	var d diag.Diagnostics
	m.Events, d = types.MapValue(types.StringType, lines)
	diags.Append(d...)
	if !known {
		m.UnlistedEventIDs = types.SetUnknown(types.StringType)
		return
	}
	m.UnlistedEventIDs, d = types.SetValue(types.StringType, unlisted)
	diags.Append(d...)
}
