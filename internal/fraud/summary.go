// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"maps"
	"strings"
	"time"
)

// responsePeriod is how far back resolutions count for the average response.
const responsePeriod = 30 * 24 * time.Hour

// Summary summarizes many events. Its size does not grow with their number. The maps have every
// documented value, with 0 if there is no such event, and other values as they occur. A missing
// value counts in no map.
type Summary struct {
	Total         int
	ByStatus      map[string]int
	BySeverity    map[string]int
	ByEventType   map[string]Spread
	Customers     int // distinct tenants
	Subscriptions int // distinct ones

	OldestUnresolved time.Time // event time; zero if every event is resolved

	// AverageResponse is the time from detection to resolution, for events that were resolved in the
	// last 30 days and have both times in this order. Nil if there are none.
	AverageResponse *time.Duration
}

// Spread is the number of events and of affected parties. Partners are distinct partner tenants,
// not resellers.
type Spread struct {
	Events        int
	Partners      int
	Customers     int
	Subscriptions int
}

// Tally counts events one by one and keeps none of them, only their distinct ids.
type Tally struct {
	resolvedSince time.Time

	total      int
	byStatus   map[string]int
	bySeverity map[string]int
	byType     map[string]*reach
	all        reach
	oldest     time.Time

	responses int
	// whole seconds: their sum does not depend on the order, and cannot overflow
	responseSeconds int64
}

// NewTally returns an empty Tally. Its last 30 days end at now.
func NewTally(now time.Time) *Tally {
	t := &Tally{
		resolvedSince: now.Add(-responsePeriod),
		byStatus:      zeros(Statuses()),
		bySeverity:    zeros(Severities()),
		byType:        map[string]*reach{},
	}
	for _, eventType := range EventTypes() {
		t.byType[eventType] = &reach{}
	}
	return t
}

func zeros(keys []string) map[string]int {
	m := map[string]int{}
	for _, k := range keys {
		m[k] = 0
	}
	return m
}

// Add counts one event.
func (t *Tally) Add(e Event) {
	t.total++
	t.all.add(e)
	if e.Status != "" {
		t.byStatus[string(e.Status)]++
	}
	if e.Severity != "" {
		t.bySeverity[e.Severity]++
	}
	if e.EventType != "" {
		if t.byType[e.EventType] == nil {
			t.byType[e.EventType] = &reach{}
		}
		t.byType[e.EventType].add(e)
	}
	if e.Status == Resolved {
		t.addResponse(e)
	} else if !e.EventTime.IsZero() && (t.oldest.IsZero() || e.EventTime.Before(t.oldest)) {
		t.oldest = e.EventTime
	}
}

func (t *Tally) addResponse(e Event) {
	if e.EventTime.IsZero() || e.ResolvedOn.Before(e.EventTime) ||
		e.ResolvedOn.Before(t.resolvedSince) {
		return
	}
	t.responses++
	t.responseSeconds += e.ResolvedOn.Unix() - e.EventTime.Unix()
}

// Merge adds the counts of another Tally.
func (t *Tally) Merge(other *Tally) {
	t.total += other.total
	t.all.merge(&other.all)
	for status, n := range other.byStatus {
		t.byStatus[status] += n
	}
	for severity, n := range other.bySeverity {
		t.bySeverity[severity] += n
	}
	for eventType, r := range other.byType {
		if t.byType[eventType] == nil {
			t.byType[eventType] = &reach{}
		}
		t.byType[eventType].merge(r)
	}
	if t.oldest.IsZero() || !other.oldest.IsZero() && other.oldest.Before(t.oldest) {
		t.oldest = other.oldest
	}
	t.responses += other.responses
	t.responseSeconds += other.responseSeconds
}

// Summary returns the counts so far.
func (t *Tally) Summary() Summary {
	s := Summary{
		Total:            t.total,
		ByStatus:         t.byStatus,
		BySeverity:       t.bySeverity,
		ByEventType:      map[string]Spread{},
		Customers:        len(t.all.customers),
		Subscriptions:    len(t.all.subscriptions),
		OldestUnresolved: t.oldest,
	}
	for eventType, r := range t.byType {
		s.ByEventType[eventType] = r.spread()
	}
	if t.responses > 0 {
		average := time.Duration(float64(t.responseSeconds) / float64(t.responses) * float64(time.Second))
		s.AverageResponse = &average
	}
	return s
}

// reach is a Spread under construction.
type reach struct {
	events                             int
	partners, customers, subscriptions idSet
}

func (r *reach) add(e Event) {
	r.events++
	r.partners.add(e.PartnerTenantID)
	r.customers.add(e.CustomerTenantID)
	r.subscriptions.add(e.SubscriptionID)
}

func (r *reach) merge(other *reach) {
	r.events += other.events
	r.partners.merge(other.partners)
	r.customers.merge(other.customers)
	r.subscriptions.merge(other.subscriptions)
}

func (r *reach) spread() Spread {
	return Spread{Events: r.events, Partners: len(r.partners), Customers: len(r.customers),
		Subscriptions: len(r.subscriptions)}
}

// idSet is a set of ids, which are not case-sensitive. It ignores empty ids.
type idSet map[string]struct{}

func (s *idSet) add(id string) {
	if id == "" {
		return
	}
	if *s == nil {
		*s = idSet{}
	}
	(*s)[strings.ToLower(id)] = struct{}{}
}

func (s *idSet) merge(other idSet) {
	if *s == nil {
		*s = idSet{}
	}
	maps.Copy(*s, other)
}
