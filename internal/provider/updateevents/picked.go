// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryFuture     = "The filter reaches into the future"
	summaryNotAmong   = "Fraud events not listed"
	summaryUnknownSub = "Subscription not known to Partner Center"
	adviceNotAmong    = "Check the ids and `subscription_ids`, and that the credentials see these " +
		"customers. Resolved events leave the list after some time."
)

// picked is what an order comes to, by what Partner Center lists.
type picked struct {
	events   []fraud.Event
	forecast fraud.Forecast
	unknown  []string // subscriptions
}

// pick lists and picks. An error is reported, and then nothing is picked.
func (m updateModel) pick(ctx context.Context, book *ledger.Ledger, o updateOrder,
	diags *diag.Diagnostics) (picked, bool) {
	if !m.Filter.IsNull() {
		fraudevents.WarnClassic(book, m.filter(ctx, diags).Filter(ctx, diags), filterPath(), diags)
	}
	survey, err := book.Survey(ctx, o.subscriptions, o.selection.Names()...)
	if err != nil {
		explain.AddError(diags, err)
		return picked{}, false
	}
	events, err := o.selection.Pick(survey.Events)
	if err != nil {
		addPickError(diags, err)
		return picked{}, false
	}
	warnUnknownSubscriptions(diags, survey.Unknown)
	m.warnFuture(diags)
	return picked{events, o.sweep.Forecast(events), survey.Unknown}, true
}

// unexpected says whether another number of events was picked than expected.
func (m updateModel) unexpected(p picked) (expected int64, differs bool) {
	if m.ExpectedCount.IsNull() {
		return 0, false
	}
	expected = m.ExpectedCount.ValueInt64()
	return expected, expected != int64(len(p.events))
}

// split tells the events that are to be written to from the others, in the same order.
func split(p picked) (write, leave []fraud.Event) {
	writes := map[fraud.Key]bool{}
	for _, events := range [][]fraud.Event{p.forecast.Write, p.forecast.Overwrite} {
		for _, e := range events {
			writes[e.Key] = true
		}
	}
	for _, e := range p.events {
		if writes[e.Key] {
			write = append(write, e)
		} else {
			leave = append(leave, e)
		}
	}
	return write, leave
}

// changes is how many events are to be written to.
func changes(f fraud.Forecast) int { return len(f.Write) + len(f.Overwrite) }

func idsOf(events []fraud.Event) []string {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = fraud.Printable(e.EventID)
	}
	return ids
}

func filterPath() path.Path { return path.Root("filter") }

// addPickError tells of all names together that nothing is listed under, and of each that fits
// several events.
func addPickError(diags *diag.Diagnostics, err error) {
	var wrong *fraud.SelectionError
	if !errors.As(err, &wrong) {
		explain.AddError(diags, err)
		return
	}
	at := path.Root("event_ids")
	if n := len(wrong.Unlisted); n > 0 {
		diags.AddAttributeError(at, summaryNotAmong,
			fmt.Sprintf("Partner Center does not list %s for any of the subscriptions (any more): %s. "+
				"Nothing was written. %s",
				explain.CountEvents(n), fraud.Printable(strings.Join(wrong.Unlisted, ", ")), adviceNotAmong))
	}
	for _, a := range wrong.Ambiguous {
		diags.AddAttributeError(at, explain.SummaryAmbiguous,
			fraud.Printable("E"+strings.TrimPrefix(a.String(), "e"))+". Nothing was written. "+
				"Write the event id in exactly the case in which Partner Center prints it, and name its "+
				"subscription alone in `subscription_ids`.")
	}
}

func warnUnknownSubscriptions(diags *diag.Diagnostics, ids []string) {
	if len(ids) > 0 {
		diags.AddAttributeWarning(path.Root("subscription_ids"), summaryUnknownSub, fmt.Sprintf(
			"Partner Center does not know %s (any more), and so lists no events there. Check the ids, "+
				"and that the credentials see these customers; "+
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
			"`detected_before` ("+before.ValueString()+
				") lies in the future, so alerts that nobody has looked at yet are picked too. Give the "+
				"time up to which the alerts were looked through.")
	}
}
