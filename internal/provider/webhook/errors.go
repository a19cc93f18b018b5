// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// Summaries are constant, so that Terraform groups equal ones.
const (
	summaryElsewhere   = "Webhook already registered with another URL"
	summaryChanged     = "Webhook registration changed since the plan"
	summaryOtherTenant = "Webhook registration of another tenant"
	summaryNone        = "No webhook registration"
	summaryTwice       = "Webhook event named twice"
)

// describe names a registration.
func describe(r webhooks.Registration) string {
	return fmt.Sprintf("%s (events: %s)", webhookurl.Redacted(r.URL), webhooks.Names(r.Events))
}

// elsewhereError means that a create would take over another receiver's registration.
type elsewhereError struct{ found webhooks.Registration }

func (e *elsewhereError) Error() string {
	return "the tenant's only webhook registration sends to " + describe(e.found)
}

// Explain implements [explain.Explainer].
func (e *elsewhereError) Explain() explain.Explanation {
	return explain.Explanation{Attribute: "webhook_url", Summary: summaryElsewhere,
		Reason: "The tenant's only webhook registration sends to " + describe(e.found) +
			". Registering another URL switches that receiver off. Nothing was written.",
		Advice: "To take over the registration, set `allow_overwrite = true`. To use it as it is, " +
			"declare its URL."}
}

// changedError means that the registration is no longer as the plan saw it.
type changedError struct{ found *webhooks.Registration }

func (e *changedError) Error() string {
	if e.found == nil {
		return "the webhook registration is gone"
	}
	return "the webhook registration now sends to " + describe(*e.found)
}

// Explain implements [explain.Explainer].
func (e *changedError) Explain() explain.Explanation {
	now := "is gone"
	if e.found != nil {
		now = "now sends to " + describe(*e.found)
	}
	return explain.Explanation{Attribute: "webhook_url", Summary: summaryChanged,
		Reason: "Since the plan, another tool has changed the webhook registration, which " + now +
			". Nothing was written.",
		Advice: "Plan again, and review the new plan."}
}

// otherTenantError means that the state, or an import, is about another tenant than the sign-in.
type otherTenantError struct{ signedIn, wanted string }

func (e *otherTenantError) Error() string {
	return fmt.Sprintf("the provider signs in to tenant %s, not to %s", e.signedIn, e.wanted)
}

// Explain implements [explain.Explainer].
func (e *otherTenantError) Explain() explain.Explanation {
	return explain.Explanation{Summary: summaryOtherTenant,
		Reason: fmt.Sprintf("The registration belongs to tenant %q, but the provider signs in to "+
			"tenant %s.", e.wanted, e.signedIn),
		Advice: "Use the provider configuration of that tenant, or correct the tenant id."}
}
