// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const (
	// maxCounts is how many counts a line spells out. Names and severities are the service's, and
	// so are any number.
	maxCounts = 10

	// previewed is how many events a plan shows one by one.
	previewed = 20

	// maxLabel is how many characters of a service's name a count shows.
	maxLabel = 60

	unknownCustomer = "unknown customer"
	noSeverity      = "No severity"
	otherSeverities = "Other severities"
)

// breakdown counts the events to be changed, a line for each severity with its customers.
func (p picked) breakdown() string {
	lines := p.severityLines()
	if len(lines) == 0 {
		return ""
	}
	return "To be changed, by severity and customer:\n- " + strings.Join(lines, "\n- ")
}

// severityLines read like "High: 14 (Adatum 10, Fabrikam 4)", the highest severity first.
func (p picked) severityLines() []string {
	bySeverity := map[string][]fraud.Event{}
	for _, e := range p.toChange() {
		bySeverity[e.Severity] = append(bySeverity[e.Severity], e)
	}
	severities := slices.SortedFunc(maps.Keys(bySeverity), compareSeverities)
	labels := customerLabels(p.events)
	var lines []string
	for _, s := range severities[:min(len(severities), maxCounts)] {
		lines = append(lines, countCustomers(cmp.Or(label(s), noSeverity), bySeverity[s], labels))
	}
	if len(severities) > maxCounts {
		var rest []fraud.Event
		for _, s := range severities[maxCounts:] {
			rest = append(rest, bySeverity[s]...)
		}
		lines = append(lines, countCustomers(otherSeverities, rest, labels))
	}
	return lines
}

// countCustomers reads like "High: 14 (Adatum 10, Fabrikam 4)".
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

// skips counts the events that stay as they are because somebody else has resolved them.
func (p picked) skips() string { return countStandings("Skipped: ", p.forecast.LeaveAlone) }

// countStandings reads like "Skipped: 4 Resolved (Fraud), 2 Resolved (Legitimate).", or is empty.
func countStandings(before string, events []fraud.Event) string {
	if len(events) == 0 {
		return ""
	}
	counts := map[string]int{}
	for _, e := range events {
		counts[label(e.Standing().String())]++
	}
	return before + spellCounts(counts, func(name string, n int) string {
		return fmt.Sprintf("%d %s", n, name)
	}) + "."
}

// investigations names the events that somebody looks into now: to change them ends that.
func (p picked) investigations(d fraud.Decision) string {
	what := fmt.Sprintf("Under investigation, and to be changed to %s", d)
	return nameEvents(what, p.underInvestigation())
}

// reopenings names the events that were resolved before: somebody had a reason to open them again.
func (p picked) reopenings(d fraud.Decision) string {
	what := fmt.Sprintf("Reopened after they were resolved, and to be changed to %s", d)
	return nameEvents(what, p.reopened())
}

// nameEvents reads like "Under investigation: 3 events: e1, e2, e3." It names no more than a
// preview shows.
func nameEvents(what string, events []fraud.Event) string {
	ids := idsOf(events)
	if len(ids) == 0 {
		return ""
	}
	more := ""
	if n := len(ids) - previewed; n > 0 {
		ids, more = ids[:previewed], fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%s: %s: %s%s.", what, explain.CountEvents(len(events)),
		strings.Join(ids, ", "), more)
}

func (p picked) underInvestigation() []fraud.Event {
	return p.open(func(e fraud.Event) bool { return e.Status == fraud.Investigating })
}

func (p picked) reopened() []fraud.Event {
	return p.open(func(e fraud.Event) bool {
		return e.Status != fraud.Investigating && e.WasReopened()
	})
}

// open are the events to be changed that are not resolved, and of which the condition holds.
func (p picked) open(holds func(fraud.Event) bool) []fraud.Event {
	return slices.DeleteFunc(slices.Clone(p.forecast.Write), func(e fraud.Event) bool {
		return !holds(e)
	})
}

// toChange are the events to be changed, in the order in which a reviewer should see them: what
// somebody else has resolved, what somebody investigates, what was reopened, and the rest by
// severity.
func (p picked) toChange() []fraud.Event {
	rest := p.open(func(e fraud.Event) bool {
		return e.Status != fraud.Investigating && !e.WasReopened()
	})
	slices.SortStableFunc(rest, func(a, b fraud.Event) int {
		return compareSeverities(a.Severity, b.Severity)
	})
	return slices.Concat(p.forecast.Overwrite, p.underInvestigation(), p.reopened(), rest)
}

// compareSeverities puts the documented severities first, from the highest down.
func compareSeverities(a, b string) int {
	rank := func(s string) int { return -slices.Index(fraud.Severities(), s) }
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}

// spellCounts spells the largest counts out, and says how many events the others are.
func spellCounts(counts map[string]int, spell func(name string, n int) string) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	var parts []string
	for _, name := range names[:min(len(names), maxCounts)] {
		parts = append(parts, spell(name, counts[name]))
	}
	if len(names) > maxCounts {
		rest := 0
		for _, name := range names[maxCounts:] {
			rest += counts[name]
		}
		parts = append(parts, fmt.Sprintf("%d others %d", len(names)-maxCounts, rest))
	}
	return strings.Join(parts, ", ")
}

// customer tells customers apart. Names need not be unique, and a tenant's name may change.
type customer struct{ tenant, name string }

func customerOf(e fraud.Event) customer {
	return customer{strings.ToLower(e.CustomerTenantID), e.CustomerFriendlyName}
}

// customerLabels are the customers' names. Where several tenants share a name, they are told apart.
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

// label makes a text of the service fit for a count: visible, and no longer than a name.
func label(s string) string {
	runes := []rune(fraud.Printable(s))
	if len(runes) <= maxLabel {
		return string(runes)
	}
	return string(runes[:maxLabel-1]) + "…"
}
