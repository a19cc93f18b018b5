// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// Summaries of warnings for reviewers.
const (
	summaryAdopts     = "Webhook registration already as configured"
	summaryEvents     = "Webhook registration has other events"
	summaryHeader     = "Header of webhook signatures unknown"
	summaryTakesOver  = "Webhook registration of another URL taken over"
	summaryDrift      = "Webhook registration changed by another tool"
	summaryGone       = "Webhook registration gone"
	summaryUnknown    = "Unknown webhook event"
	summaryUnchecked  = "Webhook events not checked"
	summaryKeeps      = "Destroy leaves the webhook registration as it is in Partner Center"
	summaryRestores   = "Destroy restores the earlier webhook registration"
	summaryNotRestore = "Webhook registration not restored"
)

const oneForAll = "A tenant has one registration, so two tools that manage it overwrite each " +
	"other. Let only one of them manage it."

// warnDrift warns about a registration that is no longer ours.
func warnDrift(diags *diag.Diagnostics, m memory, found webhooks.Registration) {
	if m.Ours == nil || m.owns(found) {
		return
	}
	diags.AddWarning(summaryDrift, fmt.Sprintf("The registration was %s. It now sends to %s. %s",
		describe(*m.Ours), describe(found), oneForAll))
}

// stops says how Terraform ends if a saved plan shows another registration than apply finds.
const stops = "Terraform stops with \"Provider produced inconsistent final plan\", and nothing " +
	"is sent. Plan again."

// warnEvents warns about a list of events that a write replaces.
func warnEvents(diags *diag.Diagnostics, found, want webhooks.Registration) {
	diags.AddAttributeWarning(path.Root("webhook_events"), summaryEvents, fmt.Sprintf(
		"The URL is already registered with other events. Apply replaces the list. Added: %s. "+
			"Removed: %s. A saved plan that shows other events is not applied: %s",
		webhooks.Names(want.Without(found)), webhooks.Names(found.Without(want)), stops))
}

// warnTakeover warns about a receiver that a write switches off. effect says on what that depends.
func warnTakeover(diags *diag.Diagnostics, found webhooks.Registration, effect string) {
	diags.AddAttributeWarning(path.Root("webhook_url"), summaryTakesOver, explain.Sentences(
		"The tenant's only webhook registration sends to "+describe(found)+".", effect))
}

// warnUnknownEvents warns about names that the live list lacks.
func warnUnknownEvents(diags *diag.Diagnostics, names, live []string) {
	known := map[string]bool{}
	for _, name := range live {
		known[strings.ToLower(name)] = true
	}
	for _, name := range names {
		if known[strings.ToLower(name)] {
			continue
		}
		suggestion := "It lists no names at all."
		if near := nearestOf(name, live); len(near) > 0 {
			suggestion = "The nearest names are: " + webhooks.Names(near) + "."
		}
		diags.AddAttributeWarning(path.Root("webhook_events"), summaryUnknown, explain.Sentences(
			fmt.Sprintf("Partner Center does not list the webhook event %q.", name), suggestion,
			"Partner Center may refuse the registration."))
	}
}

// suggestions is the number of names to suggest.
const suggestions = 3

func nearestOf(name string, names []string) []string {
	rest, near := slices.Clone(names), []string(nil)
	for len(near) < suggestions && len(rest) > 0 {
		best := nearest.Of(name, rest, math.MaxInt/2) // however far it is
		near = append(near, best)
		rest = slices.DeleteFunc(rest, func(s string) bool { return s == best })
	}
	return near
}

// warnDestroy says what a destroy does.
func warnDestroy(diags *diag.Diagnostics, state *model, m memory) {
	receiver := webhookurl.Redacted(state.WebhookURL.ValueString())
	if state.OnDestroy.ValueString() != restore {
		diags.AddWarning(summaryKeeps,
			"Terraform removes the registration from state and makes no call, "+
				"because Partner Center offers no call that deletes a registration. "+receiver+" keeps "+
				"receiving events. To restore the earlier registration, apply `on_destroy = \"restore\"` "+
				"before the destroy.")
		return
	}
	if why := m.nothingToRestore(); why != "" {
		diags.AddWarning(summaryNotRestore, "A destroy makes no call, because "+why+". "+receiver+
			" keeps receiving events.")
		return
	}
	said := "A destroy registers " + describe(*m.Prior) + " again, as before creation, unless " +
		"somebody changes the registration first. " + receiver + " then receives nothing."
	if m.Prior.MSSignatureHeader == nil {
		said += " Partner Center did not return its signature header, so `Authorization` is used."
	}
	diags.AddWarning(summaryRestores, said)
}

// nothingToRestore says why there is nothing to restore; empty if there is something.
func (m memory) nothingToRestore() string {
	switch {
	case !m.PriorKnown:
		return "the registration was imported, so the earlier one is unknown"
	case m.Prior == nil:
		return "there was no registration before creation, and none can be deleted"
	}
	return ""
}
