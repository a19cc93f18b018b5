// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
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

// entries are the decisions of one subscription by event id in lower case: case does not
// distinguish events.
type entries map[string]entry

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

// ids are the events' ids in order, as the user spells them.
func (all entries) ids() []string {
	var ids []string
	for _, e := range all {
		ids = append(ids, e.id)
	}
	slices.Sort(ids)
	return ids
}

// declaration is the decision that an entry declares.
func (m *resolutionsModel) declaration(e entry) *declaration {
	return &declaration{
		key:  fraud.Key{SubscriptionID: m.SubscriptionID.ValueString(), EventID: e.id},
		name: e.id, status: e.text("status"), reason: e.text("reason"),
		allowOverwrite: e.option("allow_overwrite", m.AllowOverwrite),
		allowUnlisted:  e.option("allow_unlisted", m.AllowUnlisted),
		annotations:    e.annotations(), previous: e.PreviousStatus,
	}
}

// declarations are those of all entries.
func (m *resolutionsModel) declarations() []*declaration {
	var all []*declaration
	for _, e := range m.entries() {
		all = append(all, m.declaration(e))
	}
	return all
}

func (m *resolutionsModel) sameSubscription(other resolutionsModel) bool {
	return !m.SubscriptionID.IsUnknown() &&
		strings.EqualFold(m.SubscriptionID.ValueString(), other.SubscriptionID.ValueString())
}

// entries takes the model apart. What is computed is unknown where the model does not hold it.
func (m *resolutionsModel) entries() entries {
	lines, unlisted := m.Events.Elements(), map[string]bool{}
	for _, v := range m.UnlistedEventIDs.Elements() {
		if id, ok := v.(types.String); ok {
			unlisted[id.ValueString()] = true
		}
	}
	all := entries{}
	for id, v := range m.Resolutions.Elements() {
		value, _ := v.(types.Object)
		e := newEntry(id, value)
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

// forget makes everything unknown that is computed.
func (m *resolutionsModel) forget(ctx context.Context, diags *diag.Diagnostics) {
	m.Events, m.UnlistedEventIDs = types.MapUnknown(types.StringType),
		types.SetUnknown(types.StringType)
	if m.Resolutions.IsUnknown() {
		return
	}
	values := map[string]attr.Value{}
	for id, v := range m.Resolutions.Elements() {
		value, _ := v.(types.Object)
		e := newEntry(id, value)
		e.forget()
		values[id] = e.complete(ctx, diags)
	}
	var d diag.Diagnostics
	m.Resolutions, d = types.MapValue(m.Resolutions.ElementType(ctx), values)
	diags.Append(d...)
}

// keep puts these entries, and no others, into the model.
func (m *resolutionsModel) keep(ctx context.Context, all entries, diags *diag.Diagnostics) {
	values := map[string]attr.Value{}
	for _, e := range all {
		values[e.id] = e.complete(ctx, diags)
	}
	resolutions, d := types.MapValue(m.Resolutions.ElementType(ctx), values)
	diags.Append(d...)
	m.Resolutions = resolutions
	m.describe(all, diags)
}

// describe puts what is computed of these entries into the model. The ids of unlisted events are
// known together or not at all.
func (m *resolutionsModel) describe(all entries, diags *diag.Diagnostics) {
	lines, unlisted, known := map[string]attr.Value{}, []attr.Value{}, true
	for _, e := range all {
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

// sameButForCase reports whether the other model declares the same decisions, with ids that may
// differ in case.
func (m *resolutionsModel) sameButForCase(other resolutionsModel) bool {
	a, b := m.entries(), other.entries()
	if len(a) != len(b) {
		return false
	}
	for id, e := range a {
		if o, ok := b[id]; !ok || !e.sameDecision(o) {
			return false
		}
	}
	return true
}
