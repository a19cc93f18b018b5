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
	warnRemoved(diags, m.ReactivateOnDestroy.ValueBool(), fmt.Sprintf(
		"all %d events of subscription %s", len(m.Resolutions.Elements()), m.SubscriptionID.ValueString()))
}

// warnRemovedEntries is about entries that are taken out of an instance that stays.
func (m resolutionsModel) warnRemovedEntries(removed entries, diags *diag.Diagnostics) {
	if len(removed) > 0 {
		warnRemoved(diags, m.ReactivateOnDestroy.ValueBool(), fmt.Sprintf(
			"these events of subscription %s: %s", m.SubscriptionID.ValueString(), strings.Join(removed.ids(), ", ")))
	}
}

func warnRemoved(diags *diag.Diagnostics, reactivate bool, events string) {
	if reactivate {
		diags.AddWarning(summaryDestroyReopens, "`reactivate_on_destroy` sets events back to Active that still carry the decision made here. It concerns "+events+"."+hintVanishedKey)
		return
	}
	diags.AddWarning(summaryDestroyKeeps, "Terraform forgets the decisions, and Partner Center keeps them: nothing is reopened. "+
		"To reopen the events, apply `reactivate_on_destroy = true` before the destroy. It concerns "+events+"."+hintVanishedKey)
}

// warnLetGoAll says of each event why it was not reopened.
func warnLetGoAll(diags *diag.Diagnostics, lines []string) {
	if len(lines) > 0 {
		diags.AddWarning(summaryLetGo, paragraphs("These events were not set back to Active. Terraform forgets the decisions about them.", bullets(lines)))
	}
}

// warnUnlistedAll is about events that a refresh has found to be unlisted.
func (m resolutionsModel) warnUnlistedAll(vanished entries, empty bool, diags *diag.Diagnostics) {
	subscription, events := m.SubscriptionID.ValueString(), strings.Join(vanished.ids(), ", ")
	switch {
	case len(vanished) == 0:
	case empty:
		diags.AddWarning(summarySubscriptionEmpty, fmt.Sprintf(
			"Partner Center lists no fraud event at all for subscription %s, though some were listed before. The subscription may have been cancelled. "+
				"If not, check the credentials: do they belong to the right tenant, and is the user still an Admin agent? The state is kept as last known. "+
				"It concerns these events: %s.", subscription, events))
	default:
		diags.AddWarning(summaryNoLongerListed, fmt.Sprintf(
			"Events age out of the list some time after they were resolved. The state is kept as last known. "+
				"Partner Center no longer lists these events of subscription %s: %s.", subscription, events))
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
