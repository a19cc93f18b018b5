// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

const subscription = "2a7064fb-1e33-4007-974e-352cb3f2c805"

func noon() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }

func window() report.Window { return report.Window{Since: noon().AddDate(0, 0, -30)} }

// resolved returns an event that was detected that long ago and took that long.
func resolved(id string, ago, took time.Duration) fraud.Event {
	e := open(id, ago)
	e.Status, e.Reason, e.ResolvedBy = fraud.Resolved, "Fraud", "kim@contoso.com"
	e.ResolvedOn = e.EventTime.Add(took)
	return e
}

func open(id string, ago time.Duration) fraud.Event {
	return fraud.Event{Key: fraud.Key{SubscriptionID: subscription, EventID: id},
		EventTime: noon().Add(-ago), Status: fraud.Active, Severity: "High",
		EventType: "UsageAnomalyDetection", CustomerFriendlyName: "Contoso"}
}

func reportOf(events ...fraud.Event) report.Report {
	b := report.NewBuilder(window(), noon(), false, nil)
	for _, e := range events {
		b.Add(report.NewRecord(e))
	}
	return b.Report()
}

const day = 24 * time.Hour

// The values were computed by hand.
func TestReport_Figures(t *testing.T) {
	t.Parallel()
	var twenty []fraud.Event // take 1, 2, …, 20 hours
	for i := range 20 {
		twenty = append(twenty, resolved(fmt.Sprint(i), 2*day, time.Duration(i+1)*time.Hour))
	}
	for name, test := range map[string]struct {
		events []fraud.Event
		want   report.Figures
	}{
		"none": {nil, report.Figures{}},
		"one": {[]fraud.Event{resolved("a", 3*day, 2*time.Hour)}, report.Figures{Number: 1,
			MeanHours: 2, MedianHours: 2, P90Hours: 2, P95Hours: 2, SlowestHours: 2, Within24h: 1}},
		"exactly at the limits count": {[]fraud.Event{resolved("a", 3*day, time.Hour),
			resolved("b", 3*day, day), resolved("c", 3*day, day+time.Second),
			resolved("d", 3*day, time.Hour)},
			report.Figures{Number: 4, MeanHours: (50 + 1.0/3600) / 4, MedianHours: 12.5,
				P90Hours: 24 + 1.0/3600, P95Hours: 24 + 1.0/3600, SlowestHours: 24 + 1.0/3600,
				Within1h: .5, Within24h: .75}},
		"twenty": {twenty, report.Figures{Number: 20, MeanHours: 10.5, MedianHours: 10.5, P90Hours: 18,
			P95Hours: 19, SlowestHours: 20, Within1h: .05, Within24h: 1}},
		"resolved before the window": {[]fraud.Event{resolved("a", 60*day, day)}, report.Figures{}},
		"detected before it": {[]fraud.Event{resolved("a", 31*day, 2*day)}, report.Figures{Number: 1,
			MeanHours: 48, MedianHours: 48, P90Hours: 48, P95Hours: 48, SlowestHours: 48}},
		"resolved before it was detected": {[]fraud.Event{resolved("a", day, -time.Second)},
			report.Figures{}},
		"open": {[]fraud.Event{open("a", day)}, report.Figures{}},
	} {
		expect.Equal(t, name, test.want, reportOf(test.events...).Resolution)
	}
}

func TestReport_OpenEventsShowAndDoNotCount(t *testing.T) {
	t.Parallel()
	undated := open("undated", 0)
	undated.EventTime = time.Time{}
	r := reportOf(resolved("a", 3*day, 2*time.Hour), open("late", 2*day), open("in time", day),
		undated, open("to come", -time.Hour))
	expect.Equal(t, "mean", 2.0, r.Resolution.MeanHours)
	expect.Equal(t, "with the open events", (2+48+24+0)/4.0, r.WouldBe)
	expect.Equal(t, "open", 4, r.Open)
	expect.Equal(t, "future", 1, r.Future)
	expect.Equal(t, "untimed", 1, r.Untimed)
	var overdue []string
	for _, o := range r.Overdue {
		overdue = append(overdue, o.EventID)
	}
	expect.Equal(t, "overdue", []string{"undated", "late"}, overdue)
	expect.Contains(t, r.WithOpen(), "4 events are open", "bring the average to 18.5 h")
}

func TestReport_FirstResponseIsFromTheActivityLog(t *testing.T) {
	t.Parallel()
	logged := resolved("logged", 3*day, 9*time.Hour)
	logged.ActivityLogs = []fraud.Activity{
		{StatusTo: "Resolved", DateTime: logged.EventTime.Add(9 * time.Hour)},
		{StatusFrom: "Active", StatusTo: "Investigating", DateTime: logged.EventTime.Add(time.Hour)},
		{StatusTo: "Active", DateTime: logged.EventTime}, {StatusTo: "Investigating"},
	}
	r := reportOf(logged, resolved("not", 3*day, 5*time.Hour))
	expect.Equal(t, "mean", 3.0, r.First.MeanHours)
	expect.Equal(t, "from the log", 1, r.FromLog)
}

