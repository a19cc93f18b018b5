// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// Summaries of what a reviewer should look at. They are constant, so that Terraform shows two
// hundred alike as one, and there is one for each kind, so that none hides another.
const (
	summaryAlreadySo         = "Fraud event already as decided"
	summaryInvestigated      = "Fraud event under investigation"
	summarySetBack           = "Fraud event set back to Active"
	summaryResolvedElsewhere = "Fraud event resolved otherwise by somebody else"
	summaryRecorded          = "Decision recorded without a call"
)

// Verdicts say what apply will do.
const (
	verdictConsent = "Apply will change it, because `allow_overwrite` is set."
	verdictAnew    = "Apply will change it, because the decision in the configuration is a new one."
	verdictOpen    = "Apply will change it, because the event is open and this is the first " +
		"decision made here."
	verdictUnknown = "Apply will change it only if `allow_overwrite`, which is not known yet, is true."
	verdictRefuse  = "This plan cannot be applied as it is. Apply will refuse to change the event. "
	verdictAdopt   = "Nothing is sent: apply adopts the decision as it stands in Partner Center."
	verdictInherit = "Nothing is sent: a state that this run reads already holds the decision, " +
		"and apply records it at its new address."
	// verdictMoved stands beside the error of Terraform's own that ends an apply whose event has
	// moved.
	verdictMoved = " A saved plan that shows the event differently is not applied: Terraform stops " +
		"with \"Provider produced inconsistent final plan\", and the event stays as it is. Plan again."
	verdictRecord = "Nothing is sent: apply records the decision in state, and cannot check that " +
		"the event exists."
)

// concern is one thing that a reviewer should look at: a line about the event, and the verdict,
// which is the same for all events of a kind.
type concern struct{ summary, line, verdict string }

// warn is about a resource with one event.
func (c concern) warn(diags *diag.Diagnostics) {
	if c.summary != "" {
		diags.AddAttributeWarning(path.Root("status"), c.summary, c.line+" "+c.verdict)
	}
}

// creationConcern is that about a new decision, by its review. name is the event's.
func (d declaration) creationConcern(name string, c fraud.Change, out fraud.Outcome) concern {
	now := fmt.Sprintf("Event %s is %s", name, out.Event.Settled())
	switch {
	case out.Action == fraud.Record:
		line := fmt.Sprintf("Partner Center does not list event %s; the configuration decides %s.", name,
			c.Decision)
		if out.Inherited {
			return concern{summaryRecorded, line, verdictInherit + verdictMoved}
		}
		return concern{summaryRecorded, line, verdictRecord + verdictMoved}
	case out.Action == fraud.Adopt:
		return concern{summaryAlreadySo, now + ", as the configuration decides.",
			verdictAdopt + verdictMoved}
	case out.Event.Status == fraud.Resolved:
		return concern{summaryResolvedElsewhere, decides(now, c), verdictConsent + verdictMoved}
	case out.Event.Status == fraud.Investigating:
		return concern{summaryInvestigated, decides(now, c), verdictOpen + verdictMoved}
	case out.Event.SetBackFrom() != "":
		now += ", and was " + fraud.Printable(out.Event.SetBackFrom()) + " before"
		return concern{summarySetBack, decides(now, c), verdictOpen + verdictMoved}
	default:
		return concern{}
	}
}

// revisionConcern is that about a changed decision in state, whose event moved last as given.
func (d declaration) revisionConcern(name string, c fraud.Change, memory *fraud.Memory,
	last fraud.Movement) concern {
	now := decides(fmt.Sprintf("Event %s is %s", name, last), c)
	switch memory.Concern(*c.Seen) {
	case fraud.ResolvedElsewhere:
		return concern{summaryResolvedElsewhere, now, d.verdict(c, memory)}
	case fraud.Reopened:
		return concern{explain.SummaryReopened, heldHere(now, memory), d.verdict(c, memory)}
	case fraud.Moved:
		return concern{explain.SummaryMoved, heldHere(now, memory), d.verdict(c, memory)}
	case fraud.UnderWatch:
		return concern{summaryInvestigated, now, d.verdict(c, memory)}
	default:
		return concern{}
	}
}

func decides(now string, c fraud.Change) string {
	return fmt.Sprintf("%s; the configuration decides %s.", now, c.Decision)
}

// heldHere says what the event was before somebody else moved it.
func heldHere(now string, memory *fraud.Memory) string {
	origin := "The decision here was"
	if memory.Imported {
		origin = "The import found"
	}
	return fmt.Sprintf("%s %s %s.", now, origin, memory.Last)
}

// verdict says what apply will do about an event in state that somebody else has a part in.
func (d declaration) verdict(c fraud.Change, memory *fraud.Memory) string {
	first := memory == nil || memory.Imported
	switch {
	case d.allowOverwrite.ValueBool():
		return verdictConsent
	case c.Overwrite && first:
		return verdictOpen
	case c.Overwrite:
		return verdictAnew
	case d.allowOverwrite.IsUnknown():
		return verdictUnknown
	case c.Held != nil:
		return verdictRefuse + explain.AdviceReopened
	default:
		return verdictRefuse + explain.AdviceOverwrite
	}
}

// eventName is how a message names an event. Ids of Partner Center begin with that of the
// subscription, which the name then does not repeat.
func eventName(key fraud.Key) string {
	if strings.Contains(strings.ToLower(key.EventID), strings.ToLower(key.SubscriptionID)) {
		return key.EventID
	}
	return key.String()
}
