// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const vmID = "/subscriptions/2a7064fb-1e33-4007-974e-352cb3f2c805/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/vm-web-01"

// fullEvent says something in every field.
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

// classicFields are the attributes of fullEvent that the classic events model knows.
func classicFields() map[string]knownvalue.Check {
	return map[string]knownvalue.Check{
		"event_id":               knownvalue.StringExact("full"),
		"event_time":             knownvalue.StringExact("2026-01-15T00:25:45.69Z"),
		"status":                 knownvalue.StringExact("Resolved"),
		"reason":                 knownvalue.StringExact("Legitimate"),
		"resolved_on":            knownvalue.StringExact("2026-01-16T07:08:09.1234567Z"),
		"resolved_by":            knownvalue.StringExact(colleague),
		"subscription_id":        knownvalue.StringExact(subscriptionA),
		"subscription_type":      knownvalue.StringExact("modern"),
		"catalog_offer_id":       knownvalue.StringExact("MS-AZR-0017G"),
		"customer_tenant_id":     knownvalue.StringExact("a248da34-6840-4c67-82d7-7f55ccd50d03"),
		"customer_friendly_name": knownvalue.StringExact("Fabrikam"),
		"partner_tenant_id":      knownvalue.StringExact("df845f1a-7b35-40a2-ba78-6481de91f8ae"),
		"partner_friendly_name":  knownvalue.StringExact("Contoso CSP"),
		"entity_id":              knownvalue.StringExact("2edeb5b1-766f-4209-9271-3ddf27755afa"),
		"entity_name":            knownvalue.StringExact("vm-web-01"),
		"entity_url": knownvalue.StringExact(`\subscriptions\2a7064fb-1e33-4007-974e-352cb3f2c805` +
			`\resourceGroups\rg-web\providers\Microsoft.Compute\virtualMachines\vm-web-01`),
		"service_name":        knownvalue.StringExact("Virtual Machines"),
		"resource_name":       knownvalue.StringExact("vm-web-01"),
		"resource_group_name": knownvalue.StringExact("rg-web"),
		"hit_count":           knownvalue.Int64Exact(10),
		"first_occurrence":    knownvalue.StringExact("2026-01-15T00:25:45.69Z"),
		"last_occurrence":     knownvalue.StringExact("2026-01-15T01:00:00.12Z"),
		"first_observed":      knownvalue.StringExact("2026-01-15T00:26:00Z"),
		"last_observed":       knownvalue.StringExact("2026-01-15T00:59:59.99Z"),
	}
}

// newFields are the attributes of fullEvent that the new events model adds.
func newFields() map[string]knownvalue.Check {
	return map[string]knownvalue.Check{
		"event_type": knownvalue.StringExact(
			"NetworkConnectionsToCryptoMiningPools"),
		"severity":         knownvalue.StringExact("Medium"),
		"confidence_level": knownvalue.StringExact("High"),
		"display_name": knownvalue.StringExact("Virtual machine connecting to " +
			"crypto currency mining pool detected"),
		"description": knownvalue.StringExact("Network activity of an Azure resource shows connections " +
			"to a crypto currency mining pool."),
		"subscription_name": knownvalue.StringExact("Azure plan"),
		"value_added_reseller_tenant_id": knownvalue.StringExact(
			"897e68c5-fdf8-430e-bb54-3b386e0906b0"),
		"value_added_reseller_friendly_name": knownvalue.StringExact("Northwind Reseller"),
		"country":                            knownvalue.StringExact("US"),
		"is_test":                            knownvalue.Bool(true),
		"affected_resources": knownvalue.ListExact(
			[]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
				"azure_resource_id": knownvalue.StringExact(vmID),
				"type":              knownvalue.StringExact("Microsoft.Compute/virtualMachines"),
			})}),
		"additional_details": knownvalue.MapExact(map[string]knownvalue.Check{
			"resourceid": knownvalue.StringExact(vmID),
			"resourcetype": knownvalue.StringExact(
				"Microsoft.Compute/virtualMachines"),
			"vM_IP":                              knownvalue.StringExact("[\r\n  \"203.0.113.7\"\r\n]"),
			"miningPool_IP":                      knownvalue.StringExact("[\r\n  \"198.51.100.18\"\r\n]"),
			"connectionCount":                    knownvalue.StringExact("31"),
			"cryptoCurrencyMiningPoolDomainName": knownvalue.StringExact("pool.example.net"),
		}),
		"activity_logs": knownvalue.ListExact(
			[]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
				"status_from": knownvalue.StringExact("Active"),
				"status_to":   knownvalue.StringExact("Resolved"),
				"updated_by":  knownvalue.StringExact(colleague),
				"date_time":   knownvalue.StringExact("2026-01-16T12:38:09.1234567+05:30"),
			})}),
	}
}

