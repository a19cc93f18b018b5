// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionWrite_NamesItsEventsInTheServicesSpelling(t *testing.T) {
	t.Parallel()
	const subscription = "ABCDEF01-1e33-4007-974e-352cb3f2c805"
	s := startEmulator(t, emulator.NewEvent(subscription, "Event-ÄA/1"),
		emulator.NewEvent(subscription, "other"))
	session := newSession(t, s)
	config := object{
		"subscription_id": strings.ToLower(subscription), "event_id": "event-äa/1", "status": "Resolved",
		"reason": "Fraud",
	}
	session.create(config)
	fraudReason := "Fraud"
	expectBodies(t, s, write{EventIDs: []string{"Event-ÄA/1"}, EventStatus: "Resolved",
		ResolvedReason: &fraudReason})
	for _, r := range s.Requests() {
		if r.Kind == emulator.KindUpdate && !strings.Contains(r.Path, subscription) {
			t.Errorf("wrote to %s, want the service's spelling of %s", r.Path, subscription)
		}
	}
	session.expectState(object{"subscription_id": config["subscription_id"],
		"event_id": config["event_id"]})
	expectStanding(t, s, "Event-ÄA/1", "Resolved", "Fraud")
	expectStanding(t, s, "other", "Active", "None")
}

func TestResolutionWrite_AChangeOfCaseOnlyIsNoChange(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-A"))
	respelled := func(lines string) string {
		return strings.ReplaceAll(resolution("EVENT-a", lines), subscriptionA,
			strings.ToUpper(subscriptionA))
	}
	keptIDs := []statecheck.StateCheck{
		statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("event_id"),
			knownvalue.StringExact("event-a")),
		statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("subscription_id"),
			knownvalue.StringExact(subscriptionA)),
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config:            resolution("event-a", fraudDecision),
			ConfigStateChecks: keptIDs,
		}, {
			Config:            respelled(fraudDecision),
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: keptIDs,
		}, {
			Config: respelled("status = \"Investigating\"\nallow_overwrite = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionUpdate),
			}},
			ConfigStateChecks: keptIDs,
		}},
	})
	expectStanding(t, s, "Event-A", "Investigating", "None")
}

func TestResolutionWrite_AnotherEventIsAReplacement(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: resolution("e1", fraudDecision),
		}, {
			Config: resolution("e2", fraudDecision),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionDestroyBeforeCreate),
				plancheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("severity"),
					knownvalue.StringExact("Medium")),
				plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("resolved_by")),
			}},
		}},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Resolved", "Fraud")
}

func TestResolutionWrite_AnExactIDBeatsOneOfAnotherCase(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("E1"), event("e1"))
		session := f.start(t, s)
		session.create(f.decide(isFraud))
		expectBodies(t, s, body("Fraud", "e1"))
		colleagueResolves(t, s, "E1", "Ignore")
		session.expectNoChange(session.plan(f.decide(isFraud)))
	})
}

func TestResolutionWrite_AnAmbiguousIDIsAnError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Abc"), event("aBC"))
	session := newSession(t, s)
	said := anError("Ambiguous event id", "event_id", "Abc", "aBC")
	config := decide("abc", "Resolved", "Fraud")
	expectDiagnostics(t, session.plan(config).diagnostics, said)
	expectDiagnostics(t, session.plan(config.with(acceptUnlisted())).diagnostics, said)
	expectDiagnostics(t, session.importByID(subscriptionA+"/abc"), said)
	expectWrites(t, s, 0)
}

func TestResolutionWrite_TheClassicModelIsAskedForOnReadsAndWritesAlike(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s, map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"})
	session.create(decide("e1", "Resolved", "Fraud"))
	for _, r := range append(requestsOf(s, emulator.KindList), requestsOf(s, emulator.KindUpdate)...) {
		if r.Header.Get("X-NewEventsModel") == "true" {
			t.Errorf("%s asks for the new model", r.Kind)
		}
	}
	expectStands(t, s, isFraud)
}

func TestResolutionWrite_OptionsAnnotationsAndTimeoutsMakeNoCall(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		for _, c := range []struct{ decision, option object }{
			{annotated(), object{}},
			{object{"annotations": map[string]any{}}, object{}},
			{nil, consent()},
			{nil, acceptUnlisted()},
			{nil, reactivating()},
			{nil, object{"timeouts": map[string]any{"create": "3m", "read": nil, "update": nil,
				"delete": nil}}},
			{nil, object{}},
		} {
			decision := object{"status": "Resolved", "reason": "Fraud", "annotations": nil}.with(c.decision)
			config := f.holding(decision, c.option)
			before := session.state()
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics)
			expectEqual(t, "calls, to sign in too", 0, calls(s, emulator.KindAny, func() {
				expectDiagnostics(t, session.apply(p))
			}))
			session.expectState(c.option)
			described := session.describedIn(session.state())
			expectEqual(t, "annotations", decision["annotations"], described["annotations"])
			expectEqual(t, "name", session.describedIn(before)["name"], described["name"])
			expectEqual(t, "resolved_by", before["resolved_by"], session.state()["resolved_by"])
			session.expectNoChange(session.planWithoutRefresh(config))
		}
		expectWrites(t, s, 1)
	})
}
