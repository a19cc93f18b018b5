// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryFuture     = "Filter ends in the future"
	summaryNotAmong   = "Fraud events not listed"
	summaryUnknownSub = "Subscription not known to %s"
	adviceNotAmong    = "Check the ids and `subscription_ids`, and that the credentials have " +
		"access to these customers. Resolved events leave the list after some time. " +
		fraudevents.AdviceAPI
)

// selected holds the events that a job selects from the listing, and their changes.
type selected struct {
	decision fraud.Decision
	events   []fraud.Event
	forecast fraud.Forecast
}

// pick lists and selects events. After an error, which it reports, nothing is selected.
func (m updateModel) pick(ctx context.Context, book *ledger.Ledger, j job,
	diags *diag.Diagnostics) (selected, bool) {
	if !m.Filter.IsNull() {
		fraudevents.WarnClassic(book, m.filter(ctx, diags).Filter(ctx, diags), path.Root("filter"), diags)
	}
	survey, err := book.Survey(ctx, j.subscriptions, j.selection.Names()...)
	if err != nil {
		fraudevents.Explain(err).AddTo(diags)
		return selected{}, false
	}
	events, err := j.selection.Pick(survey.Events)
	if err != nil {
		addPickError(diags, err, book.Service())
		return selected{}, false
	}
	warnUnknownSubscriptions(diags, survey.Unknown, book.Service())
	m.warnFuture(diags)
	return selected{j.sweep.Decision, events, j.sweep.Forecast(events)}, true
}

// split separates the events to be written from the others, in the same order.
func (s selected) split() (write, leave []fraud.Event) {
	writes := map[fraud.Key]bool{}
	for _, e := range slices.Concat(s.forecast.Write, s.forecast.Overwrite) {
		writes[e.Key] = true
	}
	for _, e := range s.events {
		if writes[e.Key] {
			write = append(write, e)
		} else {
			leave = append(leave, e)
		}
	}
	return write, leave
}

// changes returns the number of events to be written.
func (s selected) changes() int { return len(s.forecast.Write) + len(s.forecast.Overwrite) }

// String returns a text such as "230 events: 212 to be changed to Resolved (Ignore), 12 already
// match, 6 resolved otherwise and skipped".
func (s selected) String() string {
	var overwritten string
	if n := len(s.forecast.Overwrite); n > 0 {
		overwritten = fmt.Sprintf(" (%d of them resolved otherwise, by `allow_overwrite`)", n)
	}
	return fmt.Sprintf("%s: %d to be changed to %s%s, %d already match, %d resolved otherwise and "+
		"skipped", fraudevents.Count(len(s.events)), s.changes(), s.decision, overwritten,
		len(s.forecast.Adopt), len(s.forecast.LeaveAlone))
}

func (s selected) underInvestigation() []fraud.Event {
	return s.open(func(e fraud.Event) bool { return e.Status == fraud.Investigating })
}

func (s selected) reopened() []fraud.Event {
	return s.open(func(e fraud.Event) bool {
		return e.Status != fraud.Investigating && e.WasReopened()
	})
}

// open returns the unresolved events to be changed that meet the condition.
func (s selected) open(holds func(fraud.Event) bool) []fraud.Event {
	return slices.DeleteFunc(slices.Clone(s.forecast.Write), func(e fraud.Event) bool {
		return !holds(e)
	})
}

// toChange returns the events to be changed, in the order for reviewers: resolved by somebody else,
// under investigation, reopened, and the rest by severity.
func (s selected) toChange() []fraud.Event {
	rest := s.open(func(e fraud.Event) bool {
		return e.Status != fraud.Investigating && !e.WasReopened()
	})
	slices.SortStableFunc(rest, func(a, b fraud.Event) int {
		return compareSeverities(a.Severity, b.Severity)
	})
	return slices.Concat(s.forecast.Overwrite, s.underInvestigation(), s.reopened(), rest)
}

// addPickError adds one error about all unlisted ids, and one about each id that matches several
// events.
func addPickError(diags *diag.Diagnostics, err error, of fraud.Service) {
	var wrong *fraud.SelectionError
	if !errors.As(err, &wrong) {
		fraudevents.Explain(err).AddTo(diags)
		return
	}
	at := path.Root("event_ids")
	if n := len(wrong.Unlisted); n > 0 {
		diags.AddAttributeError(at, summaryNotAmong,
			fmt.Sprintf("%s does not list %s for any of the subscriptions: %s. Nothing was written. %s",
				of, fraudevents.Count(n), fraud.Printable(strings.Join(wrong.Unlisted, ", ")), adviceNotAmong))
	}
	for _, a := range wrong.Ambiguous {
		diags.AddAttributeError(at, fraudevents.SummaryAmbiguous,
			fraud.Printable(explain.Sentence(anatomy.Say("%v", a)))+" Nothing was written. "+
				fraudevents.AdviceAmbiguous+" Name only its subscription in `subscription_ids`.")
	}
}

func warnUnknownSubscriptions(diags *diag.Diagnostics, ids []string, of fraud.Service) {
	if len(ids) > 0 {
		diags.AddAttributeWarning(path.Root("subscription_ids"), fmt.Sprintf(summaryUnknownSub, of),
			fmt.Sprintf("%s does not know %s, so it lists no events there. Check the ids, and that the "+
				"credentials have access to these customers. Remove canceled subscriptions.",
				of, strings.Join(ids, ", ")))
	}
}

// warnFuture warns that the required time bound is in the future.
func (m updateModel) warnFuture(diags *diag.Diagnostics) {
	before, _ := m.Filter.Attributes()["detected_before"].(interface{ ValueString() string })
	if before == nil {
		return
	}
	if at, err := time.Parse(time.RFC3339, before.ValueString()); err == nil && at.After(time.Now()) {
		diags.AddAttributeWarning(path.Root("filter").AtName("detected_before"), summaryFuture,
			"`detected_before` ("+before.ValueString()+
				") is in the future, so the action also selects alerts that nobody has reviewed yet. Set "+
				"it to the time up to which the alerts have been reviewed.")
	}
}
