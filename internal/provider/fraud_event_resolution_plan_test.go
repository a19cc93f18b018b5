// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// factsInPlan checks what a plan to create says of the emulator's standard event.
func factsInPlan() []plancheck.PlanCheck {
	checks := []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionCreate),
		plancheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("listed"), knownvalue.Bool(true)),
		plancheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("is_test"), knownvalue.Bool(false)),
		plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("resolved_on")),
		plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("resolved_by")),
	}
	e := emulator.NewEvent(subscriptionA, "e1")
	for name, value := range map[string]string{
		"event_type": e.EventType, "event_time": inWholeSeconds(e.EventTime), "severity": e.Severity,
		"display_name":       e.DisplayName,
		"customer_tenant_id": e.CustomerTenantID, "customer_friendly_name": e.CustomerFriendlyName,
		"subscription_name": e.SubscriptionName, "partner_tenant_id": e.PartnerTenantID,
	} {
		checks = append(checks, plancheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New(name),
			knownvalue.StringExact(value)))
	}
	return checks
}

func TestResolutionPlan_CreateShowsTheFactsAndLeavesTheSettlementUnknown(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config:           resolution("e1", fraudDecision),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: factsInPlan()},
		}},
	})
}

func TestResolutionPlan_CreateShowsTheFactsWithoutRefreshToo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		Steps: []resource.TestStep{{
			Config:           resolution("e1", fraudDecision),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: factsInPlan()},
		}},
	})
}

func TestResolutionPlan_AdoptingPromisesNoSettlementEither(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueResolves(t, s, "e1", "Fraud")
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state, object{
		"severity": "Medium", "listed": true, "resolved_on": unknownYet, "resolved_by": unknownYet,
	})
}

func TestResolutionPlan_CreateStoresWhatWasPlannedAndRefreshBringsNewerFacts(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	s.Inject(event("e1", func(e *emulator.Event) { e.Severity, e.DisplayName = "High", "Renamed" }))

	expectDiagnostics(t, session.applyAsPlanned(p))
	session.expectState(object{"severity": "Medium", "status": "Resolved",
		"resolved_by": resolvedBy(t, s, "e1")})
	expectDiagnostics(t, session.refresh())
	session.expectState(object{"severity": "High", "display_name": "Renamed", "listed": true})
	session.expectNoChange(session.plan(decide("e1", "Resolved", "Fraud")))
}

func TestResolutionPlan_ExistingObjectIsPlannedByTheRefreshedStateWithoutALookup(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Investigating", nil))

	for name, config := range map[string]object{
		"unchanged":    decide("e1", "Investigating", nil),
		"new decision": decide("e1", "Resolved", "Fraud"),
		"option":       decide("e1", "Investigating", nil).with(object{"allow_overwrite": true}),
	} {
		refreshed := s.Count(emulator.KindList)
		if p := session.plan(config); p.listings != 0 || s.Count(emulator.KindList)-refreshed != 1 {
			t.Errorf("%s: %d listings by planning and %d in all, want none and the one of the refresh",
				name, p.listings, s.Count(emulator.KindList)-refreshed)
		}
		before := s.Count(emulator.KindAny)
		expectDiagnostics(t, session.planWithoutRefresh(config).diagnostics)
		if n := s.Count(emulator.KindAny) - before; n != 0 {
			t.Errorf("%s: %d calls without refresh, want none, not even to sign in", name, n)
		}
	}
	if n := session.planDestroy().listings; n != 0 {
		t.Errorf("%d listings to plan a destroy, want none", n)
	}
}

func TestResolutionPlan_ANewDecisionLeavesTheSettlementUnknownAndKeepsTheFacts(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	p := session.plan(decide("e1", "Resolved", "Legitimate"))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state, object{
		"reason": "Legitimate", "severity": "Medium", "listed": true, "resolved_on": unknownYet,
		"resolved_by": unknownYet,
	})
	expectDiagnostics(t, session.apply(p))
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
	session.expectState(object{"reason": "Legitimate", "resolved_by": resolvedBy(t, s, "e1")})
}

