// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryOverwritten = "Fraud events changed that somebody else had resolved"
	summaryUnfinished  = "Not all fraud events were changed"

	adviceUnfinished = "Invoke the action again for the remaining events. The action does not " +
		"change the others again."
	adviceUpdateGone = "If it does not return, remove it from the selection: resolved events " +
		"leave the list after some time."
	adviceUpdateUnconfirmed = "Check the events, or invoke the action again: it retries only the " +
		"decisions that did not take effect. If changes show up late, raise `timeouts`."
)

// outcome is the result for the selected events. Each counts once.
type outcome struct {
	decision    fraud.Decision
	picked      int
	changed     []fraud.Event // reported as decided, after a write
	overwritten []fraud.Event // those that were resolved otherwise, with that standing
	already     int
	skipped     []fraud.Event // resolved otherwise, with their standing
	meanwhile   []fraud.Event // changed by somebody else since the listing
	failed      explain.Failures
	notTried    []string
	audit       fraud.Outcome // the first line that could not be written
}

// count records the result for one event, and reports whether the others would fail in the same
// way.
func (o *outcome) count(e fraud.Event, result ledger.Result) (stop bool) {
	var (
		changed     *fraud.ChangedError
		overwrite   *fraud.OverwriteError
		unconfirmed *fraud.UnconfirmedError
	)
	if o.audit.AuditErr == nil {
		o.audit = result.Outcome
	}
	switch err := result.Err; {
	case err == nil && result.Outcome.Action == fraud.Write:
		o.changed = append(o.changed, e)
		if e.Status == fraud.Resolved {
			o.overwritten = append(o.overwritten, e)
		}
	case err == nil:
		o.already++
	case errors.As(err, &changed) && !errors.As(err, &unconfirmed):
		o.meanwhile = append(o.meanwhile, changed.Event)
	case errors.As(err, &overwrite):
		o.skipped = append(o.skipped, overwrite.Event)
	case ledger.NotTried(err):
		o.notTried = append(o.notTried, fraud.Printable(e.EventID))
		return true
	default:
		o.failed.Add(fraud.Printable(e.EventID), err)
		return fraud.Failed(err, fraud.NotPermitted)
	}
	return false
}

// String returns the result as counts. An event counts as changed only if Partner Center reports
// the change.
func (o *outcome) String() string {
	parts := []string{
		fmt.Sprintf("Changed %d of %s to %s: %d already matched", len(o.changed),
			fraudevents.Count(o.picked), o.decision, o.already),
		fmt.Sprintf("%d resolved otherwise %s skipped", len(o.skipped), was(len(o.skipped))),
	}
	if n := len(o.meanwhile); n > 0 {
		parts = append(parts, fmt.Sprintf("%d changed by somebody else %s skipped", n, was(n)))
	}
	parts = append(parts, fmt.Sprintf("%d failed", len(o.failed)))
	if len(o.notTried) > 0 {
		parts = append(parts, numberWas(len(o.notTried))+" not tried")
	}
	return strings.Join(parts, ", ") + "." + countStandings(" Skipped: ", o.skipped)
}

// nothingWritten returns the result of an invocation that wrote nothing.
func (o *outcome) nothingWritten(why string) string {
	return fmt.Sprintf("Changed 0 of %s to %s: %s, so nothing was written.",
		fraudevents.Count(o.picked), o.decision, why)
}

// report adds one error about all failures. unsaid are the messages that could not be sent after an
// interrupt, except for the result.
func (o *outcome) report(interrupted bool, unsaid []string, diags *diag.Diagnostics) {
	fraudevents.WarnNotAudited(diags, o.audit)
	if len(o.overwritten) > 0 {
		diags.AddWarning(summaryOverwritten, explain.Paragraphs(
			fmt.Sprintf("`allow_overwrite` is set, so these were changed to %s. They were resolved "+
				"otherwise before:", o.decision), explain.Bullets(standingsOf(o.overwritten))))
	}
	var rest []string
	if len(o.notTried) > 0 {
		rest = append(rest, "Not tried: "+strings.Join(o.notTried, ", ")+".")
	}
	if len(unsaid) > 0 {
		rest = append(rest, "After the interrupt:\n"+strings.Join(unsaid, "\n"))
	}
	more := explain.Paragraphs(rest...)
	switch {
	case len(o.failed) > 0:
		title, detail := o.failed.Explain(fraudevents.SummaryDecisions, o.String(), explainUpdate)
		diags.AddError(title, explain.Paragraphs(detail, more, adviceUnfinished))
	case len(o.notTried) > 0:
		diags.AddError(summaryUnfinished, explain.Paragraphs(o.String(),
			"It was interrupted, or it timed out. To allow more time, raise `timeouts`.", more,
			adviceUnfinished))
	case interrupted:
		diags.AddWarning(explain.SummaryInterrupted, explain.Paragraphs(o.String(), more))
	}
}

// explainUpdate rewords the error of one event for the action.
func explainUpdate(err error) explain.Explanation {
	x := fraudevents.Explain(err)
	switch fraud.KindOf(err) {
	case fraud.UnconfirmedChange:
		x.Advice = adviceUpdateUnconfirmed
	case fraud.NotListed:
		x.Advice = adviceUpdateGone
	}
	x.Reason = fraud.Printable(x.Reason)
	return x
}
