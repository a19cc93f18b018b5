// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

func (r Report) all() Group {
	return Group{Name: "all", Detected: r.Detected, Open: r.Open, First: r.First,
		Resolution: r.Resolution}
}

type table struct {
	Key, Title, Column string
	Groups             []Group
}

func (r Report) tables() []table {
	return []table{
		{"period", "By period", "Period", r.Periods},
		{"severity", "By severity", "Severity", r.Severities},
		{"event_type", "By event type", "Event type", r.Types},
		{"customer", "By customer", "Customer", r.Customers},
	}
}

// Verdict answers whether the average is within 24 hours.
func (r Report) Verdict() string {
	switch {
	case r.Met == nil:
		return "No event was resolved in this window, so there is no average."
	case *r.Met:
		return fmt.Sprintf("Yes: %s on average, within Microsoft's 24 hours.",
			hours(r.Resolution.MeanHours))
	default:
		return fmt.Sprintf("No: %s on average, more than Microsoft's 24 hours.",
			hours(r.Resolution.MeanHours))
	}
}

// WithOpen says how the open events would change the average.
func (r Report) WithOpen() string {
	if r.Open == 0 {
		return "No event is open."
	}
	return fmt.Sprintf("%s open. Resolving all of them now would bring the average to %s.",
		events(r.Open, "is", "are"), hours(r.WouldBe))
}

func events(n int, one, many string) string {
	if n == 1 {
		return "1 event " + one
	}
	return fmt.Sprintf("%d events %s", n, many)
}

// Notes define the figures, and count the events that the figures omit.
func (r Report) Notes() []string {
	notes := []string{
		"Microsoft has required partners since 2025-10-01 to answer alerts within 24 hours on average.",
		"A response takes from the event time to the first change to Investigating or Resolved; a " +
			"resolution, to the time of resolution. Both are in whole seconds.",
		"An answer counts in the period in which it was given. Weeks are ISO weeks; weeks and months " +
			"are in UTC.",
		"Exactly 24 hours are within 24 hours. For an even number of values, the median is the mean " +
			"of the two middle ones. Percentiles use the nearest rank: always a value that occurred.",
		"Open events do not count toward averages. They are overdue after 24 hours, or if they have no " +
			"event time.",
		fmt.Sprintf("Of %d first responses, %d are from the activity log; the others are resolutions.",
			r.First.Number, r.FromLog),
	}
	for _, n := range []struct {
		number int
		text   string
	}{
		{r.Untimed, "without an event time, or resolved before it (any window): not in the averages"},
		{r.Future, "with a time in the future: counted unchanged"},
		{r.Unlisted, "last seen open, and no longer listed: not counted"},
	} {
		if n.number > 0 {
			notes = append(notes, fmt.Sprintf("Events %s: %d.", n.text, n.number))
		}
	}
	return notes
}

// Span describes the window in words.
func (r Report) Span() string {
	until := r.At
	if !r.Until.IsZero() && r.Until.Before(until) {
		until = r.Until
	}
	const form = "2006-01-02 15:04"
	return r.Since.UTC().Format(form) + " to " + until.UTC().Format(form) + " UTC"
}

