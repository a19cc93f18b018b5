// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// Summaries of warnings for reviewers. They are constant, so that Terraform groups equal ones, and
// there is one for each kind, so that none hides another.
const (
	summaryAlreadySo         = "Fraud event already as decided"
	summaryInvestigated      = "Fraud event under investigation"
	summarySetBack           = "Fraud event set back to Active"
	summaryResolvedElsewhere = "Fraud event resolved otherwise by somebody else"
	summaryRecorded          = "Decision recorded without a call"
)

// Effects describe what apply will do.
const (
	effectConsent = "Apply will change it, because `allow_overwrite` is set."
	effectAnew    = "Apply will change it, because the decision in the configuration is new."
	effectOpen    = "Apply will change it, because the event is open and this is the first " +
		"decision about it here."
	effectUnknown = "Apply will change it only if `allow_overwrite`, which is still unknown, is true."
	effectRefuse  = "Apply will refuse to change the event. "
	effectAdopt   = "Nothing is sent: apply adopts the event, which already matches the decision."
	effectInherit = "Nothing is sent: a state that this run reads already holds the decision, " +
		"and apply records it at its new address."
	// effectMoved accompanies Terraform's own error about an apply whose event has moved.
	effectMoved = " A saved plan that shows the event differently is not applied: Terraform stops " +
		"with \"Provider produced inconsistent final plan\", and the event stays as it is. Plan again."
	effectRecord = "Nothing is sent: apply records the decision in state, and cannot check that " +
		"the event exists."
)

// notice is a warning for reviewers: a fact about the event, and the effect, which is the same for
// all events of a kind.
type notice struct{ summary, fact, effect string }

// notices collects facts by kind and effect.
type notices map[notice][]string

func (all notices) add(n notice) {
	if n.summary != "" {
		kind := notice{summary: n.summary, effect: n.effect}
		all[kind] = append(all[kind], n.fact)
	}
}

// warn adds one warning for each kind, in alphabetical order.
func (all notices) warn(diags *diag.Diagnostics, o options) {
	kinds := slices.SortedFunc(maps.Keys(all), func(a, b notice) int {
		return cmp.Or(cmp.Compare(a.summary, b.summary), cmp.Compare(a.effect, b.effect))
	})
	for _, kind := range kinds {
		detail := all[kind][0] + " " + kind.effect
		if o.many {
			detail = explain.Paragraphs(explain.Bullets(all[kind]), kind.effect)
		}
		diags.AddAttributeWarning(o.at, kind.summary, detail)
	}
}

// noticeOfNew returns the notice about a new decision, based on its review.
func (d *declaration) noticeOfNew(c fraud.Change, out fraud.Outcome) notice {
	now := fmt.Sprintf("Event %s is %s", d.name, out.Event.Movement())
	switch {
	case out.Action == fraud.Record:
		effect := effectRecord
		if out.Inherited {
			effect = effectInherit
		}
		return notice{summaryRecorded, fmt.Sprintf(
			"Event %s is not listed; the configuration decides %s.", d.name, c.Decision),
			effect + effectMoved}
	case out.Action == fraud.Adopt:
		return notice{summaryAlreadySo, now + ", as the configuration decides.",
			effectAdopt + effectMoved}
	case out.Event.Status == fraud.Resolved:
		return notice{summaryResolvedElsewhere, decides(now, c), effectConsent + effectMoved}
	case out.Event.Status == fraud.Investigating:
		return notice{summaryInvestigated, decides(now, c), effectOpen + effectMoved}
	case out.Event.SetBackFrom() != "":
		now += ", and was " + fraud.Printable(out.Event.SetBackFrom()) + " before"
		return notice{summarySetBack, decides(now, c), effectOpen + effectMoved}
	default:
		return notice{}
	}
}

// noticeOfNext returns the notice about a changed decision in state, based on the last movement of
// its event.
func (d *declaration) noticeOfNext(c fraud.Change, memory *fraud.Memory,
	last fraud.Movement) notice {
	n := d.noticeOfMoved(c, memory, last)
	if memory.MayLag(last, time.Now()) && n.summary != "" {
		n.summary += fraudevents.OrNotYet
		n.fact += " The decision was written at " + memory.WrittenAt.Format(time.RFC3339) +
			", and the event is listed exactly as before."
		n.effect += " " + fraudevents.AdviceNotYet
	}
	return n
}

