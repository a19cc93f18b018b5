// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const (
	summaryCount       = "Another number of fraud events than expected"
	summaryOverwritten = "Fraud events changed that somebody else had resolved"
	summaryUnfinished  = "Not all fraud events were changed"

	adviceUnfinished = "Invoke the action again for what is left: events that were changed " +
		"are then left as they are."
	adviceUpdateGone = "Take it out of the selection if it does not come back: resolved " +
		"events leave the list after some time."
	adviceUpdateUnconfirmed = "Look at the events in Partner Center, or invoke the action again: it " +
		"tries again only where the decision did not take effect. If Partner Center is slow to show " +
		"changes, raise `timeouts`."
)

// report ends the invocation with the count, and with one error for all that went wrong.
func (u *update) report() {
	o, decision := u.outcome, u.order.sweep.Decision
	summary, unsaid := o.summary(decision), u.unsaid
	u.say(summary)
	explain.WarnNotAudited(u.diags, o.audit)
	if len(o.overwritten) > 0 {
		u.diags.AddWarning(summaryOverwritten, explain.Paragraphs(
			fmt.Sprintf("`allow_overwrite` is set, so these were changed to %s. They were resolved "+
				"otherwise before:", decision), explain.Bullets(standingsOf(o.overwritten))))
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
		u.diags.AddError(title, explain.Paragraphs(append([]string{detail},
			append(rest, adviceUnfinished)...)...))
	case len(o.notTried) > 0:
		why := "It was stopped, or its time was up; the `timeouts` block raises that."
		u.diags.AddError(summaryUnfinished,
			explain.Paragraphs(append([]string{summary, why}, append(rest, adviceUnfinished)...)...))
	case len(u.unsaid) > 0:
		u.diags.AddWarning(explain.SummaryInterrupted,
			explain.Paragraphs(append([]string{summary}, rest...)...))
	}
}

// reportDryRun says what would happen.
func (u *update) reportDryRun(p picked) {
	u.sayIDs("Would change to "+u.order.sweep.Decision.String(), idsOf(p.forecast.Write))
	u.sayIDs("Would change to "+u.order.sweep.Decision.String()+", by `allow_overwrite`",
		standingsOf(p.forecast.Overwrite))
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

func addCountError(diags *diag.Diagnostics, expected int64, picked int) {
	diags.AddAttributeError(path.Root("expected_count"), summaryCount, fmt.Sprintf(
		"`expected_count` is %d, and %s picked. Nothing was written. Look at the events (`dry_run = "+
			"true` names them), and correct the selection or the count.",
		expected, explain.CountEvents(picked)+" "+was(picked)))
}