// decidedLater is a configuration whose event id is known after apply.
func decidedLater(eventID, lines string) string {
	return fmt.Sprintf(`
resource "terraform_data" "id" {
  input = %q
}
resource "partnercenter_fraud_event_resolution" "test" {
  subscription_id = %q
  event_id        = terraform_data.id.output
  %s
}`, eventID, subscriptionA, lines)
}

func TestResolutionPlan_UnknownIDLeavesTheFactsUnknownAndApplyChecksTheSame(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("taken"))
	colleagueResolves(t, s, "taken", "Legitimate")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config:      decidedLater("taken", fraudDecision),
			ExpectError: regexp.MustCompile(`(?s)Error running apply.*already resolved otherwise`),
		}},
	})
	expectStanding(t, s, "taken", "Resolved", "Legitimate")

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: decidedLater("e1", fraudDecision),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("severity")),
				plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("listed")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("severity"),
					knownvalue.StringExact("Medium")),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("listed"), knownvalue.Bool(true)),
			},
		}},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}

func TestResolutionPlan_UnknownIDOfAnUnlistedEventIsAnErrorAtApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	p := session.plan(decide("gone", "Resolved", "Fraud").with(object{"event_id": unknownYet}))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state,
		object{"severity": unknownYet, "listed": unknownYet, "resolved_on": unknownYet})
	expectDiagnostics(t, session.apply(p, object{"event_id": "gone"}),
		anError("Fraud event not listed", "event_id"))
	expectWrites(t, s, 0)
}

func TestResolutionPlan_UnknownStatusOrOptionIsSettledAtApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("taken"))
	colleagueResolves(t, s, "taken", "Legitimate")

	session := newSession(t, s)
	expectDiagnostics(t, session.plan(decide("gone", unknownYet, unknownYet)).diagnostics,
		anError("Fraud event not listed", "event_id"))
	p := session.plan(decide("e1", unknownYet, unknownYet))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state, object{"severity": "Medium", "listed": true})
	expectDiagnostics(t, session.apply(p, object{"status": "Resolved", "reason": "Fraud"}))
	expectStanding(t, s, "e1", "Resolved", "Fraud")

	session = newSession(t, s)
	p = session.plan(decide("taken", "Resolved", "Fraud").with(object{"allow_overwrite": unknownYet}))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state, object{"severity": "Medium", "listed": true})
	expectDiagnostics(t, session.apply(p, object{"allow_overwrite": false}),
		anError("Fraud event already resolved otherwise", "status"))
	expectDiagnostics(t, session.apply(p, object{"allow_overwrite": true}),
		aWarning("Fraud event resolved otherwise by somebody else", "status"))
	expectStanding(t, s, "taken", "Resolved", "Fraud")
}

// unknownProvider is a provider block whose base_url is known only after apply.
func unknownProvider(s *emulator.Server) string {
	return fmt.Sprintf(`
resource "terraform_data" "base_url" {
  input = %q
}
provider "partnercenter" {
  base_url = terraform_data.base_url.output
}
`, s.Env()["PARTNERCENTER_BASE_URL"])
}

func TestResolutionPlan_UnknownProviderConfigurationMovesTheChecksToApply(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("taken"))
	colleagueResolves(t, s, "taken", "Legitimate")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: unknownProvider(s) + resolution("e1", fraudDecision),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("severity")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("severity"),
					knownvalue.StringExact("Medium")),
			},
		}},
	})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config:      unknownProvider(s) + resolution("taken", fraudDecision),
			ExpectError: regexp.MustCompile(`(?s)Error running apply.*already resolved otherwise`),
		}},
	})
	expectStanding(t, s, "taken", "Resolved", "Legitimate")
}
