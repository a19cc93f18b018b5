// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// goal is the average that Microsoft has required since 2025-10-01.
const goal = 24 * time.Hour

// Window is a span of time. A zero Until means that the window has no end.
type Window struct {
	Since time.Time `json:"since"`
	Until time.Time `json:"until,omitzero"`
}

func (w Window) holds(t time.Time) bool {
	return !t.IsZero() && !t.Before(w.Since) && (w.Until.IsZero() || t.Before(w.Until))
}

// Report holds the figures of a window.
type Report struct {
	Window
	At         time.Time  `json:"at"`
	Detected   int        `json:"detected"`       // in the window
	First      Figures    `json:"first_response"` // given in the window
	FromLog    int        `json:"first_response_from_activity_log"`
	Resolution Figures    `json:"resolution"` // resolved in the window
	Untimed    int        `json:"untimed"`
	Future     int        `json:"future"`
	Unlisted   int        `json:"unlisted"`              // kept as open, but no longer listed
	Met        *bool      `json:"within_24h_on_average"` // nil if nothing was resolved
	WouldBe    float64    `json:"mean_hours_with_open"`
	Open       int        `json:"open"`
	OpenByAge  []Count    `json:"open_by_age"`
	Overdue    []Overdue  `json:"overdue"`
	Periods    []Group    `json:"by_period"`
	Severities []Group    `json:"by_severity"`
	Types      []Group    `json:"by_event_type"`
	Customers  []Group    `json:"by_customer"`
	Decisions  []Decision `json:"decisions"`
}

// Group holds the figures of events with a common value.
type Group struct {
	Name       string  `json:"name"`
	Detected   int     `json:"detected"`
	Open       int     `json:"open"`
	First      Figures `json:"first_response"`
	Resolution Figures `json:"resolution"`
}

// Count is a number of events.
type Count struct {
	Name   string `json:"name"`
	Number int    `json:"number"`
}

// Overdue is an open event that was detected more than 24 hours ago. AgeHours is nil if the event
// has no event time.
type Overdue struct {
	SubscriptionID string   `json:"subscription_id"`
	EventID        string   `json:"event_id"`
	Customer       string   `json:"customer"`
	Severity       string   `json:"severity"`
	EventType      string   `json:"event_type"`
	Status         string   `json:"status"`
	AgeHours       *float64 `json:"age_hours"`
}

// Decision holds what one person resolved in the window.
type Decision struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
	Number int    `json:"number"`
}

// group collects durations until all events are in.
type group struct {
	detected, open    int
	first, resolution []time.Duration
}

// Builder accepts records one by one.
type Builder struct {
	report    Report
	byMonth   bool
	decidedBy map[string]string
	all       group
	ages      []time.Duration // of open events that have one
	tables    [4]map[string]*group
	decisions map[Decision]int
	openByAge [len(ages)]int
}

const (
	periods = iota
	severities
	eventTypes
	customers
)

// ages are the buckets of open events; the last holds those without an event time.
//
//nolint:gochecknoglobals // a constant, which Go cannot say
var ages = [...]struct {
	name string
	upTo time.Duration
}{
	{"up to 1 hour", time.Hour}, {"1 to 24 hours", goal}, {"1 to 7 days", 7 * goal},
	{"7 to 30 days", 30 * goal}, {"over 30 days", 1<<63 - 1}, {"unknown", 0},
}

// NewBuilder returns an empty report of a window. decidedBy names who decided, by event, if the
// audit log knows better than the service.
func NewBuilder(w Window, now time.Time, byMonth bool, decidedBy map[string]string) *Builder {
	b := &Builder{report: Report{Window: w, At: now}, byMonth: byMonth, decidedBy: decidedBy,
		decisions: map[Decision]int{}}
	for i := range b.tables {
		b.tables[i] = map[string]*group{}
	}
	return b
}

// Add counts one event. An answer counts in the period in which it was given.
func (b *Builder) Add(r Record) {
	if b.report.holds(r.EventTime) {
		b.report.Detected++
		b.each(r, r.EventTime, func(g *group) { g.detected++ })
	}
	if r.EventTime.After(b.report.At) || r.ResolvedOn.After(b.report.At) ||
		r.FirstResponse.After(b.report.At) {
		b.report.Future++
	}
	if b.report.holds(r.FirstResponse) {
		if d, ok := between(r.EventTime, r.FirstResponse); ok {
			b.each(r, r.FirstResponse, func(g *group) { g.first = append(g.first, d) })
			if r.Logged {
				b.report.FromLog++
			}
		}
	}
	if r.isOpen() {
		b.addOpen(r)
	} else {
		b.addResolved(r)
	}
}

func (b *Builder) addResolved(r Record) {
	if b.report.holds(r.ResolvedOn) {
		by := cmp.Or(b.decidedBy[r.key()], r.ResolvedBy, "unknown")
		b.decisions[Decision{By: by, Reason: cmp.Or(r.Reason, "unknown")}]++
	}
	d, ok := between(r.EventTime, r.ResolvedOn)
	switch {
	case !ok:
		b.report.Untimed++
	case b.report.holds(r.ResolvedOn):
		b.each(r, r.ResolvedOn, func(g *group) { g.resolution = append(g.resolution, d) })
	}
}

