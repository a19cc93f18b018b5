// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func tallied(now time.Time, events ...fraud.Event) fraud.Summary {
	t := fraud.NewTally(now)
	for _, e := range events {
		t.Add(e)
	}
	return t.Summary()
}

func TestTally_TheDocumentedKeysAreAlwaysThere(t *testing.T) {
	t.Parallel()
	want := fraud.Summary{
		ByStatus:    map[string]int{"Active": 0, "Investigating": 0, "Resolved": 0},
		BySeverity:  map[string]int{"Low": 0, "Medium": 0, "High": 0},
		ByEventType: map[string]fraud.Spread{},
	}
	for _, eventType := range fraud.EventTypes() { // TestEnums_AreTheDocumentedOnes has them
		want.ByEventType[eventType] = fraud.Spread{}
	}
	expect.Equal(t, "no events", want, tallied(time.Now()))
	want.Total = 1 // an event without values counts nowhere else
	expect.Equal(t, "an empty event", want, tallied(time.Now(), fraud.Event{}))
}

func TestTally_CountsEventsAndAffectedParties(t *testing.T) {
	t.Parallel()
	const mining = "NetworkConnectionsToCryptoMiningPools"
	e := func(kind, severity string, status fraud.Status, partner, customer,
		subscription string) fraud.Event {
		return fraud.Event{
			Key: fraud.Key{SubscriptionID: subscription}, EventType: kind, Severity: severity,
			Status:          status,
			PartnerTenantID: partner, CustomerTenantID: customer, ValueAddedResellerTenantID: "reseller",
		}
	}
	got := tallied(time.Now(), e(mining, "High", fraud.Active, "p1", "c1", "s1"),
		e(mining, "High", fraud.Resolved, "P1", "C1", "S1"), // the same in another case
		e(mining, "Low", fraud.Active, "p2", "c1", "s2"),
		e("TypeOfTomorrow", "Extreme", "Escalated", "p1", "c2", "s3"),
		e("TypeOfTomorrow", "", fraud.Investigating, "", "", ""),
	)
	want := fraud.Summary{
		Total: 5, Customers: 2, Subscriptions: 3,
		ByStatus:   map[string]int{"Active": 2, "Investigating": 1, "Resolved": 1, "Escalated": 1},
		BySeverity: map[string]int{"Low": 1, "Medium": 0, "High": 2, "Extreme": 1},
	}
	types := got.ByEventType
	got.ByEventType = nil
	expect.Equal(t, "summary", want, got)
	maps.DeleteFunc(types, func(_ string, s fraud.Spread) bool { return s == fraud.Spread{} })
	wantTypes := map[string]fraud.Spread{
		mining:           {Events: 3, Partners: 2, Customers: 1, Subscriptions: 2},
		"TypeOfTomorrow": {Events: 2, Partners: 1, Customers: 1, Subscriptions: 1},
	}
	expect.Equal(t, "types", wantTypes, types)
}

func TestTally_Times(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	open := func(status fraud.Status, ago time.Duration) fraud.Event {
		return fraud.Event{Status: status, EventTime: now.Add(-ago)}
	}
	resolved := func(detected, resolved time.Duration) fraud.Event {
		return fraud.Event{Status: fraud.Resolved, EventTime: now.Add(-detected),
			ResolvedOn: now.Add(-resolved)}
	}
	for _, c := range []struct {
		name    string
		events  []fraud.Event
		oldest  time.Time
		average *time.Duration
	}{
		{name: "no events"},
		{"the oldest of all that are not resolved", []fraud.Event{
			open(fraud.Active, day), open(fraud.Investigating, 3*day), open("Escalated", 5*day),
			open(fraud.Active, 2*day), {Status: fraud.Active},
		}, now.Add(-5 * day), nil},
		{"resolved events are not unresolved",
			[]fraud.Event{resolved(9*day, day), open(fraud.Active, day)}, now.Add(-day), new(8 * day)},
		{"the average", []fraud.Event{resolved(2*day, day), resolved(4*day, day), resolved(4*day, 2*day)},
			time.Time{}, new(2 * day)},
		{"resolved at once", []fraud.Event{resolved(day, day)}, time.Time{}, new(time.Duration(0))},
		{"30 days ago counts, however long it took", []fraud.Event{resolved(400*day, 30*day)},
			time.Time{}, new(370 * day)},
		{"before that does not", []fraud.Event{resolved(31*day, 30*day+time.Second)}, time.Time{}, nil},
		{"resolved, by a clock that is ahead", []fraud.Event{resolved(day, -time.Minute)}, time.Time{},
			new(day + time.Minute)},
		{"times that contradict each other", []fraud.Event{resolved(day, 2*day)}, time.Time{}, nil},
		{"times that are missing", []fraud.Event{
			{Status: fraud.Resolved, ResolvedOn: now}, {Status: fraud.Resolved, EventTime: now.Add(-day)},
		}, time.Time{}, nil},
		{"an event that is open again",
			[]fraud.Event{{Status: fraud.Active, EventTime: now.Add(-day), ResolvedOn: now}}, now.Add(-day),
			nil},
		{"more years than a duration holds", slices.Repeat([]fraud.Event{resolved(36500*day, 0)}, 5),
			time.Time{}, new(36500 * day)},
	} {
		got := tallied(now, c.events...)
		expect.Equal(t, c.name+": oldest", c.oldest, got.OldestUnresolved)
		expect.Equal(t, c.name+": average", c.average, got.AverageResponse)
	}
}
