// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// resolutionModel is a partnercenter_fraud_event_resolution.
type resolutionModel struct {
	fraudevents.FactsModel
	fraudevents.MovementModel
	shown

	SubscriptionID      types.String   `tfsdk:"subscription_id"`
	EventID             types.String   `tfsdk:"event_id"`
	Status              types.String   `tfsdk:"status"`
	Reason              types.String   `tfsdk:"reason"`
	AllowOverwrite      types.Bool     `tfsdk:"allow_overwrite"`
	AllowUnlisted       types.Bool     `tfsdk:"allow_unlisted"`
	ReactivateOnDestroy types.Bool     `tfsdk:"reactivate_on_destroy"`
	Annotations         types.Map      `tfsdk:"annotations"`
	Timeouts            timeouts.Value `tfsdk:"timeouts"`
}

// resolutionIdentity permanently identifies a resolution. Its case never changes.
type resolutionIdentity struct {
	SubscriptionID types.String `tfsdk:"subscription_id"`
	EventID        types.String `tfsdk:"event_id"`
}

func (i resolutionIdentity) key() fraud.Key {
	return fraud.Key{SubscriptionID: i.SubscriptionID.ValueString(), EventID: i.EventID.ValueString()}
}

func (m *resolutionModel) identity() resolutionIdentity {
	return resolutionIdentity{SubscriptionID: m.SubscriptionID, EventID: m.EventID}
}

func (m *resolutionModel) key() fraud.Key { return m.identity().key() }

func (m *resolutionModel) options() options {
	known := !m.SubscriptionID.IsUnknown() && !m.EventID.IsUnknown()
	o := options{
		subscription: m.SubscriptionID.ValueString(), identified: known,
		remembered: remembered{one: m.id()},
		identity:   m.identity(), events: "event " + m.key().String(), at: path.Root("status"),
		reactivate: m.ReactivateOnDestroy.ValueBool(), timeouts: m.Timeouts,
	}
	if known {
		o.scope = m.key().String()
	}
	return o
}

func (m *resolutionModel) id() string { return strings.ToLower(m.EventID.ValueString()) }

// records of a model without a resolution, such as the state before a create, are empty.
func (m *resolutionModel) records() records {
	if m.EventID.IsNull() {
		return nil
	}
	return records{m.id(): m}
}

func (m *resolutionModel) planned(state *resolutionModel) records {
	if len(state.records()) > 0 {
		m.FactsModel, m.MovementModel, m.shown = state.FactsModel, state.MovementModel, state.shown
	}
	return m.records()
}

func (m *resolutionModel) keep(_ context.Context, all records, _ *diag.Diagnostics) {
	if kept, ok := all[m.id()].(*resolutionModel); ok {
		*m = *kept
	}
}

// configure and forget do nothing: the framework plans single attributes.
func (m *resolutionModel) configure(context.Context, tfsdk.Config, *diag.Diagnostics) {}
func (m *resolutionModel) forget(context.Context, *diag.Diagnostics)                  {}

// declaration returns the declared decision.
func (m *resolutionModel) declaration() *declaration {
	return &declaration{
		key: m.key(), name: eventName(m.key()), status: m.Status, reason: m.Reason,
		allowOverwrite: m.AllowOverwrite, allowUnlisted: m.AllowUnlisted,
		annotations: attribute.KnownTexts(m.Annotations),
		previous:    m.PreviousStatus,
	}
}

// eventName returns an event's name in messages. It does not repeat the subscription id if the
// event id starts with it.
func eventName(key fraud.Key) string {
	if strings.Contains(strings.ToLower(key.EventID), strings.ToLower(key.SubscriptionID)) {
		return key.EventID
	}
	return key.String()
}

func (m *resolutionModel) observe(_ context.Context, e fraud.Event, _ *diag.Diagnostics) {
	standing := e.Standing()
	m.Status, m.Reason = attribute.Text(string(standing.Status)),
		attribute.Text(string(standing.Reason))
	m.see(e)
	m.FactsModel = fraudevents.NewFactsModel(e.InWholeSeconds())
	m.MovementModel = fraudevents.NewMovementModel(e.InWholeSeconds())
}

// review sets no facts of an unlisted event.
func (m *resolutionModel) review(out fraud.Outcome) {
	m.shown.review(out)
	m.FactsModel = fraudevents.NewFactsModel(out.Event.InWholeSeconds())
}

func (m *resolutionModel) fill(out fraud.Outcome) {
	if m.Listed.IsUnknown() {
		m.review(out)
	}
	m.shown.fill(out)
	if m.ResolvedBy.IsUnknown() {
		m.MovementModel = fraudevents.NewMovementModel(out.Event.InWholeSeconds())
	}
}

func (m *resolutionModel) forgetMovement() {
	m.MovementModel = fraudevents.MovementModel{ResolvedOn: timetypes.NewRFC3339Unknown(),
		ResolvedBy: types.StringUnknown()}
}

func (m *resolutionModel) movement() fraud.Movement {
	resolvedOn, _ := m.ResolvedOn.ValueRFC3339Time()
	return fraud.Movement{Standing: m.declaration().standing(), By: m.ResolvedBy.ValueString(),
		At: resolvedOn}
}
