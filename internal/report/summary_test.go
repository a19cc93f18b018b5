// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

// The report and partnercenter_fraud_event_summary give the same figures for the last 30 days,
// whatever events there are.
func TestReport_AgreesWithTheSummary(t *testing.T) {
	t.Parallel()
	odd := []fraud.Event{
		resolved("at the limit", 31*day, day),
		resolved("a second too early", 31*day+time.Second, day),
		resolved("before it was detected", day, -time.Hour),
		resolved("in parts of a second", 5*day, 90*time.Minute+999*time.Millisecond),
		resolved("in the future", time.Hour, 2*time.Hour),
		resolved("without a time of resolution", day, 0),
		resolved("without an event time", day, 0),
		open("of an unknown status", 2*day),
		open("open without an event time", day),
	}
	odd[5].ResolvedOn, odd[6].EventTime, odd[8].EventTime = time.Time{}, time.Time{}, time.Time{}
	odd[7].Status = "Escalated"
	for name, events := range map[string][]fraud.Event{
		"none": nil, "one": many(2)[1:], "open": {open("a", day)}, "odd": odd, "forty": many(40),
		"a hundred thousand": many(100_000),
	} {
		tally := fraud.NewTally(noon())
		for _, e := range events {
			tally.Add(e)
		}
		summary, figures := tally.Summary(), reportOf(events...)
		var average float64
		if summary.AverageResponse != nil {
			average = summary.AverageResponse.Hours()
		}
		if diff := figures.Resolution.MeanHours - average; diff > 1e-6 || diff < -1e-6 {
			t.Errorf("%s: the mean is %v h, and in the summary %v h", name, figures.Resolution.MeanHours,
				average)
		}
		expect.Equal(t, name+": has an average", summary.AverageResponse != nil, figures.Met != nil)
		resolved := summary.ByStatus[string(fraud.Resolved)]
		expect.Equal(t, name+": open", summary.Total-resolved, figures.Open)
		for _, overdue := range figures.Overdue {
			if overdue.AgeHours != nil { // the first one is the oldest
				expect.Equal(t, name+": oldest", noon().Sub(summary.OldestUnresolved).Hours(),
					*overdue.AgeHours)
				break
			}
		}
	}
}

// TestReport_MemoryIsBounded holds the limit. This shows what a report takes.
func BenchmarkReport_100000Events(b *testing.B) {
	events := many(100_000)
	b.ReportAllocs()
	for b.Loop() {
		builder := report.NewBuilder(window(), noon(), false, nil)
		for _, e := range events {
			builder.Add(report.NewRecord(e))
		}
		if builder.Report().Open == 0 {
			b.Fatal("no event is open")
		}
	}
}
