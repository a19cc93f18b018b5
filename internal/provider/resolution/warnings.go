// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// Summaries of warnings are constant, so that Terraform shows two hundred alike as one.
const (
	summaryDestroyKeeps      = "Destroy leaves the fraud event as it is in Partner Center"
	summaryDestroyReopens    = "Destroy reopens the fraud event in Partner Center"
	summaryNoLongerListed    = "Fraud event no longer listed"
	summarySubscriptionEmpty = "No fraud events of a subscription listed any more"
)

// hintVanishedKey is for those who removed nothing and wonder why Terraform destroys.
const hintVanishedKey = " If nobody took it out of the configuration: a `for_each` over a data " +
	"source that filters on `Active` loses what has been resolved. " +
	"Take decisions from a file or a variable, never from the list of open events."

func (m *resolutionModel) warnDestroy(diags *diag.Diagnostics) {
	warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(), fmt.Sprintf("event %s", m.key()))
}

// warnDestroyOf says what the destroy of decisions does to their events, which are given in words.
func warnDestroyOf(diags *diag.Diagnostics, reactivate bool, events string) {
	if reactivate {
		diags.AddWarning(summaryDestroyReopens,
			"What still carries the decision made here is set back to Active, because "+
				"`reactivate_on_destroy` is set. "+
				"It concerns "+events+"."+hintVanishedKey)
		return
	}
	diags.AddWarning(summaryDestroyKeeps,
		"Terraform forgets what was decided, and Partner Center keeps it: nothing is reopened. "+
			"To reopen, apply `reactivate_on_destroy = true` before the destroy. It concerns "+events+"."+
			hintVanishedKey)
}

// warnUnlisted is about events that a refresh has found to be unlisted. empty says that no other
// was found either.
func warnUnlisted(diags *diag.Diagnostics, subscription string, empty bool, events ...string) {
	summary, gone, why := summaryNoLongerListed, "these events",
		"Events age out of the list some time after they were resolved."
	if empty {
		summary, gone = summarySubscriptionEmpty,
			"any fraud event at all, though these were listed before"
		why = "The subscription may have been cancelled. If not, check the credentials: do they " +
			"belong to the right tenant, and is the user still an Admin agent?"
	}
	diags.AddWarning(summary, fmt.Sprintf("For subscription %s Partner Center no longer lists %s: "+
		"%s. %s The state is kept as last known.",
		subscription, gone, strings.Join(events, ", "), why))
}

// warnDestroy is about a whole instance, whose plan shows its decisions anyway.
func (m *resolutionsModel) warnDestroy(diags *diag.Diagnostics) {
	events := "the one event"
	if n := len(m.Resolutions.Elements()); n != 1 {
		events = "all " + explain.CountEvents(n)
	}
	warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(),
		events+" of subscription "+m.SubscriptionID.ValueString())
}

// warnRemovedEntries is about entries that are taken out of an instance that stays.
func (m *resolutionsModel) warnRemovedEntries(removed entries, diags *diag.Diagnostics) {
	if len(removed) > 0 {
		warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(), fmt.Sprintf(
			"these events of subscription %s: %s", m.SubscriptionID.ValueString(),
			strings.Join(removed.ids(), ", ")))
	}
}

// warnSpared says of each event of many why it was not reopened.
func warnSpared(diags *diag.Diagnostics, lines []string) {
	if len(lines) > 0 {
		diags.AddWarning(summaryNotReopened,
			explain.Paragraphs("These events were not set back to Active. Terraform forgets the "+
				"decisions about them.", explain.Bullets(lines)))
	}
}
