// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

func updateAttributes() map[string]schema.Attribute {
	set := func(a schema.SetAttribute, empty string, each validator.String) schema.Attribute {
		a.ElementType = types.StringType
		a.Validators = []validator.Set{attribute.FilledSet(empty), setvalidator.NoNullValues(),
			setvalidator.ValueStringsAre(each)}
		return a
	}
	option := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description +
			" Defaults to `false`."}
	}
	decision := fraudevents.DecisionAttributes() // what is the same for a resolution is described once
	filters := map[string]schema.Attribute{}
	for name, filter := range fraudevents.FilterAttributes() {
		filters[name] = filter
	}
	before := filters["detected_before"]
	filters["detected_before"] = schema.StringAttribute{
		Optional:            true, // for the schema: that it is missing is told in words of ours
		MarkdownDescription: "Required. " + before.GetMarkdownDescription(),
		Validators:          stringValidatorsOf(before),
	}
	return map[string]schema.Attribute{
		"subscription_ids": set(schema.SetAttribute{
			Required: true, MarkdownDescription: "The Azure subscriptions, as GUIDs, from which the " +
				"action picks events. It changes no event of another subscription.",
		}, "it is empty. Name the subscriptions whose events are meant", attribute.GUID()),
		"status": schema.StringAttribute{
			Required: true, MarkdownDescription: decision["status"].GetMarkdownDescription(),
			Validators: stringValidatorsOf(decision["status"]),
		},
		"reason": schema.StringAttribute{
			Optional: true, MarkdownDescription: decision["reason"].GetMarkdownDescription(),
			Validators: stringValidatorsOf(decision["reason"]),
		},
		"event_ids": set(schema.SetAttribute{
			Optional: true, MarkdownDescription: "The events to change, by id as Partner Center prints " +
				"it. All of them must be listed. Null or empty never means all. Conflicts with `filter` and " +
				"`all_events`.",
		}, "it is empty, and an empty set never means all events. Name the events that are meant",
			attribute.MemberEventID()),
		"filter": schema.SingleNestedAttribute{
			Optional: true, Attributes: filters,
			MarkdownDescription: "Picks the events that match all of these filters, as in the data source " +
				"`partnercenter_fraud_events`. `detected_before` is required, so that no alert is changed " +
				"that nobody has seen. Conflicts with `event_ids` and `all_events`.",
		},
		"all_events": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to pick every event of the subscriptions, including those that " +
				"come in before the action is invoked. Conflicts with `event_ids` and `filter`.",
		},
		"allow_overwrite": option("Whether to change events that are already resolved differently. " +
			"Otherwise the action skips and counts them."),
		"expected_count": schema.Int64Attribute{
			Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
			MarkdownDescription: "The number of events that the action must pick, whether they need a " +
				"change or " +
				"not. If it picks another number, it writes nothing.",
		},
		"dry_run": option("Whether to report everything and write nothing."),
		"annotations": schema.MapAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Evidence for the auditor, such as a ticket, who decided, and why. It " +
				"goes into the audit log (`audit_log_path`) with each event, and is never sent.",
		},
	}
}

// stringValidatorsOf returns the validators of an attribute that holds a string, and none for
// another.
func stringValidatorsOf(a schema.Attribute) []validator.String {
	if a, ok := a.(interface{ StringValidators() []validator.String }); ok {
		return a.StringValidators()
	}
	return nil
}
