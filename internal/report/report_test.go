// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
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

func TestDeciders_NameWhoDecidedAndNotWhoSignedIn(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	line := `{"result":%q,"user":"ci@contoso.com","subscription_id":"` +
		strings.ToUpper(subscription) +
		`","event_id":%q,"to":{"status":%q},"annotations":{%s}}` + "\n"
	others := `{"kind":"webhook_registration","user":{"id":1},"result":0,"annotations":[1]}` + "\n" +
		`{"kind":"azure_entitlement","subscription_id":7,"event_id":null,"to":"canceled"}` + "\n"
	expect.NoError(t, os.WriteFile(path, []byte(others+
		fmt.Sprintf(line, "written", "A", "Resolved", `"decided_by":"lee@contoso.com"`)+
		fmt.Sprintf(line, "refused", "a", "Resolved", `"decided_by":"no@contoso.com"`)+
		fmt.Sprintf(line, "written", "a", "Active", `"decided_by":"no@contoso.com"`)+
		fmt.Sprintf(line, "written", "b", "Resolved", "")), 0o600))
	by, err := report.Deciders(path)
	expect.NoError(t, err)
	b := report.NewBuilder(window(), noon(), false, by)
	for _, id := range []string{"a", "b", "c"} {
		b.Add(report.NewRecord(resolved(id, day, time.Hour)))
	}
	expect.Equal(t, "decisions", []report.Decision{{By: "ci@contoso.com", Reason: "Fraud", Number: 1},
		{By: "kim@contoso.com", Reason: "Fraud", Number: 1},
		{By: "lee@contoso.com", Reason: "Fraud", Number: 1}}, b.Report().Decisions)
}

// The error says what to do, in words of the log and not of this program.
func TestDeciders_BrokenLines(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	for _, broken := range []string{"{", "[]", "text", "7", `{"kind":7}`, `{"annotations":{"a":1}}`,
		"\x1f\x8b", `{"a":"` + strings.Repeat("0", 2<<20) + `"}`} {
		expect.NoError(t, os.WriteFile(path, []byte("{}\n"+broken+"\n"), 0o600))
		_, err := report.Deciders(path)
		if err == nil || !strings.HasPrefix(err.Error(), path+", line 2: th") {
			t.Errorf("%.20q: got %v", broken, err)
		} else if regexp.MustCompile(`json:|Go |struct|bufio`).MatchString(err.Error()) {
			t.Errorf("%.20q: the error names parts of the program: %v", broken, err)
		}
	}
}

// hostile returns an event with the same text in every field.
func hostile(text string) fraud.Event {
	e := open(text, 3*day)
	e.Severity, e.EventType, e.Status, e.CustomerFriendlyName = text, text, fraud.Status(text), text
	return e
}

func hostileTexts() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "a|b\n\n# c", "@admin #1 !2",
		"[a](javascript:alert(1)) `b` https://evil.example", "=HYPERLINK(\"https://evil.example\")",
		"\u202e\x1b[31m", " +1", "\t-1", "@SUM(A1)", strings.Repeat("x", 10_000), "</style></script>",
		"{{.Report}}", "\xff", "＝1",
	}
}

func TestReport_HostileTextStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		done := hostile(text)
		done.Status, done.Reason, done.ResolvedBy = fraud.Resolved, fraud.Reason(text), text
		done.ResolvedOn = noon()
		r := reportOf(hostile(text), done)
		var page, plain, md, sheet, data bytes.Buffer
		expect.NoError(t, r.WriteHTML(&page))
		expect.NoError(t, reportOf(hostile("a"), hostile("a")).WriteHTML(&plain))
		if n := strings.Count(page.String(), "<script"); n != 1 {
			t.Errorf("%q: the page has %d scripts", text, n)
		}
		if strings.Contains(page.String(), "<img src=x") {
			t.Errorf("%q: the page has the element", text)
		}
		expect.NoError(t, r.WriteMarkdown(&md))
		for _, line := range strings.Split(md.String(), "\n") {
			if cells := strings.Count(line, "|"); strings.HasPrefix(line, "|") && cells != 13 &&
				cells != 7 && cells != 4 {
				t.Errorf("%q breaks the table: %s", text, line)
			}
		}
		for _, bad := range []string{"<script", "<img", "@admin", "](", "https://", "\x1b"} {
			if strings.Contains(md.String(), bad) {
				t.Errorf("%q: the Markdown has %q", text, bad)
			}
		}
		expect.NoError(t, r.WriteCSV(&sheet))
		lines, err := csv.NewReader(&sheet).ReadAll()
		expect.NoError(t, err)
		for _, line := range lines {
			for _, cell := range line {
				if cell = strings.TrimSpace(cell); cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
					t.Errorf("%q: a formula: %q", text, cell)
				}
			}
		}
		expect.NoError(t, r.WriteJSON(&data))
		if !json.Valid(data.Bytes()) {
			t.Errorf("%q: the JSON is not valid", text)
		}
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
