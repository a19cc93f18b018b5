// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// updateModel is the configuration of a partnercenter_update_fraud_events.
type updateModel struct {
	SubscriptionIDs types.Set      `tfsdk:"subscription_ids"`
	Status          types.String   `tfsdk:"status"`
	Reason          types.String   `tfsdk:"reason"`
	EventIDs        types.Set      `tfsdk:"event_ids"`
	Filter          types.Object   `tfsdk:"filter"`
	AllEvents       types.Bool     `tfsdk:"all_events"`
	AllowOverwrite  types.Bool     `tfsdk:"allow_overwrite"`
	ExpectedCount   types.Int64    `tfsdk:"expected_count"`
	DryRun          types.Bool     `tfsdk:"dry_run"`
	Annotations     types.Map      `tfsdk:"annotations"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// values returns the attributes' values by name.
func (m updateModel) values() map[string]attr.Value {
	return map[string]attr.Value{
		"subscription_ids": m.SubscriptionIDs, "status": m.Status, "reason": m.Reason,
		"event_ids": m.EventIDs, "filter": m.Filter, "all_events": m.AllEvents,
		"allow_overwrite": m.AllowOverwrite, "expected_count": m.ExpectedCount, "dry_run": m.DryRun,
		"annotations": m.Annotations,
	}
}

// filter returns the configured filter, or the zero value if it is null or unknown. Single filters
// may be unknown.
func (m updateModel) filter(ctx context.Context, diags *diag.Diagnostics) fraudevents.FilterModel {
	var f fraudevents.FilterModel
	if !m.Filter.IsNull() && !m.Filter.IsUnknown() {
		diags.Append(m.Filter.As(ctx, &f, basetypes.ObjectAsOptions{})...)
	}
	return f
}

// job is the task of the action when everything is known.
type job struct {
	subscriptions []string
	selection     fraud.Selection
	sweep         fraud.Sweep
}

// job returns the job of a validated and known configuration.
func (m updateModel) job(ctx context.Context, diags *diag.Diagnostics) job {
	var j job
	diags.Append(m.SubscriptionIDs.ElementsAs(ctx, &j.subscriptions, false)...)
	decision, err := fraud.NewDecision(m.Status.ValueString(), m.Reason.ValueString())
	if err != nil {
		fraudevents.Explain(err).AddTo(diags)
	}
	j.sweep = fraud.Sweep{
		Decision: decision, Overwrite: m.AllowOverwrite.ValueBool(),
		Annotations: attribute.KnownTexts(m.Annotations),
	}
	switch {
	case !m.EventIDs.IsNull():
		if ids := texts(m.EventIDs); len(ids) > 0 {
			j.selection = fraud.SelectNamed(ids[0], ids[1:]...)
		}
	case !m.Filter.IsNull():
		if j.selection, err = fraud.SelectMatching(m.filter(ctx, diags).Filter(ctx, diags)); err != nil {
			fraudevents.Explain(err).AddTo(diags)
		}
	case m.AllEvents.ValueBool():
		j.selection = fraud.SelectAll()
	}
	return j
}

// texts returns the known strings of a set, in order.
func texts(set types.Set) []string {
	return slices.Sorted(slices.Values(attribute.KnownMembers(set)))
}

// unexpected reports whether the number of selected events differs from the expected one.
func (m updateModel) unexpected(picked int) (expected int64, differs bool) {
	expected = m.ExpectedCount.ValueInt64()
	return expected, !m.ExpectedCount.IsNull() && expected != int64(picked)
}
