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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

const (
	// maxCounts is the number of counts in a line. Names and severities come from the service, so
	// their number is unlimited.
	maxCounts = 10

	// maxLabel is the maximum length of a name in a count.
	maxLabel = 60
)

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// numberWas returns a text such as "12 were", and eventsWere one such as "12 events were".
func numberWas(n int) string  { return fmt.Sprintf("%d %s", n, was(n)) }
func eventsWere(n int) string { return fraudevents.Count(n) + " " + was(n) }

// idsOf returns the printable event ids.
func idsOf(events []fraud.Event) []string {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = fraud.Printable(e.EventID)
	}
	return ids
}

// standingsOf lists events with their standings.
func standingsOf(events []fraud.Event) []string {
	lines := make([]string, len(events))
	for i, e := range events {
		lines[i] = fraud.Printable(e.EventID + " is " + e.Movement().String())
	}
	return lines
}

// countStandings returns a text such as "Skipped: 4 Resolved (Fraud), 2 Resolved (Legitimate).", or
// "".
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

// compareSeverities sorts documented severities first, from high to low.
func compareSeverities(a, b string) int {
	rank := func(s string) int { return -slices.Index(fraud.Severities(), s) }
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}

// spellCounts lists the largest counts, and sums up the others.
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

// label makes text from the service printable and short enough for a count.
func label(s string) string {
	runes := []rune(fraud.Printable(s))
	if len(runes) <= maxLabel {
		return string(runes)
	}
	return string(runes[:maxLabel-1]) + "…"
}