// noticeOfMoved returns the notice about a changed decision whose event is as the listing says.
func (d *declaration) noticeOfMoved(c fraud.Change, memory *fraud.Memory,
	last fraud.Movement) notice {
	now := decides(fmt.Sprintf("Event %s is %s", d.name, last), c)
	switch memory.Overwrites(*c.Seen) {
	case fraud.OverwritesResolution:
		return notice{summaryResolvedElsewhere, now, d.effect(c, memory)}
	case fraud.OverwritesReopening:
		return notice{fraudevents.SummaryReopened, decidedHere(now, memory), d.effect(c, memory)}
	case fraud.OverwritesMovement:
		return notice{fraudevents.SummaryMoved, decidedHere(now, memory), d.effect(c, memory)}
	case fraud.OverwritesInvestigation:
		return notice{summaryInvestigated, now, d.effect(c, memory)}
	default:
		return notice{}
	}
}

func decides(now string, c fraud.Change) string {
	return fmt.Sprintf("%s; the configuration decides %s.", now, c.Decision)
}

// decidedHere describes our decision before somebody else moved the event.
func decidedHere(now string, memory *fraud.Memory) string {
	origin := "The decision here was"
	if memory.Imported {
		origin = "The import found"
	}
	return fmt.Sprintf("%s %s %s.", now, origin, memory.Last)
}

// effect describes what apply will do about an event in state that somebody else has moved.
func (d *declaration) effect(c fraud.Change, memory *fraud.Memory) string {
	first := memory == nil || memory.Imported
	switch {
	case d.allowOverwrite.ValueBool():
		return effectConsent
	case c.Overwrite && first:
		return effectOpen
	case c.Overwrite:
		return effectAnew
	case d.allowOverwrite.IsUnknown():
		return effectUnknown
	case c.Held != nil:
		return effectRefuse + fraudevents.AdviceReopened
	default:
		return effectRefuse + fraudevents.AdviceOverwrite
	}
}

// Summaries of warnings are constant for a service, so that Terraform groups equal ones.
const (
	summaryDestroyKeeps      = "Destroy leaves the fraud event as it is in %s"
	summaryDestroyReopens    = "Destroy reopens the fraud event in %s"
	summaryNoLongerListed    = "Fraud event no longer listed"
	summarySubscriptionEmpty = "No fraud events listed for a subscription"
)

// hintVanishedKey is for users who removed nothing and wonder why Terraform destroys a decision.
const hintVanishedKey = " If nobody removed it from the configuration, check `for_each`: a " +
	"data source that filters on `Active` no longer returns resolved events. Take decisions from " +
	"a file or a variable, never from the list of open events."

// warnDestroy warns about the effect of destroying decisions.
func warnDestroy(diags *diag.Diagnostics, o options, of fraud.Service) {
	concerns := "This affects " + o.events + "." + hintVanishedKey
	if o.reactivate {
		diags.AddWarning(fmt.Sprintf(summaryDestroyReopens, of),
			"Destroy sets an event that still matches the decision back to Active, because "+
				"`reactivate_on_destroy` is set. "+concerns)
		return
	}
	diags.AddWarning(fmt.Sprintf(summaryDestroyKeeps, of),
		"Terraform forgets the decision, and "+of.String()+" keeps it: nothing is reopened. "+
			"To reopen, apply `reactivate_on_destroy = true` before the destroy. "+concerns)
}

// warnUnlisted warns about events that a refresh found unlisted. empty means that the refresh found
// no other events either.
func warnUnlisted(diags *diag.Diagnostics, of fraud.Service, subscription string, empty bool,
	events []string) {
	if len(events) == 0 {
		return
	}
	slices.Sort(events)
	summary, gone, why := summaryNoLongerListed, "these events",
		"Resolved events leave the list after some time."
	if empty {
		summary, gone = summarySubscriptionEmpty, "any fraud events, although it listed these before"
		why = "The subscription may have been canceled. If not, check that the credentials " +
			"belong to the right tenant, and that the user is still an Admin agent."
	}
	diags.AddWarning(summary, fmt.Sprintf("For subscription %s, %s no longer lists %s: %s. %s "+
		"State keeps the last known values.",
		subscription, of, gone, strings.Join(events, ", "), why))
}

// warnSpared says why each event was not reopened.
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
