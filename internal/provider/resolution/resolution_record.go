// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// declaration is the decision that the resolution declares.
func (m *resolutionModel) declaration() *declaration {
	return &declaration{
		key: m.key(), name: eventName(m.key()), status: m.Status, reason: m.Reason,
		allowOverwrite: m.AllowOverwrite, allowUnlisted: m.AllowUnlisted,
		annotations: attribute.KnownTexts(m.Annotations),
		previous:    m.PreviousStatus,
	}
}

// eventName is how a message names an event. Ids of Partner Center begin with that of the
// subscription, which the name then does not repeat.
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
	m.SettlementModel = fraudevents.NewSettlementModel(e.InWholeSeconds())
}

// review shows no facts of an event that is not listed.
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
		m.SettlementModel = fraudevents.NewSettlementModel(out.Event.InWholeSeconds())
	}
}

func (m *resolutionModel) unsettle() {
	m.SettlementModel = fraudevents.SettlementModel{ResolvedOn: timetypes.NewRFC3339Unknown(),
		ResolvedBy: types.StringUnknown()}
}

func (m *resolutionModel) movement() fraud.Movement {
	resolvedOn, _ := m.ResolvedOn.ValueRFC3339Time()
	return fraud.Movement{Standing: m.declaration().standing(), By: m.ResolvedBy.ValueString(),
		At: resolvedOn}
}
