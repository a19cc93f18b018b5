// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"time"
)

// The stories that the guides tell. Their events have fixed ids and times, which the guides print.
const (
	// StoryDecisions has the three open alerts of the decisions file that most guides use.
	StoryDecisions = "decisions"
	// StoryOnboarding has 300 open alerts in three subscriptions, and 12 resolved ones.
	StoryOnboarding = "onboarding"
	// StoryCleanUp has 230 old alerts in three subscriptions, 18 of them resolved.
	StoryCleanUp = "bulk-clean-up"
)

// Stories returns the names of the stories.
func Stories() []string { return []string{StoryDecisions, StoryOnboarding, StoryCleanUp} }

// StoryEvents returns the events of a story, before anybody follows the guide.
func StoryEvents(story string) []Event {
	switch story {
	case StoryDecisions:
		return decisionsStory()
	case StoryOnboarding:
		return onboardingStory()
	case StoryCleanUp:
		return cleanUpStory()
	default:
		return nil
	}
}

type storyCustomer struct{ subscriptionID, tenantID, name string }

func adatum() storyCustomer {
	return storyCustomer{"9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3",
		"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593", "Adatum"}
}

func fabrikam() storyCustomer {
	return storyCustomer{"2f8e6a90-71c4-4b3d-9a05-d4c6b1e87f32",
		"a248da34-6840-4c67-82d7-7f55ccd50d03", "Fabrikam"}
}

func woodgrove() storyCustomer {
	return storyCustomer{"c4b81f06-5d27-4e93-a1f8-3e60d9b72a15",
		"d3f7a1b8-0c62-4e59-9b14-52e8c6a07d3f", "Woodgrove"}
}

func tailspin() storyCustomer {
	return storyCustomer{"14c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6",
		"71e4b0c9-2d85-4f36-a8e7-90c5d1f3b264", "Tailspin Toys"}
}

func (c storyCustomer) event(id string) Event {
	e := NewEvent(c.subscriptionID, id)
	e.CustomerTenantID, e.CustomerFriendlyName = c.tenantID, c.name
	return e
}

func decisionsStory() []Event {
	miner := adatum().event(adatum().subscriptionID + "_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14")
	miner.Severity = "High"
	test := fabrikam().event(fabrikam().subscriptionID + "_e7b09c35-64d1-4f8a-b2e6-19a5c3d70f48")
	test.EventType, test.DisplayName, test.Severity = eventTypeUsage,
		"Subscription usage anomaly detected", "Low"
	region := fabrikam().event(fabrikam().subscriptionID + "_8d41f2b6-c07e-4359-8e1a-5b6f90d3a27c")
	region.EventType, region.DisplayName = "VirtualMachineDeploymentAnomaly",
		"Unusual deployment of virtual machines"
	return []Event{miner, test, region}
}

// onboardingStory has the newest alert first. Every tenth open alert is under investigation.
func onboardingStory() []Event {
	const open, resolved = 300, 12
	customers := []storyCustomer{fabrikam(), tailspin(), adatum()}
	newest := time.Date(2026, time.January, 31, 22, 0, 0, 0, time.UTC)
	var events []Event
	for i := range open + resolved {
		customer := customers[i%len(customers)]
		customer.subscriptionID = fmt.Sprintf("%d4c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6", i%len(customers))
		e := customer.event(fmt.Sprintf("%s_%08d-6c1d-4e2f-8a35-b0c9d7e4f182", customer.subscriptionID,
			10_000_000+i*271))
		e.EventTime = formatTime(newest.Add(-time.Duration(i) * 3 * time.Hour))
		e.EventType = []string{EventTypeMining, eventTypeUsage}[i/7%2]
		e.Severity = []string{"Low", "Medium", "High"}[i/2%3]
		at := newest.Add(2 * time.Hour)
		switch {
		case i >= open:
			e = e.after(StatusResolved, ReasonIgnore, at)
		case i%10 == 9:
			e = e.after(StatusInvestigating, "", at)
		}
		events = append(events, e)
	}
	return events
}

// cleanUpStory has alerts of the same age. A colleague has resolved 18 of them: 12 as noise, and 6
// as fraud.
func cleanUpStory() []Event {
	const alerts, noise, fraud = 230, 12, 6
	customers := []storyCustomer{adatum(), fabrikam(), woodgrove()}
	at := time.Date(2026, time.January, 15, 9, 0, 0, 0, time.UTC)
	var events []Event
	for i := range alerts {
		e := customers[i%len(customers)].event(fmt.Sprintf("old-%03d", i))
		if i%10 == 0 {
			e.Severity = "High"
		}
		switch {
		case i < noise:
			e = e.after(StatusResolved, ReasonIgnore, at)
		case i < noise+fraud:
			e = e.after(StatusResolved, ReasonFraud, at)
		}
		events = append(events, e)
	}
	return events
}

// after returns the event after a colleague has decided about it.
func (e Event) after(status, reason string, at time.Time) Event {
	e, _ = e.decided(Decision{Status: status, Reason: reason, At: at,
		By: Colleague("kim@contoso-partner.example")})
	return e
}
