// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// widestCell is the longest name of an event type. Ids are never cut, because people copy them.
const widestCell = 50

// writeEventsTable writes one line for each event, below a line of headings. The columns to act on
// come first, in case the terminal is narrow.
func writeEventsTable(out *bytes.Buffer, events []fraud.Event, now time.Time) {
	rows := [][]string{{"AGE", "SEVERITY", "STATUS", "EVENT TYPE", "CUSTOMER", "EVENT TIME",
		"SUBSCRIPTION ID", "EVENT ID"}}
	for _, e := range events {
		rows = append(rows, []string{
			age(e.EventTime, now), cell(e.Severity), cell(standing(e)), cell(e.EventType),
			cell(cmp.Or(e.CustomerFriendlyName, e.CustomerTenantID)), clock(e.EventTime),
			visible(e.SubscriptionID), visible(e.EventID),
		})
	}
	columns := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			columns[i] = max(columns[i], width(text))
		}
	}
	for _, row := range rows {
		for i, text := range row {
			row[i] = padded(text, columns[i])
		}
		fmt.Fprintln(out, strings.TrimRight(strings.Join(row, "  "), " "))
	}
}

func cell(s string) string { return shortened(visible(cmp.Or(s, "-")), widestCell) }

// standing is the status, with the reason if there is one: Resolved/Fraud.
func standing(e fraud.Event) string {
	if e.Reason == "" {
		return string(e.Status)
	}
	return string(e.Status) + "/" + string(e.Reason)
}

// clock is a time to the second, in UTC.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

// age is how long ago a time was, in whole minutes, hours or days, rounded down.
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