func (b *Builder) addOpen(r Record) {
	b.each(r, r.EventTime, func(g *group) { g.open++ })
	entry := Overdue{SubscriptionID: r.SubscriptionID, EventID: r.EventID, Customer: customer(r),
		Severity: r.Severity, EventType: r.EventType, Status: r.Status}
	if r.EventTime.IsZero() {
		b.report.Untimed++
		b.openByAge[len(ages)-1]++
		b.report.Overdue = append(b.report.Overdue, entry) // a report must not overlook it
		return
	}
	age := max(0, b.report.At.Sub(r.EventTime))
	b.ages = append(b.ages, age.Truncate(time.Second))
	for i, bucket := range ages {
		if age <= bucket.upTo {
			b.openByAge[i]++
			break
		}
	}
	if age > goal {
		hours := age.Hours()
		entry.AgeHours = &hours
		b.report.Overdue = append(b.report.Overdue, entry)
	}
}

// each updates every group that the event belongs to.
func (b *Builder) each(r Record, at time.Time, count func(*group)) {
	count(&b.all)
	for table, name := range [...]string{
		periods:    b.period(at),
		severities: cmp.Or(r.Severity, "unknown"),
		eventTypes: cmp.Or(r.EventType, "unknown"),
		customers:  customer(r),
	} {
		if table == periods && !b.report.holds(at) {
			continue // an older event that is still open belongs to no period of the window
		}
		g := b.tables[table][name]
		if g == nil {
			g = &group{}
			b.tables[table][name] = g
		}
		count(g)
	}
}

func customer(r Record) string {
	return cmp.Or(r.CustomerName, strings.ToLower(r.CustomerTenantID), "unknown")
}

// period returns the ISO week or the month, in UTC, so that no time zone makes one longer.
func (b *Builder) period(t time.Time) string {
	if b.byMonth {
		return t.UTC().Format("2006-01")
	}
	year, week := t.UTC().ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// Report returns the figures. Add no records after that.
func (b *Builder) Report() Report {
	r := b.report
	r.First, r.Resolution, r.Open = figuresOf(b.all.first), figuresOf(b.all.resolution), b.all.open
	if r.Resolution.Number > 0 {
		met := r.Resolution.MeanHours <= goal.Hours()
		r.Met = &met
	}
	if n := len(b.all.resolution) + len(b.ages); n > 0 {
		r.WouldBe = (sum(b.all.resolution) + sum(b.ages)) / float64(n)
	}
	for i, bucket := range ages {
		r.OpenByAge = append(r.OpenByAge, Count{bucket.name, b.openByAge[i]})
	}
	r.Periods = groups(b.tables[periods], byName)
	r.Severities = groups(b.tables[severities], bySeverity)
	r.Types = groups(b.tables[eventTypes], byNumber)
	r.Customers = groups(b.tables[customers], byNumber)
	r.Decisions = make([]Decision, 0, len(b.decisions))
	for d, n := range b.decisions {
		d.Number = n
		r.Decisions = append(r.Decisions, d)
	}
	slices.SortFunc(r.Decisions, func(a, b Decision) int {
		return cmp.Or(b.Number-a.Number, strings.Compare(a.By, b.By), strings.Compare(a.Reason, b.Reason))
	})
	if r.Overdue == nil {
		r.Overdue = []Overdue{}
	}
	slices.SortFunc(r.Overdue, func(a, b Overdue) int {
		return cmp.Or(cmp.Compare(b.age(), a.age()), strings.Compare(a.EventID, b.EventID),
			strings.Compare(a.SubscriptionID, b.SubscriptionID))
	})
	return r
}

// age puts events without a time first.
func (o Overdue) age() float64 {
	if o.AgeHours == nil {
		return float64(1 << 62)
	}
	return *o.AgeHours
}

func groups(of map[string]*group, order func(a, b Group) int) []Group {
	all := make([]Group, 0, len(of))
	for _, name := range slices.Sorted(maps.Keys(of)) {
		g := of[name]
		all = append(all, Group{Name: name, Detected: g.detected, Open: g.open,
			First: figuresOf(g.first), Resolution: figuresOf(g.resolution)})
	}
	slices.SortStableFunc(all, order)
	return all
}

func byName(a, b Group) int { return strings.Compare(a.Name, b.Name) }

func byNumber(a, b Group) int {
	return (b.Detected + b.Open + b.Resolution.Number) - (a.Detected + a.Open + a.Resolution.Number)
}

// bySeverity puts the most severe first, and undocumented values last.
func bySeverity(a, b Group) int { return severity(b.Name) - severity(a.Name) }

func severity(name string) int { return slices.Index(fraud.Severities(), name) }
