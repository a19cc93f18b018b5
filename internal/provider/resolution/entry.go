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

// entry is one decision of a resolutionsModel, with the known facts of its event.
type entry struct {
	shown

	id    string       // the event's id in the user's spelling
	value types.Object // the declared values, and the computed ones when read from a model
	line  types.String // the event's facts, as in the map of events

	// of the resource
	subscription                  string
	allowOverwrite, allowUnlisted types.Bool
}

// newEntry returns an entry with only the facts in the value.
func newEntry(id string, value types.Object) *entry {
	e := &entry{id: id, value: value, line: types.StringUnknown()}
	e.shown = shown{Name: e.text("name"), PreviousStatus: e.text("previous_status"),
		Listed: types.BoolUnknown()}
	return e
}

// declaredAttributes are the attributes of an entry that users set.
func declaredAttributes() []string {
	return []string{"status", "reason", "annotations", "allow_overwrite", "allow_unlisted"}
}

// sameDecision reports whether both entries declare the same.
func (e *entry) sameDecision(other *entry) bool {
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

// complete returns the entry's value with the computed attributes.
func (e *entry) complete(ctx context.Context, diags *diag.Diagnostics) types.Object {
	if e.value.IsNull() || e.value.IsUnknown() {
		return e.value
	}
	return e.with(ctx, "name", e.Name, "previous_status", e.PreviousStatus, diags)
}

// with returns the entry's value with two attributes set.
func (e *entry) with(ctx context.Context, first string, a types.String, second string,
	b types.String, diags *diag.Diagnostics) types.Object {
	if e.text(first).Equal(a) && e.text(second).Equal(b) {
		return e.value
	}
	attributes := e.value.Attributes()
	attributes[first], attributes[second] = a, b
	value, d := types.ObjectValue(e.value.AttributeTypes(ctx), attributes)
	diags.Append(d...)
	return value
}

func (e *entry) declaration() *declaration {
	return &declaration{
		key:  fraud.Key{SubscriptionID: e.subscription, EventID: e.id},
		name: e.id, status: e.text("status"), reason: e.text("reason"),
		allowOverwrite: e.option("allow_overwrite", e.allowOverwrite),
		allowUnlisted:  e.option("allow_unlisted", e.allowUnlisted),
		annotations:    e.annotations(), previous: e.PreviousStatus,
	}
}

// option returns the entry's own option or, if the entry has none, the resource's.
func (e *entry) option(name string, ofResource types.Bool) types.Bool {
	if e.value.IsUnknown() {
		return types.BoolUnknown()
	}
	if own, ok := e.value.Attributes()[name].(types.Bool); ok && !own.IsNull() {
		return own
	}
	return ofResource
}

func (e *entry) annotations() map[string]string {
	if e.value.IsUnknown() {
		return nil
	}
	m, _ := e.value.Attributes()["annotations"].(types.Map)
	return attribute.KnownTexts(m)
}

// text returns one of the entry's attributes.
func (e *entry) text(name string) types.String {
	if e.value.IsUnknown() {
		return types.StringUnknown()
	}
	s, _ := e.value.Attributes()[name].(types.String)
	return s
}

func (e *entry) observe(ctx context.Context, event fraud.Event, diags *diag.Diagnostics) {
	e.see(event)
	e.line = types.StringValue(e.Name.ValueString())
	standing := event.Standing()
	e.value = e.with(ctx, "status", attribute.Text(string(standing.Status)), "reason",
		attribute.Text(string(standing.Reason)), diags)
}

// lineUnlisted replaces the facts of an event that was unlisted when its decision was recorded.
const lineUnlisted = "not listed"

// forget makes the facts of the event unknown.
func (e *entry) forget() {
	e.line = types.StringUnknown()
	e.shown = shown{Name: types.StringUnknown(), PreviousStatus: types.StringUnknown(),
		Listed: types.BoolUnknown()}
}

func (e *entry) review(out fraud.Outcome) {
	e.shown.review(out)
	e.line = types.StringValue(e.Name.ValueString())
	if out.Action == fraud.Record {
		e.line = types.StringValue(lineUnlisted)
	}
}

func (e *entry) fill(out fraud.Outcome) {
	if e.line.IsUnknown() || e.Listed.IsUnknown() {
		e.review(out)
	}
	e.shown.fill(out)
}

// forgetMovement does nothing: entries do not show who resolved their event.
func (e *entry) forgetMovement() {}

func (e *entry) movement() fraud.Movement {
	return fraud.Movement{Standing: e.declaration().standing()}
}
