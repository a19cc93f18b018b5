// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// resolutionModel is a partnercenter_fraud_event_resolution.
type resolutionModel struct {
	fraudevents.FactsModel
	fraudevents.SettlementModel
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

// resolutionIdentity is what identifies a resolution for ever. It is never re-cased.
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

// identified reports whether it is known which event this is about.
func (m *resolutionModel) identified() bool {
	return !m.SubscriptionID.IsUnknown() && !m.EventID.IsUnknown()
}

func (m *resolutionModel) sameEvent(other resolutionModel) bool {
	return m.identified() &&
		strings.EqualFold(m.SubscriptionID.ValueString(), other.SubscriptionID.ValueString()) &&
		strings.EqualFold(m.EventID.ValueString(), other.EventID.ValueString())
}

// observe shows how Partner Center reports the event now.
func (m *resolutionModel) observe(e fraud.Event) {
	standing := e.Standing()
	m.Status, m.Reason = attribute.Text(string(standing.Status)),
		attribute.Text(string(standing.Reason))
	m.see(e)
	m.FactsModel = fraudevents.NewFactsModel(e.InWholeSeconds())
	m.SettlementModel = fraudevents.NewSettlementModel(e.InWholeSeconds())
}

// review shows what the review of a new decision has found. An event that is not listed has no
// facts.
func (m *resolutionModel) review(out fraud.Outcome) {
	m.shown.review(out)
	m.FactsModel = fraudevents.NewFactsModel(out.Event.InWholeSeconds())
}

// fill shows what the plan left unknown.
func (m *resolutionModel) fill(out fraud.Outcome) {
	if m.Listed.IsUnknown() {
		m.review(out)
	}
	m.shown.fill(out)
	if m.ResolvedBy.IsUnknown() {
		m.SettlementModel = fraudevents.NewSettlementModel(out.Event.InWholeSeconds())
	}
}

// forgetSettlement makes resolved_on and resolved_by known after apply.
func (m *resolutionModel) forgetSettlement() {
	m.SettlementModel = fraudevents.SettlementModel{ResolvedOn: timetypes.NewRFC3339Unknown(),
		ResolvedBy: types.StringUnknown()}
}

// movement is the event's last one: as a refresh noted it, or else by what the state shows.
func (m *resolutionModel) movement(noted fraud.Movement) fraud.Movement {
	standing := m.declaration().standing()
	if noted.Standing == standing {
		return noted
	}
	resolvedOn, _ := m.ResolvedOn.ValueRFC3339Time()
	return fraud.Movement{Standing: standing, By: m.ResolvedBy.ValueString(), At: resolvedOn}
}
