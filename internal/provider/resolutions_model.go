// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

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

// entry is one decision of a resolutionsModel, and what is known of its event.
type entry struct {
	id     string       // the event's id as the user spells it
	value  types.Object // status, reason and annotations
	line   types.String // the event's facts
	listed types.Bool
}

// entries are the decisions of one subscription by event id in lower case: case does not distinguish events.
type entries map[string]entry

// entries takes the model apart. What is computed is unknown where the model does not hold it.
func (m resolutionsModel) entries() entries {
	lines, unlisted := m.Events.Elements(), map[string]bool{}
	for _, v := range m.UnlistedEventIDs.Elements() {
		if id, ok := v.(types.String); ok {
			unlisted[id.ValueString()] = true
		}
	}
	all := entries{}
	for id, v := range m.Resolutions.Elements() {
		value, _ := v.(types.Object)
		e := entry{id: id, value: value, line: types.StringUnknown(), listed: types.BoolUnknown()}
		if line, ok := lines[id].(types.String); ok {
			e.line = line
		}
		if !m.UnlistedEventIDs.IsUnknown() {
			e.listed = types.BoolValue(!unlisted[id])
		}
		all[strings.ToLower(id)] = e
	}
	return all
}

// keep puts these entries, and no others, into the model.
func (m *resolutionsModel) keep(ctx context.Context, all entries, diags *diag.Diagnostics) {
	values := map[string]attr.Value{}
	for _, e := range all {
		values[e.id] = e.value
	}
	resolutions, d := types.MapValue(m.Resolutions.ElementType(ctx), values)
	diags.Append(d...)
	m.Resolutions = resolutions
	m.describe(all, diags)
}

// describe puts what is computed of these entries into the model. The ids of unlisted events are known together or not
// at all.
func (m *resolutionsModel) describe(all entries, diags *diag.Diagnostics) {
	lines, unlisted, known := map[string]attr.Value{}, []attr.Value{}, true
	for _, e := range all {
		lines[e.id] = e.line
		known = known && !e.listed.IsUnknown()
		if !e.listed.ValueBool() {
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

// key is the event that an entry is about.
func (m resolutionsModel) key(e entry) fraud.Key {
	return fraud.Key{SubscriptionID: m.SubscriptionID.ValueString(), EventID: e.id}
}

// declaration is the decision that an entry declares.
func (m resolutionsModel) declaration(e entry) declaration {
	return declaration{
		key: m.key(e), status: e.text("status"), reason: e.text("reason"),
		allowOverwrite: m.AllowOverwrite, allowUnlisted: m.AllowUnlisted, annotations: e.annotations(),
	}
}

func (e entry) annotations() map[string]string {
	if e.value.IsUnknown() {
		return nil
	}
	m, _ := e.value.Attributes()["annotations"].(types.Map)
	return knownAnnotations(m)
}

// text is one of the entry's attributes.
func (e entry) text(attribute string) types.String {
	if e.value.IsUnknown() {
		return types.StringUnknown()
	}
	s, _ := e.value.Attributes()[attribute].(types.String)
	return s
}

// standing is where the event stands according to a state.
func (e entry) standing() fraud.Standing {
	return declaration{status: e.text("status"), reason: e.text("reason")}.standing()
}

// observed is the entry with what Partner Center says of its event now.
func (e entry) observed(ctx context.Context, event fraud.Event, diags *diag.Diagnostics) entry {
	e = e.seen(event)
	standing := event.Standing()
	if e.standing() == standing {
		return e
	}
	attributes := e.value.Attributes()
	attributes["status"], attributes["reason"] = text(string(standing.Status)), text(string(standing.Reason))
	value, d := types.ObjectValue(e.value.AttributeTypes(ctx), attributes)
	diags.Append(d...)
	e.value = value
	return e
}

// seen is the entry with the facts of its listed event.
func (e entry) seen(event fraud.Event) entry {
	e.line, e.listed = types.StringValue(eventLine(event)), types.BoolValue(true)
	return e
}

// lineUnlisted stands for the facts of an event that was not listed when its decision was recorded.
const lineUnlisted = "not listed"

// reviewed is the entry with what a review, or an apply, has found.
func (e entry) reviewed(out fraud.Outcome) entry {
	if out.Action != fraud.Record {
		return e.seen(out.Event)
	}
	e.line, e.listed = types.StringValue(lineUnlisted), types.BoolValue(false)
	return e
}

// settled is the entry with what the plan left open. What it promised stays as promised.
func (e entry) settled(out fraud.Outcome) entry {
	if e.line.IsUnknown() || e.listed.IsUnknown() {
		return e.reviewed(out)
	}
	return e
}

// eventLine is what stays the same about an event, in one line.
func eventLine(e fraud.Event) string {
	facts := []string{e.Severity, e.EventType, e.CustomerFriendlyName, timestamp(e.EventTime).ValueString()}
	if e.CustomerFriendlyName == "" {
		facts[2] = e.CustomerTenantID
	}
	facts = slices.DeleteFunc(facts, func(s string) bool { return s == "" })
	return strings.Join(strings.Fields(text(strings.Join(facts, ", ")).ValueString()), " ")
}

// sameButForCase reports whether the other model declares the same decisions, with ids that may differ in case.
func (m resolutionsModel) sameButForCase(other resolutionsModel) bool {
	a, b := m.entries(), other.entries()
	if len(a) != len(b) {
		return false
	}
	for id, e := range a {
		if o, ok := b[id]; !ok || !e.value.Equal(o.value) {
			return false
		}
	}
	return true
}
