// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package eventstest holds the behaviours that every backend of fraud.Events must show. A backend
// runs them on a service that it controls, such as an emulator.
package eventstest

import (
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// World is a backend on a service without events, with the test's access to that service.
type World struct {
	Events fraud.Events

	// PageSize is how many events the service returns at a time, if its listings have pages.
	PageSize int

	// Add adds an Active event of the type NetworkConnectionsToCryptoMiningPools, which every service
	// knows.
	Add func(subscriptionID, eventID string)

	// Forget removes the subscription from the service.
	Forget func(subscriptionID string)

	// LoseAnswer loses the answer to the next update, before it takes effect or after.
	LoseAnswer func(applied bool)

	// Throttle makes the service refuse the next update and ask for a wait.
	Throttle func(wait time.Duration)

	// Correlates says that the service has correlation ids.
	Correlates bool

	// Updates returns how many updates have reached the service.
	Updates func() int
}

// The subscriptions of the tests.
const (
	subA = "6b7caaaa-0000-4000-8000-00000000000a"
	subB = "6b7cbbbb-0000-4000-8000-00000000000b"
)

// Run runs the suite. Each behaviour gets a world of its own.
func Run(t *testing.T, newWorld func(t *testing.T) World) {
	t.Helper()
	for name, behaviour := range map[string]func(t *testing.T, w World){
		"names itself":                         namesItself,
		"lists a subscription":                 listsASubscription,
		"lists the whole tenant":               listsTheTenant,
		"filters by status":                    filtersByStatus,
		"filters by type":                      filtersByType,
		"refuses an unknown value":             refusesAnUnknownValue,
		"lists every page":                     listsEveryPage,
		"stops after the pages allowed":        stopsAfterThePagesAllowed,
		"returns the visitor's error":          returnsTheVisitorsError,
		"names an unknown subscription":        namesAnUnknownSubscription,
		"never mixes subscriptions":            neverMixesSubscriptions,
		"updates a batch":                      updatesABatch,
		"accepts its maximum number of events": takesAsManyAsItSays,
		"refuses for an unknown event":         refusesForAnUnknownEvent,
		"reports each event of a batch":        reportsEachEvent,
		"refuses an unnamed set":               refusesAnUnnamedSet,
		"does not know an outcome":             doesNotKnowWhetherItWasApplied,
		"may be sent again by its id":          mayBeSentAgainByTheSameID,
		"runs out of retries":                  runsOutOfRepetitions,
		"says how long it is busy":             saysHowLongItIsBusy,
		"does not leave too late":              doesNotLeaveByAnOldReview,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			behaviour(t, newWorld(t))
		})
	}
}

// book keeps the events of complete pages.
type book struct {
	events, page []fraud.Event
	pages        int
	fail         error // returned for every event
}

func (b *book) Begin() { b.page = nil }

func (b *book) Event(e fraud.Event) error {
	b.page = append(b.page, e)
	return b.fail
}

func (b *book) End() error {
	b.pages++
	b.events, b.page = append(b.events, b.page...), nil
	return nil
}

func (b *book) ids() []string {
	var ids []string
	for _, e := range b.events {
		ids = append(ids, e.EventID)
	}
	slices.Sort(ids)
	return ids
}

// list makes a listing that must succeed.
func list(t *testing.T, w World, q fraud.Query) *book {
	t.Helper()
	b := &book{}
	if err := w.Events.List(t.Context(), q, b); err != nil {
		t.Fatal(err)
	}
	return b
}

// wantIDs makes a listing that must have these events.
func wantIDs(t *testing.T, w World, q fraud.Query, want ...string) *book {
	t.Helper()
	b := list(t, w, q)
	if got := b.ids(); !slices.Equal(got, want) {
		t.Errorf("%+v: listed %v, want %v", q, got, want)
	}
	return b
}

// wantStanding checks the one event of subscription A.
func wantStanding(t *testing.T, w World, want fraud.Standing) {
	t.Helper()
	if got := standings(t, w, subA)["e1"]; got != want {
		t.Errorf("it stands %s, want %s", got, want)
	}
}

// standings returns those of a subscription's events, by id.
func standings(t *testing.T, w World, subscriptionID string) map[string]fraud.Standing {
	t.Helper()
	stands := map[string]fraud.Standing{}
	for _, e := range list(t, w, fraud.Query{SubscriptionID: subscriptionID}).events {
		stands[e.EventID] = e.Standing()
	}
	return stands
}

// isFraud returns the decision that events of subscription A are fraud, just reviewed.
func isFraud(t *testing.T, first string, more ...string) fraud.Update {
	t.Helper()
	decision, err := fraud.NewDecision(string(fraud.Resolved), string(fraud.Fraud))
	if err != nil {
		t.Fatal(err)
	}
	ids, err := fraud.NewEventIDs(first, more...)
	if err != nil {
		t.Fatal(err)
	}
	return fraud.Update{
		SubscriptionID: subA, EventIDs: ids, Decision: decision,
		LeaveBy: time.Now().Add(fraud.ReviewLasts),
	}
}
