// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"fmt"
	"slices"
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

// warnDestroy says what the destroy of decisions does to their events.
func warnDestroy(diags *diag.Diagnostics, o options) {
	concerns := "It concerns " + o.events + "." + hintVanishedKey
	if o.reactivate {
		diags.AddWarning(summaryDestroyReopens,
			"What still carries the decision made here is set back to Active, because "+
				"`reactivate_on_destroy` is set. "+concerns)
		return
	}
	diags.AddWarning(summaryDestroyKeeps,
		"Terraform forgets what was decided, and Partner Center keeps it: nothing is reopened. "+
			"To reopen, apply `reactivate_on_destroy = true` before the destroy. "+concerns)
}

// warnUnlisted is about events that a refresh has found to be unlisted. empty says that no other
// was found either.
func warnUnlisted(diags *diag.Diagnostics, subscription string, empty bool, events []string) {
	if len(events) == 0 {
		return
	}
	slices.Sort(events)
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

// warnSpared says of each event why it was not reopened.
func warnSpared(diags *diag.Diagnostics, spared map[string]string, many bool) {
	var lines []string
	for event, why := range spared {
		if lines = append(lines, event+": "+why); !many {
			diags.AddWarning(summaryNotReopened, fmt.Sprintf(
				"Event %s was not set back to Active: %s. Terraform forgets the decision.", event, why))
		}
	}
	if many && len(lines) > 0 {
		diags.AddWarning(summaryNotReopened,
			explain.Paragraphs("These events were not set back to Active. Terraform forgets the "+
				"decisions about them.", explain.Bullets(lines)))
	}
}
