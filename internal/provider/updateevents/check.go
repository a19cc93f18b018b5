// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryNotKnown  = "Value not known yet"
	summarySelection = "Which events are meant is not clear"

	chooseOne = "Give exactly one of `event_ids`, `filter` and `all_events = true`."
)

// check says what is wrong with the configuration as far as it is known. It is run when Terraform
// validates, when it plans, and before anything is done: each time more is known.
func (m updateModel) check(ctx context.Context, diags *diag.Diagnostics) {
	if summary, detail := fraudevents.CheckReason(m.Status, m.Reason); summary != "" {
		diags.AddAttributeError(path.Root("reason"), summary, detail)
	}
	attribute.CheckTimeouts(m.Timeouts.Object, diags)
	m.checkSelectors(diags)
	m.checkEventIDs(diags)
	if !m.Filter.IsNull() && !m.Filter.IsUnknown() {
		m.checkFilter(ctx, diags)
	}
}

// checkSelectors wants exactly one selector. One that is not known yet may turn out to be null;
// beside another one it would then silently leave the choice to that, which may well pick more
// events.
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
	// false is as if not given
	open = slices.DeleteFunc(open,
		func(name string) bool { return name == "all_events" && len(given) > 0 })
	switch {
	case len(given) > 1:
		diags.AddError(summarySelection, "`"+strings.Join(given, "` and `")+"` are given together. "+
			chooseOne)
	case len(given) == 1 && len(open) > 0:
		diags.AddAttributeError(path.Root(open[0]), summarySelection,
			"`"+open[0]+"` is not known yet and may turn out to be null, which must not leave the "+
				"choice to `"+given[0]+"`. "+chooseOne)
	case len(given) == 0 && len(open) == 0:
		diags.AddError(summarySelection,
			"Nothing says which events are to be changed, and that never means all. "+chooseOne)
	}
}

// checkEventIDs refuses ids that name the same event.
func (m updateModel) checkEventIDs(diags *diag.Diagnostics) {
	spelled := map[string]string{}
	for _, id := range texts(m.EventIDs) {
		if other, twice := spelled[strings.ToLower(id)]; twice {
			diags.AddAttributeError(path.Root("event_ids"), "Event declared twice", fmt.Sprintf(
				"The event ids %q and %q differ in case only, and so name the same event. Remove one of them.",
				other, id))
		}
		spelled[strings.ToLower(id)] = id
	}
}

func (m updateModel) checkFilter(ctx context.Context, diags *diag.Diagnostics) {
	at := path.Root("filter")
	f := m.filter(ctx, diags)
	if f.DetectedBefore.IsNull() {
		diags.AddAttributeError(at.AtName("detected_before"), "Missing detected_before",
			"A filter needs `detected_before`: without it, an alert that comes in tonight would be "+
				"changed before anybody has seen it. "+
				"Give the time up to which the alerts were looked through.")
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
				"match. Add it there, or leave it out here.", subscription))
	}
}

func isUnknown[V interface{ IsUnknown() bool }](v V) bool { return v.IsUnknown() }
