// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// warnDestroy is about a whole instance, whose plan shows its decisions anyway.
func (m resolutionsModel) warnDestroy(diags *diag.Diagnostics) {
	events := "the one event"
	if n := len(m.Resolutions.Elements()); n != 1 {
		events = "all " + countEvents(n)
	}
	warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(), events+" of subscription "+m.SubscriptionID.ValueString())
}

// warnRemovedEntries is about entries that are taken out of an instance that stays.
func (m resolutionsModel) warnRemovedEntries(removed entries, diags *diag.Diagnostics) {
	if len(removed) > 0 {
		warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(), fmt.Sprintf(
			"these events of subscription %s: %s", m.SubscriptionID.ValueString(), strings.Join(removed.ids(), ", ")))
	}
}

// warnLetGoAll says of each event why it was not reopened.
func warnLetGoAll(diags *diag.Diagnostics, lines []string) {
	if len(lines) > 0 {
		diags.AddWarning(summaryLetGo, paragraphs("These events were not set back to Active. Terraform forgets the decisions about them.", bullets(lines)))
	}
}

// overturns collects the events that somebody else has resolved, by what apply will do about them.
type overturns map[string][]string

// warn gives one warning for each verdict.
func (o overturns) warn(diags *diag.Diagnostics) {
	for _, verdict := range slices.Sorted(maps.Keys(o)) {
		diags.AddAttributeWarning(path.Root("resolutions"), summaryResolvedElsewhere, paragraphs(bullets(o[verdict]), verdict))
	}
}

// bullets lists lines in order.
func bullets(lines []string) string {
	return "- " + strings.Join(slices.Sorted(slices.Values(lines)), "\n- ")
}

// ids are the events' ids in order, as the user spells them.
func (all entries) ids() []string {
	var ids []string
	for _, e := range all {
		ids = append(ids, e.id)
	}
	slices.Sort(ids)
	return ids
}
