// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryNotKnown  = "Value not known yet"
	summarySelection = "Ambiguous selection of fraud events"

	chooseOne = "Set exactly one of `event_ids`, `filter`, and `all_events = true`."
)

// check finds mistakes in the known part of the configuration. It runs in validation, in the plan,
// and before the invocation, with more known values each time.
func (m updateModel) check(ctx context.Context, diags *diag.Diagnostics) {
	fraudevents.CheckReason(m.Status, m.Reason, path.Root("reason"), diags)
	attribute.CheckTimeouts(m.Timeouts.Object, diags)
	m.checkSelectors(diags)
	fraudevents.CheckDistinct(texts(m.EventIDs),
		func(string) path.Path { return path.Root("event_ids") }, diags)
	if !m.Filter.IsNull() && !m.Filter.IsUnknown() {
		m.checkFilter(ctx, diags)
	}
}

// checkSelectors requires exactly one selector. An unknown selector may turn out to be null, and
// would then silently leave the selection to another one, which may select more events.
func (m updateModel) checkSelectors(diags *diag.Diagnostics) {
	var given, open []string
	for _, s := range []struct {
		name           string
		unknown, given bool
	}{
		{"event_ids", m.EventIDs.IsUnknown(), !m.EventIDs.IsNull()},
		{"filter", m.Filter.IsUnknown(), !m.Filter.IsNull()},
		{"all_events", m.AllEvents.IsUnknown(), m.AllEvents.ValueBool()},
	} {
		switch {
		case s.unknown:
			open = append(open, s.name)
		case s.given:
			given = append(given, s.name)
		}
	}
	// false has the same effect as an omitted value
	open = slices.DeleteFunc(open,
		func(name string) bool { return name == "all_events" && len(given) > 0 })
	switch {
	case len(given) > 1:
		diags.AddError(summarySelection, "`"+given[0]+"` conflicts with `"+
			strings.Join(given[1:], "` and `")+"`. "+chooseOne)
	case len(given) == 1 && len(open) > 0:
		diags.AddAttributeError(path.Root(open[0]), summarySelection,
			"`"+open[0]+"` is still unknown, so it conflicts with `"+given[0]+"`: if it became null, `"+
				given[0]+"` alone would select the events. "+chooseOne)
	case len(given) == 0 && len(open) == 0:
		diags.AddError(summarySelection,
			"No events are selected. An empty selection never means all events. "+chooseOne)
	}
}

func (m updateModel) checkFilter(ctx context.Context, diags *diag.Diagnostics) {
	at := path.Root("filter")
	f := m.filter(ctx, diags)
	if f.DetectedBefore.IsNull() {
		diags.AddAttributeError(at.AtName("detected_before"), "Missing detected_before",
			"A filter requires `detected_before`. Set it to the time up to which the alerts have been "+
				"reviewed. Without it, the action would also change alerts that nobody has seen.")
	}
	f.Validate(at, diags)
	subscription := f.SubscriptionID.ValueString()
	if subscription == "" || m.SubscriptionIDs.IsUnknown() ||
		slices.ContainsFunc(m.SubscriptionIDs.Elements(), isUnknown) {
		return
	}
	if !slices.ContainsFunc(texts(m.SubscriptionIDs),
		func(id string) bool { return strings.EqualFold(id, subscription) }) {
		diags.AddAttributeError(at.AtName("subscription_id"), attribute.InvalidValue, fmt.Sprintf(
			"`filter.subscription_id` is %s, which is not among `subscription_ids`, so no event could "+
				"match. Add it there, or remove it here.", subscription))
	}
}

func isUnknown[V interface{ IsUnknown() bool }](v V) bool { return v.IsUnknown() }

// validate runs the validators of a schema's attributes below a path. terraform-plugin-framework
// (1.19) runs them only in validation, when an unknown value passes all of them.
func validate(
	ctx context.Context, below path.Path, config tfsdk.Config, attributes map[string]schema.Attribute,
	values map[string]attr.Value, diags *diag.Diagnostics,
) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		described, at := attributes[name], below.AtName(name)
		if described.IsRequired() && values[name].IsNull() {
			diags.AddAttributeError(at, attribute.InvalidValue,
				"`"+at.String()+"` is required, but it is null.")
			continue
		}
		var found validator.StringResponse
		switch value := values[name].(type) {
		case types.String:
			for _, v := range stringValidatorsOf(described) {
				v.ValidateString(ctx, validator.StringRequest{Path: at, PathExpression: at.Expression(),
					Config: config, ConfigValue: value}, &found)
			}
		case types.Set:
			a, _ := described.(interface{ SetValidators() []validator.Set })
			for _, v := range a.SetValidators() {
				v.ValidateSet(ctx, validator.SetRequest{Path: at, PathExpression: at.Expression(),
					Config: config, ConfigValue: value}, (*validator.SetResponse)(&found))
			}
		case types.Int64:
			a, _ := described.(interface{ Int64Validators() []validator.Int64 })
			for _, v := range a.Int64Validators() {
				v.ValidateInt64(ctx, validator.Int64Request{Path: at, PathExpression: at.Expression(),
					Config: config, ConfigValue: value}, (*validator.Int64Response)(&found))
			}
		case types.Object:
			if nested, ok := described.(schema.SingleNestedAttribute); ok && !value.IsNull() &&
				!value.IsUnknown() {
				validate(ctx, at, config, nested.Attributes, value.Attributes(), diags)
			}
		}
		diags.Append(found.Diagnostics...)
	}
}

// stringValidatorsOf returns the validators of a string attribute, and none for other attributes.
func stringValidatorsOf(a schema.Attribute) []validator.String {
	if a, ok := a.(interface{ StringValidators() []validator.String }); ok {
		return a.StringValidators()
	}
	return nil
}
