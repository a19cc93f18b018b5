// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"cmp"
	"context"
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

	SubscriptionID      types.String   `tfsdk:"subscription_id"`
	EventID             types.String   `tfsdk:"event_id"`
	Status              types.String   `tfsdk:"status"`
	Reason              types.String   `tfsdk:"reason"`
	AllowOverwrite      types.Bool     `tfsdk:"allow_overwrite"`
	AllowUnlisted       types.Bool     `tfsdk:"allow_unlisted"`
	ReactivateOnDestroy types.Bool     `tfsdk:"reactivate_on_destroy"`
	Annotations         types.Map      `tfsdk:"annotations"`
	Name                types.String   `tfsdk:"name"`
	PreviousStatus      types.String   `tfsdk:"previous_status"`
	Listed              types.Bool     `tfsdk:"listed"`
	Timeouts            timeouts.Value `tfsdk:"timeouts"`
}

// resolutionIdentity is what identifies a resolution for ever. It is never re-cased.
type resolutionIdentity struct {
	SubscriptionID types.String `tfsdk:"subscription_id"`
	EventID        types.String `tfsdk:"event_id"`
}

func (m resolutionModel) identity() resolutionIdentity {
	return resolutionIdentity{SubscriptionID: m.SubscriptionID, EventID: m.EventID}
}

func (m resolutionModel) key() fraud.Key {
	return fraud.Key{SubscriptionID: m.SubscriptionID.ValueString(), EventID: m.EventID.ValueString()}
}

// declaration is the decision that the resolution declares.
func (m resolutionModel) declaration() declaration {
	return declaration{
		key: m.key(), status: m.Status, reason: m.Reason,
		allowOverwrite: m.AllowOverwrite, allowUnlisted: m.AllowUnlisted,
		annotations: attribute.KnownTexts(m.Annotations),
		previous:    m.PreviousStatus,
	}
}

// decided reports whether everything that a decision needs is known.
func (m resolutionModel) decided() bool { return m.identified() && m.declaration().decided() }

// identified reports whether it is known which event this is about.
func (m resolutionModel) identified() bool {
	return !m.SubscriptionID.IsUnknown() && !m.EventID.IsUnknown()
}

// observe takes over what Partner Center says of the event now.
func (m *resolutionModel) observe(e fraud.Event) {
	standing := e.Standing()
	m.Status, m.Reason = attribute.Text(string(standing.Status)),
		attribute.Text(string(standing.Reason))
	m.show(e)
	m.SettlementModel = fraudevents.NewSettlementModel(e.InWholeSeconds())
}

// show takes over what stays the same about a listed event.
func (m *resolutionModel) show(e fraud.Event) {
	m.FactsModel, m.Name = fraudevents.NewFactsModel(e.InWholeSeconds()), alertName(e)
	m.Listed = types.BoolValue(true)
}

// review takes over what the review of a new decision has found.
func (m *resolutionModel) review(out fraud.Outcome) {
	if out.Action == fraud.Record {
		m.FactsModel, m.Name = fraudevents.NewFactsModel(fraud.Event{}), types.StringNull()
		m.Listed = types.BoolValue(false)
	} else {
		m.show(out.Event)
	}
	m.PreviousStatus = previousStatus(out)
}

// fill settles what the plan left unknown. What it promised stays as promised: the next refresh
// brings newer facts.
func (m *resolutionModel) fill(out fraud.Outcome) {
	if m.Listed.IsUnknown() {
		m.review(out)
	}
	if m.PreviousStatus.IsUnknown() {
		m.PreviousStatus = previousStatus(out)
	}
	if m.ResolvedBy.IsUnknown() {
		m.SettlementModel = fraudevents.NewSettlementModel(out.Event.InWholeSeconds())
	}
}

// previousStatus is where an event stood when its decision was carried out, or would be by this
// review; null if it is not listed.
func previousStatus(out fraud.Outcome) types.String {
	if out.Action == fraud.Record {
		return types.StringNull()
	}
	return attribute.Text(out.Before.String())
}

// alertName is what stays the same about an event, in one line: which alert this is. Names come
// from customers, so what could play with a terminal is taken out.
func alertName(e fraud.Event) types.String {
	e = e.InWholeSeconds()
	customer := cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID)
	var facts []string
	for _, fact := range []string{e.Severity, e.EventType, customer,
		attribute.Timestamp(e.EventTime).ValueString()} {
		if fact = strings.Join(strings.Fields(fact), " "); fact != "" {
			facts = append(facts, fraud.Printable(fact))
		}
	}
	return attribute.Text(strings.Join(facts, ", "))
}

// forgetSettlement makes resolved_on and resolved_by known after apply.
func (m *resolutionModel) forgetSettlement() {
	m.SettlementModel = fraudevents.SettlementModel{ResolvedOn: timetypes.NewRFC3339Unknown(),
		ResolvedBy: types.StringUnknown()}
}

// adopt makes the resolution what importing the event gives, whether by import or by query.
func (m *resolutionModel) adopt(ctx context.Context, e fraud.Event) {
	m.setDefaults(ctx)
	m.observe(e)
}

// setDefaults gives an imported resolution the options that a configuration has by default. They
// are false rather than null: then neither a configuration that leaves them out nor one that says
// false has anything to change.
func (m *resolutionModel) setDefaults(ctx context.Context) {
	m.AllowOverwrite, m.AllowUnlisted, m.ReactivateOnDestroy = types.BoolValue(false),
		types.BoolValue(false), types.BoolValue(false)
	m.Annotations = types.MapNull(types.StringType)
	m.Timeouts = nullTimeouts(ctx)
}

// nullTimeouts is the timeouts block left out.
func nullTimeouts(ctx context.Context) timeouts.Value {
	block, ok := resolutionTimeouts(ctx).Type().(timeouts.Type)
	if !ok {
		return timeouts.Value{Object: types.ObjectNull(nil)}
	}
	return timeouts.Value{Object: types.ObjectNull(block.AttrTypes)}
}