// eventWith is the whole of one event, with changes.
func eventWith(groups ...map[string]knownvalue.Check) knownvalue.Check {
	all := map[string]knownvalue.Check{}
	for _, g := range groups {
		maps.Copy(all, g)
	}
	return knownvalue.ObjectExact(all)
}

func nulls(names ...string) map[string]knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for _, n := range names {
		checks[n] = knownvalue.Null()
	}
	return checks
}

// emptyCollections are those of an event that holds none, which is not the same as leaving details
// out.
func emptyCollections() map[string]knownvalue.Check {
	return map[string]knownvalue.Check{
		"affected_resources": knownvalue.ListExact([]knownvalue.Check{}),
		"additional_details": knownvalue.MapExact(map[string]knownvalue.Check{}),
		"activity_logs":      knownvalue.ListExact([]knownvalue.Check{}),
	}
}

// expectEvents checks the whole result of a data source.
func expectEvents(name string, events ...knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.partnercenter_fraud_events."+name,
		tfjsonpath.New("events"), knownvalue.ListExact(events))
}

func TestFraudEvents_EveryAttributeInTheNewModel(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, fullEvent())
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `
				data "partnercenter_fraud_events" "test" {
					timeouts { read = "1m" }
				}
				data "partnercenter_fraud_events" "bare" { include_details = false }
				data "partnercenter_fraud_events" "explicit" { include_details = true }`,
			ConfigStateChecks: []statecheck.StateCheck{
				expectEvents("test", eventWith(classicFields(), newFields())),
				expectEvents("explicit", eventWith(classicFields(), newFields())),
				expectEvents("bare", eventWith(classicFields(), newFields(),
					nulls("additional_details", "affected_resources", "activity_logs",
						"entity_id", "entity_name", "entity_url", "resource_name", "resource_group_name"))),
			},
		}},
	})
}

func TestFraudEvents_EveryAttributeInTheClassicModel(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, fullEvent())
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `
				provider "partnercenter" { new_events_model = false }
				data "partnercenter_fraud_events" "test" {}`,
			ConfigStateChecks: []statecheck.StateCheck{
				expectEvents("test", eventWith(classicFields(),
					nulls("event_type", "severity", "confidence_level", "display_name", "description",
						"subscription_name", "value_added_reseller_tenant_id", "value_added_reseller_friendly_name",
						"country", "is_test"), emptyCollections())),
			},
		}},
	})
	for _, r := range s.Requests() {
		if r.Kind == emulator.KindList && (r.Header.Get("X-NewEventsModel") != "" || len(r.Query) != 0) {
			t.Errorf("the classic model was asked with the header %q and the query %v",
				r.Header.Get("X-NewEventsModel"), r.Query)
		}
	}
}

func TestFraudEvents_PlaceholdersAreNull(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, event("open", func(e *emulator.Event) {
		e.HitCount, e.Country, e.EntityName = "", "", ""
		e.AffectedResources, e.AdditionalDetails = nil, nil
	})))
	got := c.events(object{})[0]
	for _, name := range []string{
		// 9999-12-31, "None" and ""
		"reason", "resolved_on", "resolved_by", "first_observed", "last_observed",
		"hit_count", "country", "entity_name", // nothing
	} {
		if got[name] != nil {
			t.Errorf("%s is %v, want null", name, got[name])
		}
	}
	for name, want := range map[string]any{"affected_resources": []any{},
		"additional_details": map[string]any{}, "activity_logs": []any{}} {
		expectEqual(t, name, want, got[name])
	}
}
