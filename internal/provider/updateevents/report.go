// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const (
	summaryCount       = "Another number of fraud events than expected"
	summaryFuture      = "The filter reaches into the future"
	summaryNotAmong    = "Fraud events not listed"
	summaryOverwritten = "Fraud events changed that somebody else had resolved"
	summaryUnfinished  = "Not all fraud events were changed"
	summaryUnknownSub  = "Subscription not known to Partner Center"

	adviceNotAmong          = "Check the ids and `subscription_ids`, and that the credentials see these customers. Resolved events leave the list after some time."
	adviceUnfinished        = "Invoke the action again for what is left: events that were changed are then left as they are."
	adviceUpdateGone        = "Take it out of the selection if it does not come back: resolved events leave the list after some time."
	adviceUpdateUnconfirmed = "Look at the events in Partner Center, or invoke the action again: it tries again only where the decision did not take effect. " +
		"If Partner Center is slow to show changes, raise `timeouts`."
)

func filterPath() path.Path { return path.Root("filter") }

// report ends the invocation with the count, and with one error for all that went wrong.
func (u *update) report() {
	o, decision := u.outcome, u.order.sweep.Decision
	summary, unsaid := o.summary(decision), u.unsaid
	u.say(summary)
	explain.WarnNotAudited(u.diags, o.audit)
	if len(o.overwritten) > 0 {
		u.diags.AddWarning(summaryOverwritten, explain.Paragraphs(
			fmt.Sprintf("`allow_overwrite` is set, so these were changed to %s. They were resolved otherwise before:", decision), explain.Bullets(standingsOf(o.overwritten))))
	}
	var rest []string
	if len(o.notTried) > 0 {
		rest = append(rest, "Not tried: "+strings.Join(o.notTried, ", ")+".")
	}
	if len(unsaid) > 0 {
		rest = append(rest, "After the interrupt:\n"+strings.Join(unsaid, "\n"))
	}
	switch {
	case len(o.failed) > 0:
		title, detail := o.failed.Explain(summary, explainUpdate)
		u.diags.AddError(title, explain.Paragraphs(append([]string{detail}, append(rest, adviceUnfinished)...)...))
	case len(o.notTried) > 0:
		why := "It was stopped, or its time was up; the `timeouts` block raises that."
		u.diags.AddError(summaryUnfinished, explain.Paragraphs(append([]string{summary, why}, append(rest, adviceUnfinished)...)...))
	case len(u.unsaid) > 0:
		u.diags.AddWarning(explain.SummaryInterrupted, explain.Paragraphs(append([]string{summary}, rest...)...))
	}
}

// reportDryRun says what would happen.
func (u *update) reportDryRun(p picked) {
	u.sayIDs("Would change to "+u.order.sweep.Decision.String(), idsOf(p.forecast.Write))
	u.sayIDs("Would change to "+u.order.sweep.Decision.String()+", by `allow_overwrite`", standingsOf(p.forecast.Overwrite))
	if lines := p.severityLines(); len(lines) > 0 {
		u.say("Would change, by severity and customer: " + strings.Join(lines, "; "))
	}
	if expected, differs := u.model.unexpected(p); differs {
		u.say(fmt.Sprintf("`expected_count` is %d, so nothing would be written.", expected))
	}
	u.say("Dry run, nothing was written: " + forecastText(p, u.order.sweep.Decision) + "." +
		countStandings(" Skipped: ", p.forecast.LeaveAlone))
}

// explainUpdate puts the error of one event into words that fit an action.
func explainUpdate(err error) explain.Explanation {
	var (
		unlisted    *fraud.UnlistedError
		unconfirmed *fraud.UnconfirmedError
	)
	x := explain.Of(err)
	switch {
	case errors.As(err, &unconfirmed):
		x.Advice = adviceUpdateUnconfirmed
	case errors.As(err, &unlisted):
		x.Advice = adviceUpdateGone
	}
	x.Reason = fraud.Printable(x.Reason)
	return x
}

// addPickError tells of all names together that nothing is listed under, and of each that fits several events.
func addPickError(diags *diag.Diagnostics, err error) {
	var wrong *fraud.SelectionError
	if !errors.As(err, &wrong) {
		explain.AddError(diags, err)
		return
	}
	at := path.Root("event_ids")
	if n := len(wrong.Unlisted); n > 0 {
		diags.AddAttributeError(at, summaryNotAmong, fmt.Sprintf("Partner Center does not list %s for any of the subscriptions (any more): %s. Nothing was written. %s",
			explain.CountEvents(n), fraud.Printable(strings.Join(wrong.Unlisted, ", ")), adviceNotAmong))
	}
	for _, a := range wrong.Ambiguous {
		diags.AddAttributeError(at, explain.SummaryAmbiguous, fraud.Printable("E"+strings.TrimPrefix(a.String(), "e"))+". Nothing was written. "+
			"Write the event id in exactly the case in which Partner Center prints it, and name its subscription alone in `subscription_ids`.")
	}
}

func addCountError(diags *diag.Diagnostics, expected int64, picked int) {
	diags.AddAttributeError(path.Root("expected_count"), summaryCount, fmt.Sprintf(
		"`expected_count` is %d, and %s picked. Nothing was written. Look at the events (`dry_run = true` names them), and correct the selection or the count.",
		expected, explain.CountEvents(picked)+" "+was(picked)))
}

func warnUnknownSubscriptions(diags *diag.Diagnostics, ids []string) {
	if len(ids) > 0 {
		diags.AddAttributeWarning(path.Root("subscription_ids"), summaryUnknownSub, fmt.Sprintf(
			"Partner Center does not know %s (any more), and so lists no events there. Check the ids, and that the credentials see these customers; "+
				"a cancelled subscription can be left out.", strings.Join(ids, ", ")))
	}
}

// warnFuture tells that the required bound in time does not bound anything yet.
func (m updateModel) warnFuture(diags *diag.Diagnostics) {
	before, _ := m.Filter.Attributes()["detected_before"].(interface{ ValueString() string })
	if before == nil {
		return
	}
	if at, err := time.Parse(time.RFC3339, before.ValueString()); err == nil && at.After(time.Now()) {
		diags.AddAttributeWarning(filterPath().AtName("detected_before"), summaryFuture,
			"`detected_before` ("+before.ValueString()+") lies in the future, so alerts that nobody has looked at yet are picked too. Give the time up to which the alerts were looked through.")
	}
}