// A week belongs to the year of its Thursday, and the clocks of a time zone do not matter.
func TestReport_PeriodsAreInUTC(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 14*3600)
	for at, want := range map[time.Time][2]string{
		time.Date(2027, 1, 1, 10, 0, 0, 0, time.UTC):  {"2026-W53", "2027-01"},
		time.Date(2027, 1, 1, 10, 0, 0, 0, zone):      {"2026-W53", "2026-12"},
		time.Date(2026, 10, 26, 0, 0, 0, 0, time.UTC): {"2026-W44", "2026-10"},
	} {
		for i, name := range want {
			e := open("a", 0)
			e.EventTime = at
			b := report.NewBuilder(report.Window{Since: at.AddDate(0, -1, 0)}, at, i == 1, nil)
			b.Add(report.NewRecord(e))
			expect.Equal(t, at.String(), name, b.Report().Periods[0].Name)
		}
	}
}

func TestReport_EqualsTheSummaryDataSource(t *testing.T) {
	t.Parallel()
	events := many(1000)
	tally := fraud.NewTally(noon())
	for _, e := range events {
		tally.Add(e)
	}
	want := tally.Summary()
	got := reportOf(events...)
	if math.Abs(want.AverageResponse.Hours()-got.Resolution.MeanHours) > 1e-6 {
		t.Errorf("the summary has %s, the report %f h", want.AverageResponse, got.Resolution.MeanHours)
	}
	expect.Equal(t, "open", want.Total-want.ByStatus["Resolved"], got.Open)
}

// many returns events of all kinds, always the same.
func many(n int) []fraud.Event {
	events := make([]fraud.Event, n)
	for i := range events {
		ago := time.Duration(i%50*24+i%7) * time.Hour
		events[i] = resolved(fmt.Sprint("e", i), ago, time.Duration(i%61)*time.Hour)
		if i%5 == 0 {
			events[i] = open(fmt.Sprint("e", i), ago)
		}
		events[i].Severity = fraud.Severities()[i%3]
		events[i].CustomerFriendlyName = fmt.Sprint("Customer ", i%300)
	}
	return events
}

//nolint:paralleltest // it measures the heap, which the other tests share
func TestReport_MemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes 100,000 events")
	}
	b := report.NewBuilder(window(), noon(), false, nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range 100_000 {
		e := resolved(fmt.Sprint(i), 2*day, time.Duration(i)*time.Second)
		e.AdditionalDetails = map[string]string{"x": strings.Repeat("x", 10_000)}
		b.Add(report.NewRecord(e))
	}
	var page bytes.Buffer
	r := b.Report()
	expect.NoError(t, r.WriteHTML(&page))
	runtime.GC()
	runtime.ReadMemStats(&after)
	expect.Equal(t, "resolved", 100_000, r.Resolution.Number)
	if grown := after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc); grown > 64<<20 {
		t.Errorf("the heap has grown by %d MiB", grown>>20)
	}
	if page.Len() > 1<<20 {
		t.Errorf("the page has %d bytes", page.Len())
	}
}

func TestSlim_LosesNothingOfTheRecord(t *testing.T) {
	t.Parallel()
	logged := resolved("logged", 3*day, 9*time.Hour)
	logged.ActivityLogs = []fraud.Activity{
		{StatusTo: "Investigating", DateTime: logged.EventTime.Add(time.Hour)}}
	logged.CustomerTenantID, logged.ValueAddedResellerTenantID = "c", "r"
	for _, e := range append(many(100), logged, hostile("x")) {
		expect.Equal(t, e.EventID, fmt.Sprint(report.NewRecord(e)),
			fmt.Sprint(report.NewRecord(report.Slim(e))))
	}
}

// The sheet has the overdue events and the decisions, in columns of their own.
func TestWriteCSV_HasOverdueEventsAndDecisions(t *testing.T) {
	t.Parallel()
	late, done := open("late", 30*time.Hour), resolved("done", 2*day, day)
	late.CustomerFriendlyName, late.Severity, done.ResolvedBy = "=Contoso", "High", "kim"
	var sheet bytes.Buffer
	expect.NoError(t, reportOf(late, done).WriteCSV(&sheet))
	lines, err := csv.NewReader(&sheet).ReadAll()
	expect.NoError(t, err)
	got := map[string]map[string]string{}
	for _, line := range lines[1:] {
		got[line[0]] = map[string]string{}
		for i, cell := range line {
			if cell != "" {
				got[line[0]][lines[0][i]] = cell
			}
		}
	}
	expect.Equal(t, "overdue", map[string]string{"by": "overdue", "name": "late",
		"subscription_id": subscription, "customer": "'=Contoso", "severity": "High",
		"event_type": "UsageAnomalyDetection", "status": "Active", "age_hours": "30.000"}, got["overdue"])
	expect.Equal(t, "decision", map[string]string{"by": "decision", "name": "kim",
		"reason": "Fraud", "decisions": "1"}, got["decision"])
}
