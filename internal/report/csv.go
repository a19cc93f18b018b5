// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// WriteCSV writes one table: a line per group with its figures, then a line per overdue event and
// per decision, which use the last columns.
func (r Report) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	lines := [][]string{append(figureColumns(), overdueColumns()...)}
	lines = append(lines, csvLine("all", r.all()))
	for _, t := range r.tables() {
		for _, g := range t.Groups {
			lines = append(lines, csvLine(t.Key, g))
		}
	}
	for _, o := range r.Overdue {
		line := csvBlank("overdue", o.EventID)
		age := ""
		if o.AgeHours != nil {
			age = decimal(*o.AgeHours)
		}
		lines = append(lines, append(line, csvText(o.SubscriptionID), csvText(o.Customer),
			csvText(o.Severity), csvText(o.EventType), csvText(o.Status), age, "", ""))
	}
	for _, d := range r.Decisions {
		line := csvBlank("decision", d.By)
		lines = append(lines, append(line, "", "", "", "", "", "", csvText(d.Reason),
			strconv.Itoa(d.Number)))
	}
	return out.WriteAll(lines)
}

func figureColumns() []string {
	return []string{"by", "name", "detected", "open", "first_responses",
		"first_response_median_hours", "resolved", "mean_hours", "median_hours", "p90_hours", "p95_hours",
		"slowest_hours", "within_1h", "within_24h"}
}

func overdueColumns() []string {
	return []string{"subscription_id", "customer", "severity", "event_type", "status", "age_hours",
		"reason", "decisions"}
}

func csvBlank(by, name string) []string {
	line := make([]string, len(figureColumns()))
	line[0], line[1] = by, csvText(name)
	return line
}

func csvText(s string) string { return untrusted.Cell(fraud.Printable(s)) }

func csvLine(by string, g Group) []string {
	f := g.Resolution
	line := []string{by, csvText(g.Name), strconv.Itoa(g.Detected),
		strconv.Itoa(g.Open), strconv.Itoa(g.First.Number), decimal(g.First.MedianHours),
		strconv.Itoa(f.Number)}
	for _, v := range []float64{f.MeanHours, f.MedianHours, f.P90Hours, f.P95Hours, f.SlowestHours,
		f.Within1h, f.Within24h} {
		line = append(line, decimal(v))
	}
	return append(line, make([]string, len(overdueColumns()))...)
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }
