// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// fullEvent has a value in every field.
func fullEvent() emulator.Event {
	return event("full", func(e *emulator.Event) {
		e.EventStatus, e.ResolvedReason = "Resolved", "Legitimate"
		e.ResolvedOn, e.ResolvedBy = "2026-01-16T07:08:09.1234567", colleague
		e.LastOccurrence = "2026-01-15T01:00:00.12"
		e.FirstObserved, e.LastObserved = "2026-01-15T00:26:00.00", "2026-01-15T00:59:59.99"
		e.IsTest = true
		e.ActivityLogs = []emulator.ActivityLog{{
			StatusFrom: "Active", StatusTo: "Resolved", UpdatedBy: colleague,
			DateTime: "2026-01-16T12:38:09.1234567+05:30",
		}}
	})
}

func nulls(names ...string) object {
	o := object{}
	for _, name := range names {
		o[name] = nil
	}
	return o
}

// emptyCollections are the collections of an event without entries, which differ from omitted
// details.
func emptyCollections() object {
	return object{"affected_resources": []any{}, "additional_details": map[string]any{},
		"activity_logs": []any{}}
}

// expectGolden compares a value with its JSON in a golden file.
func expectGolden(t *testing.T, file string, value any) {
	t.Helper()
	compareGolden(t, file, string(must(json.MarshalIndent(value, "", "  "))(t))+"\n")
}

func TestFraudEvents_EveryAttribute(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, fullEvent())
	c := configuredClient(t, s)
	full := c.events(object{"timeouts": object{"read": "1m"}})[0]
	expectGolden(t, "fraud_event.json", full)
	expectEqual(t, "with details", full, c.events(object{"include_details": true})[0])
	details := nulls("additional_details", "affected_resources", "activity_logs", "entity_id",
		"entity_name", "entity_url", "resource_name", "resource_group_name")
	expectEqual(t, "without details", full.with(details),
		c.events(object{"include_details": false})[0])

	state, _, diags := c.readData(fraudEventType, object{"subscription_id": subscriptionA,
		"event_id": "full", "timeouts": object{"read": "1m"}}, false)
	diags.none(t)
	delete(state, "timeouts")
	expectEqual(t, "the event alone", full, state)
	requests := requestsOf(s, emulator.KindList)
	query := requests[len(requests)-1].Query
	if query.Get("SubscriptionId") != subscriptionA || query.Has("EventStatus") ||
		query.Has("EventType") {
		t.Errorf("the service was asked for the event alone with %v", query)
	}
}

func TestFraudEvents_EveryAttributeInTheClassicModel(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, fullEvent())
	full := configuredClient(t, s).events(object{})[0]
	s.ResetCounts()
	classic := configuredClient(t, s, classicModel())
	expectEqual(t, "event", full.with(emptyCollections(),
		nulls("event_type", "severity", "confidence_level", "display_name", "description",
			"subscription_name", "value_added_reseller_tenant_id", "value_added_reseller_friendly_name",
			"country", "is_test")), classic.events(object{})[0])
	for _, r := range requestsOf(s, emulator.KindList) {
		if r.Header.Get("X-NewEventsModel") != "" || len(r.Query) != 0 {
			t.Errorf("the classic model was asked with the header %q and the query %v",
				r.Header.Get("X-NewEventsModel"), r.Query)
		}
	}
}

func TestFraudEvents_PlaceholdersAreNull(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("open", func(e *emulator.Event) {
		e.HitCount, e.Country, e.EntityName = "", "", ""
		e.AffectedResources, e.AdditionalDetails = nil, nil
	}))
	got := configuredClient(t, s).events(object{})[0]
	expectEqual(t, "event", got.with(emptyCollections(),
		nulls("reason", "resolved_on", "resolved_by", "first_observed", "last_observed", // placeholders
			"hit_count", "country", "entity_name")), got) // nothing
}

// TestDataSources_ThroughTheCLI reads each data source of events with Terraform itself.
func TestDataSources_ThroughTheCLI(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, fullEvent())
	check := func(address, attribute, value string) resource.TestCheckFunc {
		return resource.TestCheckResourceAttr("data.partnercenter_"+address, attribute, value)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `
				data "partnercenter_fraud_events" "all" {
					timeouts { read = "1m" }
				}
				data "partnercenter_fraud_event" "one" {
					subscription_id = "` + subscriptionA + `"
					event_id        = "full"
					timeouts { read = "1m" }
				}
				data "partnercenter_fraud_event_summary" "all" {
					timeouts { read = "1m" }
				}`,
			Check: resource.ComposeAggregateTestCheckFunc(
				check("fraud_events.all", "events.0.affected_resources.0.type",
					"Microsoft.Compute/virtualMachines"),
				check("fraud_events.all", "events.0.additional_details.connectionCount", "31"),
				check("fraud_event.one", "activity_logs.0.updated_by", colleague),
				check("fraud_event.one", "hit_count", "10"),
				check("fraud_event_summary.all", "by_event_type."+mining+".customers", "1"),
				check("fraud_event_summary.all", "by_status.Active", "0"),
			),
		}},
	})
}
