// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryMoreMatch     = "More fraud events match than are listed"
	summaryNotImportable = "Fraud events that cannot be imported"
	summaryUndeclarable  = "Fraud event that no configuration can declare as it stands"
)

// resolutionResult is the event as a result, with its ids in the spelling of the service.
func resolutionResult(ctx context.Context, req list.ListRequest, e fraud.Event) list.ListResult {
	m := imported(ctx, resolutionIdentity{SubscriptionID: attribute.Exactly(e.SubscriptionID),
		EventID: attribute.Exactly(e.EventID)}, e)
	result := req.NewListResult(ctx)
	result.DisplayName = displayName(e)
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
		warnUndeclarable(&result.Diagnostics, e)
	}
	return result
}

// displayName says what a person needs to choose: customer, type, severity, how it stands, and the
// time, which tells two alike apart. Names come from customers, so what could play with a terminal
// is taken out.
func displayName(e fraud.Event) string {
	parts := []string{e.EventType, e.Severity, e.Standing().String(),
		fraudevents.TimeText(e.EventTime)}
	for _, customer := range []string{e.CustomerFriendlyName, e.CustomerTenantID} {
		if customer != "" {
			parts = append([]string{customer}, parts...)
			break
		}
	}
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(fraud.Printable(p)); p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, ", ")
}

// warnSelection says what the results do not show.
func warnSelection(diags *diag.Diagnostics, s ledger.NewestEvents) {
	if older := s.Matched - len(s.Events); older > 0 {
		diags.AddWarning(summaryMoreMatch, fmt.Sprintf(
			"%d fraud events match, and these are the newest %d. To list all, set `limit = %d` in the "+
				"`list` block (Terraform's default is 100), or filter.",
			s.Matched, len(s.Events), s.Matched))
	}
	if s.Unwanted > 0 {
		diags.AddWarning(summaryNotImportable, fmt.Sprintf(
			"Left out: %d of the fraud events that match. Partner Center reports them without a "+
				"subscription, or with ids that no import takes. "+
				"The data source `partnercenter_fraud_events` shows them.", s.Unwanted))
	}
}

// importable reports whether an import takes the ids.
func importable(key fraud.Key) bool {
	return fraud.CheckGUID(key.SubscriptionID) == nil && fraud.CheckEventID(key.EventID) == nil
}

// warnUndeclarable points out an event that is imported well and whose generated configuration is
// not valid.
func warnUndeclarable(diags *diag.Diagnostics, e fraud.Event) {
	standing := e.Standing()
	if _, err := fraud.NewDecision(string(standing.Status), string(standing.Reason)); err == nil {
		return
	}
	diags.AddWarning(summaryUndeclarable, fmt.Sprintf(
		"Event %s is %q in Partner Center, which is no decision that Microsoft documents. It can be "+
			"imported; in configuration that is generated for it, "+
			"replace `status` and `reason` by a decision.", e.Key, standing))
}
