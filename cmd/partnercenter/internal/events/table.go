// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// widestCell is the longest name of an event type. Ids are never truncated, because people copy
// them.
const widestCell = 50

// writeTable writes one line for each event, below a heading. It omits columns that do not fit into
// a terminal of that width; 0 means no terminal.
func writeTable(out *bytes.Buffer, events []fraud.Event, now time.Time,
	columns int) (complete bool) {
	rows := [][]string{{"AGE", "SEVERITY", "STATUS", "EVENT TYPE", "CUSTOMER", "EVENT TIME",
		"SUBSCRIPTION ID", "EVENT ID"}}
	for _, e := range events {
		rows = append(rows, []string{
			age(e.EventTime, now), cell(e.Severity), cell(standing(e)), cell(e.EventType),
			cell(cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID)), clock(e.EventTime),
			terminal.Visible(e.SubscriptionID), terminal.Visible(e.EventID),
		})
	}
	rows, complete = fitted(rows, columns)
	widths := widthsOf(rows)
	for _, row := range rows {
		for i, text := range row {
			row[i] = terminal.Padded(text, widths[i])
		}
		fmt.Fprintln(out, strings.TrimRight(strings.Join(row, "  "), " "))
	}
	return complete
}

func widthsOf(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], terminal.Width(text))
		}
	}
	return widths
}

// leastUseful lists the columns to omit on a narrow terminal, in this order. The age repeats the
// time, and the id of an event leads to the rest.
func leastUseful() []string {
	return []string{"EVENT TIME", "SUBSCRIPTION ID", "EVENT TYPE", "CUSTOMER"}
}

// fitted omits columns until every line fits.
func fitted(rows [][]string, columns int) (fitting [][]string, complete bool) {
	fits := func() bool {
		total := 0
		for _, width := range widthsOf(rows) {
			total += width + len("  ")
		}
		return columns <= 0 || total-len("  ") <= columns
	}
	complete = fits()
	for _, heading := range leastUseful() {
		if fits() {
			break
		}
		i := slices.Index(rows[0], heading)
		for n := range rows {
			rows[n] = slices.Delete(rows[n], i, i+1)
		}
	}
	return rows, complete
}

func cell(s string) string {
	return terminal.Shortened(terminal.Visible(cmp.Or(s, "-")), widestCell)
}

// standing returns the status, with the reason if there is one: Resolved/Fraud.
func standing(e fraud.Event) string {
	if e.Reason == "" {
		return string(e.Status)
	}
	return string(e.Status) + "/" + string(e.Reason)
}

// clock returns a time to the second, in UTC.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

// age returns how long ago a time was, in whole minutes, hours or days, rounded down.
func age(t, now time.Time) string {
	switch d := max(0, now.Sub(t)); {
	case t.IsZero():
		return "-"
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	default:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
}
