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
)

const (
	unknownCustomer = "unknown customer"
	noSeverity      = "No severity"
	otherSeverities = "Other severities"
)

// breakdown counts the events to be changed, a line for each severity with its customers.
func (s selected) breakdown() string {
	lines := s.severityLines()
	if len(lines) == 0 {
		return ""
	}
	return "To be changed, by severity and customer:\n- " + strings.Join(lines, "\n- ")
}

// severityLines read like "High: 14 (Adatum 10, Fabrikam 4)", the highest severity first.
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
