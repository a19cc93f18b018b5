// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	summaryPreview = "Preview of the fraud events that the action changes"
	summaryCount   = "Unexpected number of fraud events"

	// previewed is the number of events that a plan shows individually.
	previewed = 20

	unknownCustomer = "unknown customer"
	noSeverity      = "No severity"
	otherSeverities = "Other severities"
)

// preview lists the events and reports what the invocation would do. A certain mistake is an error,
// so that nobody approves an invocation that must fail. An unexpected count is a warning, because
// an earlier step of the same apply may correct it.
func (m updateModel) preview(ctx context.Context, book *ledger.Ledger, diags *diag.Diagnostics) {
	j := m.job(ctx, diags)
	if diags.HasError() {
		return
	}
	s, ok := m.pick(ctx, book, j, diags)
	if !ok {
		return
	}
	if expected, differs := m.unexpected(len(s.events)); differs {
		diags.AddAttributeWarning(path.Root("expected_count"), summaryCount, fmt.Sprintf(
			"`expected_count` is %d, but %s selected in the plan. If the number still differs when the "+
				"action is invoked, the action fails and writes nothing.", expected, eventsWere(len(s.events))))
	}
	diags.AddWarning(summaryPreview, explain.Paragraphs(
		"The plan selected "+s.String()+". Nothing is written before the action is invoked.",
		s.breakdown(), countStandings("Skipped: ", s.forecast.LeaveAlone),
		nameEvents("Under investigation, and to be changed to "+s.decision.String(),
			s.underInvestigation()),
		nameEvents("Reopened after they were resolved, and to be changed to "+s.decision.String(),
			s.reopened()),
		describeEvents(s.toChange()), m.caveat(book, len(s.events))))
}

// caveat states the conditions for these changes.
func (m updateModel) caveat(book *ledger.Ledger, n int) string {
	var says []string
	if m.DryRun.ValueBool() {
		says = append(says, "`dry_run` is set: nothing will be written.")
	} else if book.ReadOnly() {
		says = append(says, "The provider is read-only: it will refuse the invocation.")
	}
	if m.ExpectedCount.IsNull() && n > 0 {
		says = append(says, fmt.Sprintf("The invocation selects events again. With `expected_count = "+
			"%d`, it writes nothing if the number has changed.", n))
	}
	return strings.Join(says, " ")
}

// describeEvents describes the first events individually.
func describeEvents(events []fraud.Event) string {
	var lines []string
	for _, e := range events[:min(len(events), previewed)] {
		facts := slices.DeleteFunc([]string{e.Severity, e.EventType, e.CustomerFriendlyName,
			fraudevents.TimeText(e.EventTime), e.Movement().String()},
			func(s string) bool { return s == "" })
		lines = append(lines, "- "+fraud.Printable(e.EventID+": "+strings.Join(facts, ", ")))
	}
	if more := len(events) - previewed; more > 0 {
		lines = append(lines, fmt.Sprintf("- and %d more; invoked with `dry_run = true`, the action "+
			"names all", more))
	}
	return strings.Join(lines, "\n")
}

// nameEvents returns a text such as "Under investigation: 3 events: e1, e2, e3." It names no more
// events than a preview shows.
func nameEvents(what string, events []fraud.Event) string {
	ids := idsOf(events)
	if len(ids) == 0 {
		return ""
	}
	more := ""
	if n := len(ids) - previewed; n > 0 {
		ids, more = ids[:previewed], fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%s: %s: %s%s.", what, fraudevents.Count(len(events)),
		strings.Join(ids, ", "), more)
}

// breakdown counts the events to be changed, in one line per severity with its customers.
func (s selected) breakdown() string {
	lines := s.severityLines()
	if len(lines) == 0 {
		return ""
	}
	return "To be changed, by severity and customer:\n- " + strings.Join(lines, "\n- ")
}

// severityLines returns lines such as "High: 14 (Adatum 10, Fabrikam 4)", the highest severity
// first.
func (s selected) severityLines() []string {
	bySeverity := map[string][]fraud.Event{}
	for _, e := range s.toChange() {
		bySeverity[e.Severity] = append(bySeverity[e.Severity], e)
	}
	severities := slices.SortedFunc(maps.Keys(bySeverity), compareSeverities)
	labels := customerLabels(s.events)
	var lines []string
	for _, s := range severities[:min(len(severities), maxCounts)] {
		lines = append(lines, countCustomers(cmp.Or(label(s), noSeverity), bySeverity[s], labels))
	}
	if len(severities) > maxCounts {
		var rest []fraud.Event
		for _, one := range severities[maxCounts:] {
			rest = append(rest, bySeverity[one]...)
		}
		lines = append(lines, countCustomers(otherSeverities, rest, labels))
	}
	return lines
}

// countCustomers returns a text such as "High: 14 (Adatum 10, Fabrikam 4)".
func countCustomers(severity string, events []fraud.Event, labels map[customer]string) string {
	counts := map[string]int{}
	for _, e := range events {
		counts[labels[customerOf(e)]]++
	}
	customers := spellCounts(counts, func(name string, n int) string {
		return fmt.Sprintf("%s %d", name, n)
	})
	return fmt.Sprintf("%s: %d (%s)", severity, len(events), customers)
}

// customer identifies a customer. Names may not be unique, and a tenant's name may change.
type customer struct{ tenant, name string }

func customerOf(e fraud.Event) customer {
	return customer{strings.ToLower(e.CustomerTenantID), e.CustomerFriendlyName}
}

// customerLabels returns the customers' names. If several tenants share a name, the labels
// distinguish them.
func customerLabels(events []fraud.Event) map[customer]string {
	labels, tenants := map[customer]string{}, map[string]map[string]bool{}
	for _, e := range events {
		c := customerOf(e)
		if tenants[c.name] == nil {
			tenants[c.name] = map[string]bool{}
		}
		tenants[c.name][c.tenant] = true
		labels[c] = cmp.Or(label(c.name), label(c.tenant), unknownCustomer)
	}
	for c, name := range labels {
		if len(tenants[c.name]) > 1 && c.name != "" && c.tenant != "" {
			labels[c] = fmt.Sprintf("%s [%s]", name, label(c.tenant))
		}
	}
	return labels
}
