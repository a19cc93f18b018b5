// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// entry is one decision of a resolutionsModel, and what is known of its event.
type entry struct {
	id       string       // the event's id as the user spells it
	value    types.Object // what is declared, and what was computed when it was read from a model
	name     types.String // which alert this is; null for an event that was never listed
	previous types.String // where the event stood when it was decided
	line     types.String // the event's facts, as the map of events shows them
	listed   types.Bool
}

// newEntry is an entry of which nothing is known but what the value holds.
func newEntry(id string, value types.Object) entry {
	e := entry{id: id, value: value, line: types.StringUnknown(), listed: types.BoolUnknown()}
	e.name, e.previous = e.text("name"), e.text("previous_status")
	return e
}

// declaredAttributes are the attributes of an entry that people write, rather than the provider.
func declaredAttributes() []string {
	return []string{"status", "reason", "annotations", "allow_overwrite", "allow_unlisted"}
}

// sameDecision reports whether both entries declare the same.
func (e entry) sameDecision(other entry) bool {
	if e.value.IsUnknown() || other.value.IsUnknown() {
		return e.value.Equal(other.value)
	}
	a, b := e.value.Attributes(), other.value.Attributes()
	for _, name := range declaredAttributes() {
		if !a[name].Equal(b[name]) {
			return false
		}
	}
	return true
}

// complete is the entry's value with what is computed.
func (e entry) complete(ctx context.Context, diags *diag.Diagnostics) types.Object {
	if e.value.IsNull() || e.value.IsUnknown() {
		return e.value
	}
	if e.text("name").Equal(e.name) && e.text("previous_status").Equal(e.previous) {
		return e.value
	}
	attributes := e.value.Attributes()
	attributes["name"], attributes["previous_status"] = e.name, e.previous
	value, d := types.ObjectValue(e.value.AttributeTypes(ctx), attributes)
	diags.Append(d...)
	return value
}

// key is the event that an entry is about.
func (m resolutionsModel) key(e entry) fraud.Key {
	return fraud.Key{SubscriptionID: m.SubscriptionID.ValueString(), EventID: e.id}
}

// declaration is the decision that an entry declares.
func (m resolutionsModel) declaration(e entry) declaration {
	return declaration{
		key: m.key(e), status: e.text("status"), reason: e.text("reason"),
		allowOverwrite: e.option("allow_overwrite", m.AllowOverwrite),
		allowUnlisted:  e.option("allow_unlisted", m.AllowUnlisted),
		annotations:    e.annotations(), previous: e.previous,
	}
}

// option is the entry's own, and the resource's where the entry has none.
func (e entry) option(name string, ofResource types.Bool) types.Bool {
	if e.value.IsUnknown() {
		return types.BoolUnknown()
	}
	if own, ok := e.value.Attributes()[name].(types.Bool); ok && !own.IsNull() {
		return own
	}
	return ofResource
}

func (e entry) annotations() map[string]string {
	if e.value.IsUnknown() {
		return nil
	}
	m, _ := e.value.Attributes()["annotations"].(types.Map)
	return attribute.KnownTexts(m)
}

// text is one of the entry's attributes.
func (e entry) text(name string) types.String {
	if e.value.IsUnknown() {
		return types.StringUnknown()
	}
	s, _ := e.value.Attributes()[name].(types.String)
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
	attributes["status"], attributes["reason"] = attribute.Text(string(standing.Status)),
		attribute.Text(string(standing.Reason))
	value, d := types.ObjectValue(e.value.AttributeTypes(ctx), attributes)
	diags.Append(d...)
	e.value = value
	return e
}

// seen is the entry with the facts of its listed event.
func (e entry) seen(event fraud.Event) entry {
	e.name, e.listed = alertName(event), types.BoolValue(true)
	e.line = types.StringValue(e.name.ValueString())
	return e
}

// lineUnlisted stands for the facts of an event that was not listed when its decision was recorded.
const lineUnlisted = "not listed"

// forgotten is the entry with nothing known of its event.
func (e entry) forgotten() entry {
	e.name, e.previous = types.StringUnknown(), types.StringUnknown()
	e.line, e.listed = types.StringUnknown(), types.BoolUnknown()
	return e
}

// reviewed is the entry with what a review, or an apply, has found.
func (e entry) reviewed(out fraud.Outcome) entry {
	e.previous = previousStatus(out)
	if out.Action != fraud.Record {
		return e.seen(out.Event)
	}
	e.name, e.line, e.listed = types.StringNull(), types.StringValue(lineUnlisted),
		types.BoolValue(false)
	return e
}

// settled is the entry with what the plan left open. What it promised stays as promised.
func (e entry) settled(out fraud.Outcome) entry {
	if e.line.IsUnknown() || e.listed.IsUnknown() {
		return e.reviewed(out)
	}
	if e.previous.IsUnknown() {
		e.previous = previousStatus(out)
	}
	return e
}