// hours returns a text such as "45 min", "3.5 h", or "12 d".
func hours(h float64) string {
	const day, days = 24, 72
	switch {
	case h < 1:
		return fmt.Sprintf("%.0f min", h*60)
	case h < days:
		return fmt.Sprintf("%.1f h", h)
	default:
		return fmt.Sprintf("%.1f d", h/day)
	}
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", share*100) }

// mostRows limits each table for people. JSON and CSV contain all rows.
const mostRows = 200

// most returns the rows that a table for people shows.
func most[T any](rows []T) []T { return rows[:min(mostRows, len(rows))] }

// hidden returns how many of the rows it does not show.
func hidden(rows int) int { return max(0, rows-mostRows) }

// WriteMarkdown writes the report for a pull request or a job's summary.
func (r Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Fraud events: response times\n\n%s\n\n**%s** %s\n\n", r.Span(), r.Verdict(),
		r.WithOpen())
	r.mermaid(&b)
	for _, t := range append([]table{{"", "All", "", []Group{r.all()}}}, r.tables()...) {
		fmt.Fprintf(&b, "## %s\n\n| %s | Detected | Open | Resolved | Mean | Median | 90 %% | 95 %% "+
			"| Slowest | Within 1 h | Within 24 h | First response, median |\n"+
			"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n", t.Title, t.Column)
		writeRows(&b, t.Groups, func(g Group) []string {
			row := []string{markdown(g.Name)}
			for _, c := range g.cells() {
				row = append(row, c.Text)
			}
			return row
		})
	}
	fmt.Fprintf(&b, "## Overdue: %d\n\n| Event | Customer | Severity | Type | Status | Age |\n"+
		"|---|---|---|---|---|--:|\n", len(r.Overdue))
	writeRows(&b, r.Overdue, func(o Overdue) []string {
		return []string{markdown(o.EventID), markdown(o.Customer), markdown(o.Severity),
			markdown(o.EventType), markdown(o.Status), o.Age()}
	})
	b.WriteString("## Who resolved what\n\n| Who | Reason | Events |\n|---|---|--:|\n")
	writeRows(&b, r.Decisions, func(d Decision) []string {
		return []string{markdown(d.By), markdown(d.Reason), strconv.Itoa(d.Number)}
	})
	b.WriteString("## Notes\n\n")
	for _, note := range r.Notes() {
		b.WriteString("- " + note + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeRows[T any](b *strings.Builder, all []T, cells func(T) []string) {
	for _, row := range most(all) {
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells(row), " | "))
	}
	if n := hidden(len(all)); n > 0 {
		fmt.Fprintf(b, "\nAnd %d more; `-o json` has them all.\n", n)
	}
	b.WriteString("\n")
}

// mermaid contains only our own words: periods and numbers.
func (r Report) mermaid(b *strings.Builder) {
	shown := r.charted()
	if len(shown) == 0 {
		return
	}
	var names, values []string
	largest := 0.0
	for _, g := range shown {
		names = append(names, strconv.Quote(g.Name))
		values = append(values, decimal(g.Resolution.MedianHours))
		largest = max(largest, g.Resolution.MedianHours)
	}
	top, _ := scale(largest) // by default, the axis begins with the smallest value
	fmt.Fprintf(b, "```mermaid\nxychart-beta\n  title \"Median hours to resolve\"\n  x-axis [%s]\n"+
		"  y-axis \"hours\" 0 --> %.0f\n  bar [%s]\n```\n\n", strings.Join(names, ", "), top,
		strings.Join(values, ", "))
}

// cell holds the text for people and the value to sort by.
type cell struct {
	Value float64
	Text  string
}

// cells returns the figures of a group, in the order of the columns.
func (g Group) cells() []cell {
	f := g.Resolution
	var cells []cell
	for _, n := range []int{g.Detected, g.Open, f.Number} {
		cells = append(cells, cell{float64(n), strconv.Itoa(n)})
	}
	for _, v := range []float64{f.MeanHours, f.MedianHours, f.P90Hours, f.P95Hours, f.SlowestHours} {
		cells = append(cells, f.cell(v, hours))
	}
	return append(cells, f.cell(f.Within1h, percent), f.cell(f.Within24h, percent),
		g.First.cell(g.First.MedianHours, hours))
}

// cell returns no text for a figure without values.
func (f Figures) cell(value float64, text func(float64) string) cell {
	if f.Number == 0 {
		return cell{value, "–"}
	}
	return cell{value, text(value)}
}

// Age says how long the event has been open.
func (o Overdue) Age() string {
	if o.AgeHours == nil {
		return "unknown"
	}
	return hours(*o.AgeHours)
}

// longest limits a text of the service in a cell.
const longest = 120

// short makes a text of the service visible and limits it. In the log of a job, it is no command.
func short(s string) string {
	runes := []rune(untrusted.InLog(fraud.Printable(strings.ToValidUTF8(s, "\uFFFD"))))
	if len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(runes)
}

// markdown returns a text of the service for a cell of a table.
func markdown(s string) string { return untrusted.Code(short(s)) }
