// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Seed describes the initial events of an emulator. Equal seeds produce equal events.
type Seed struct {
	Events        int
	Subscriptions int    // zero: one for every ten events
	Customers     int    // zero: one for every three subscriptions
	Random        uint64 // the start of the random sequence
	// the youngest event is about this old; zero: the emulator's clock at the first start
	Base time.Time
	// Story adds the events of a story in the guides; empty: none
	Story string
}

// seedSpan is the maximum age of seeded events: the time for which Microsoft sends reminders of
// unresolved alerts.
const seedSpan = 60 * 24 * time.Hour

type seedSubscription struct {
	id, name, kind, offer string
	customerID, customer  string
	resellerID, reseller  string
}

// make creates the events, and the ids of all subscriptions, including those without events.
func (sd Seed) make() (subscriptionIDs []string, events []Event) {
	events = StoryEvents(sd.Story)
	if sd.Events <= 0 && sd.Subscriptions <= 0 {
		return nil, events
	}
	// The second word can be any constant. Nothing secret depends on it.
	r := &seedRandom{rand.New(rand.NewPCG(sd.Random, 0x70617274))} //nolint:gosec // must be repeatable
	subscriptions := sd.subscriptions(r)
	for _, sub := range subscriptions {
		subscriptionIDs = append(subscriptionIDs, sub.id)
	}
	types := seedTypes()
	for i := range sd.Events {
		// The first events are distributed evenly, so that every subscription has one if possible.
		sub := subscriptions[i%len(subscriptions)]
		events = append(events, sd.event(r, sub, types, i))
	}
	return subscriptionIDs, events
}

func (sd Seed) subscriptions(r *seedRandom) []seedSubscription {
	count := sd.Subscriptions
	if count <= 0 {
		count = max(1, sd.Events/10, sd.Customers) // every customer has one
	}
	customers := sd.Customers
	if customers <= 0 {
		customers = max(1, count/3)
	}
	names := seedCustomers()
	tenants := make([]string, customers)
	for i := range tenants {
		tenants[i] = r.guid()
	}
	resellers := []string{r.guid(), r.guid()}
	subscriptions := make([]seedSubscription, count)
	for i := range subscriptions {
		c := i % customers
		name := names[c%len(names)]
		if c >= len(names) {
			name += " " + strconv.Itoa(c/len(names)+1)
		}
		sub := seedSubscription{
			id: r.guid(), kind: "modern", offer: "MS-AZR-0017G", customerID: tenants[c], customer: name,
			resellerID: resellers[c%2], reseller: []string{"Northwind Reseller", "Litware Cloud"}[c%2],
		}
		sub.name = []string{"Azure plan", "Production", "Development",
			name + " shared services"}[i/customers%4]
		if r.IntN(8) == 0 {
			sub.kind, sub.offer = "legacy", "MS-AZR-0145P"
		}
		subscriptions[i] = sub
	}
	return subscriptions
}

// seedLater is how often an alert has the later name of its type.
const seedLater = 4

func (sd Seed) event(r *seedRandom, sub seedSubscription, types []seedType, i int) Event {
	kind := r.pickType(types)
	resource := "vm-" + r.pick(seedWorkloads()) + "-" + fmt.Sprintf("%02d", 1+r.IntN(20))
	group := "rg-" + r.pick(seedWorkloads()) + "-" + r.pick(seedRegions())
	arm := "/subscriptions/" + sub.id + "/resourceGroups/" + group + "/providers/" + kind.provider +
		"/" + resource
	detected := sd.Base.Add(-time.Duration(r.Int64N(int64(seedSpan)))).Truncate(100 * time.Nanosecond)
	first := detected.Add(-time.Duration(1+r.IntN(180)) * time.Minute)

	e := NewEvent(sub.id, sd.eventID(r, sub, i))
	e.EventType, e.DisplayName, e.Description = kind.eventType, kind.displayName, kind.description
	if i%seedLater == 2 {
		e.EventType = kind.later
	}
	e.EventTime = formatTime(detected)
	e.FirstOccurrence, e.LastOccurrence = formatTime(first), formatTime(detected)
	e.FirstObserved, e.LastObserved = e.FirstOccurrence, e.LastOccurrence
	if r.IntN(10) == 0 {
		e.FirstObserved, e.LastObserved = NoTime, NoTime
	}
	e.Severity = r.pick([]string{"Low", "Medium", "Medium", "High", "High"})
	e.ConfidenceLevel = r.pick([]string{"Low", "Medium", "High", "High"})
	e.SubscriptionName, e.SubscriptionType, e.CatalogOfferID = sub.name, sub.kind, sub.offer
	e.CustomerTenantID, e.CustomerFriendlyName = sub.customerID, sub.customer
	e.ValueAddedResellerTenantID, e.ValueAddedResellerFriendlyName = sub.resellerID, sub.reseller
	e.EntityID, e.EntityName, e.EntityURL = r.guid(), resource, strings.ReplaceAll(arm, "/", `\`)
	e.ServiceName, e.ResourceName, e.ResourceGroupName = kind.service, resource, group
	e.HitCount = strconv.Itoa(1 + r.IntN(400))
	e.IsTest = r.IntN(15) == 0
	e.AffectedResources = []AffectedResource{{AzureResourceID: arm, Type: kind.provider}}
	if r.IntN(12) == 0 {
		e.AffectedResources = []AffectedResource{}
	}
	e.AdditionalDetails = kind.details(r)
	e.AdditionalDetails["resourceid"], e.AdditionalDetails["resourcetype"] = arm, kind.provider
	return sd.decide(r, e, detected)
}

// eventID is {subscriptionId}_{guid} for most events, and has another form for some, because ids
// must not be parsed.
func (sd Seed) eventID(r *seedRandom, sub seedSubscription, i int) string {
	switch i % 17 {
	case 7:
		return r.guid()
	case 13:
		return sub.id + "-" + r.guid()
	default:
		return sub.id + "_" + r.guid()
	}
}

// decide resolves or investigates about a third of the events.
func (sd Seed) decide(r *seedRandom, e Event, detected time.Time) Event {
	by := r.pick(seedColleagues())
	// not in the future
	at := detected.Add(min(time.Duration(10+r.IntN(600))*time.Minute, sd.Base.Sub(detected)/2))
	switch n := r.IntN(100); {
	case n < 12:
		e, _ = e.decided(Decision{Status: StatusInvestigating, By: Colleague(by), At: at})
	case n < 34:
		if r.IntN(2) == 0 {
			e, _ = e.decided(Decision{Status: StatusInvestigating, By: Colleague(by), At: at})
			at = at.Add(min(time.Duration(5+r.IntN(90))*time.Minute, sd.Base.Sub(at)))
		}
		reason := r.pick([]string{ReasonFraud, ReasonFraud, ReasonIgnore, ReasonLegitimate})
		e, _ = e.decided(Decision{Status: StatusResolved, Reason: reason, By: Colleague(by), At: at})
	}
	return e
}

func (r *seedRandom) pickType(types []seedType) seedType {
	n := r.IntN(100) // the weights add up to 100
	for _, t := range types {
		if n -= t.weight; n < 0 {
			return t
		}
	}
	return types[0]
}
