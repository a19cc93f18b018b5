// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// imported lists the options of an imported resolution.
func imported() object {
	return object{
		"allow_overwrite": false, "allow_unlisted": false, "reactivate_on_destroy": false,
		"annotations": nil, "timeouts": nil, "listed": true,
	}
}

func TestResolutionImport_InEveryStatusPlansNothing(t *testing.T) {
	t.Parallel()
	for _, standing := range standingsOfEvents() {
		t.Run(standing, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			moveEvent(t, s, "e1", standing, colleague)
			ids := object{"subscription_id": subscriptionA, "event_id": "e1"}
			byID, byIdentity := newSession(t, s), newSession(t, s)
			expectDiagnostics(t, byID.importByID(subscriptionA+"/e1"))
			expectDiagnostics(t, byIdentity.importByIdentity(ids))
			for _, session := range []*session{byID, byIdentity} {
				session.expectState(imported().with(ids, object{"severity": "Medium"}))
				session.expectDecision(standing)
				session.expectIdentity(ids)
				for _, options := range []object{nil, {"allow_overwrite": false, "allow_unlisted": false,
					"reactivate_on_destroy": false}} {
					p := session.plan(forms()[0].decide(standing, options))
					expectDiagnostics(t, p.diagnostics)
					session.expectNoChange(p)
				}
			}
			expectWrites(t, s, 0)
		})
	}
}

// An import finds no evidence, and sets options to false. A configuration that omits the options
// keeps that.
func TestResolutionImport_WithTheCommandABlockAndGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a/b//c"))
	colleagueResolves(t, s, "a/b//c", "Fraud")
	id := subscriptionA + "/a/b//c"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{
				Config: resolution("a/b//c", fraudDecision) +
					"import {\n  to = " + resolutionAddress + "\n  id = \"" + id + "\"\n}\n",
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionNoop),
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
			},
			{
				ResourceName: resolutionAddress, ImportState: true, ImportStateVerify: true,
				ImportStateId: id, ImportStateVerifyIdentifierAttribute: "event_id",
				ImportStateVerifyIgnore: notFromImport(),
			},
		},
	})
	const nothing = `resource "terraform_data" "nothing" {}`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: nothing},
			{
				Config: nothing, ResourceName: resolutionAddress, ImportState: true,
				ImportStateKind: resource.ImportBlockWithID, ImportStateId: id, GenerateConfig: true,
			},
		},
	})
	expectWrites(t, s, 0)
}

func TestResolutionImport_OfAnUnlistedEventIsAnError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	expectDiagnostics(t, session.importByID(subscriptionA+"/gone"), anError(notListed, "", "gone"))
	expectDiagnostics(t, session.importByID(subscriptionB+"/e1"),
		anError(notListed, "", subscriptionB))
	s.RemoveSubscription(subscriptionA)
	expectDiagnostics(t, session.importByID(subscriptionA+"/e1"), anError(notListed, "", "e1"))
	session.expectNoState()
}

func TestResolutionImport_ABadIDIsFoundWithoutACall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	for _, id := range []string{"e1", subscriptionA, subscriptionA + "/", "/e1", "x/e1",
		"{" + subscriptionA + "}/e1", subscriptionA + "/ e1", subscriptionA + "/e\t1"} {
		found := session.importByID(id)
		expectDiagnostics(t, found[:1], anError("Invalid import id", "")) // both parts can be wrong
	}
	expectDiagnostics(t, session.importByIdentity(object{"subscription_id": "x", "event_id": "e1"}),
		anError("Invalid import id", ""))
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

func TestResolutionImport_AnImportedDecisionCanBeReactivated(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueResolves(t, s, "e1", "Fraud")
	session := newSession(t, s)
	expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
	expectDiagnostics(t, session.apply(
		session.plan(decide("e1", "Resolved", "Fraud").with(reactivating()))))
	expectDiagnostics(t, session.apply(session.planDestroy()))
	expectStanding(t, s, "e1", "Active", "None")
}

// expectIdentity compares the identity in Terraform's state.
func (s *session) expectIdentity(want object) {
	s.t.Helper()
	if s.held.identity == nil {
		s.t.Fatal("Terraform holds no identity")
	}
	s.expectAttributes(must(s.held.identity.IdentityData.Unmarshal(s.identity))(s.t), want)
}

func TestResolutionIdentity_IsSetOnceAndNeverRecased(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-A"))
	session := newSession(t, s)
	first := object{"subscription_id": strings.ToUpper(subscriptionA), "event_id": "event-a"}
	config := decide("", "Investigating", nil).with(first)
	session.create(config)
	session.expectIdentity(first)

	session.held.identity = nil // as in the state of a CLI without identities
	expectDiagnostics(t, session.refresh())
	session.expectIdentity(first)

	respelled := decide("EVENT-A", "Resolved", "Fraud")
	p := session.plan(respelled)
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state, first)
	expectDiagnostics(t, session.apply(p))
	session.expectIdentity(first)
	session.expectState(first)
	session.expectNoChange(session.plan(respelled))

	colleagueResolves(t, s, "Event-A", "Ignore")
	if !hasError(session.apply(session.plan(respelled))) {
		t.Error("overwriting went through")
	}
	session.expectIdentity(first)
}

func TestResolutionIdentity_AnImportKeepsTheSpellingItWasGiven(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-A"))
	given := object{"subscription_id": strings.ToUpper(subscriptionA), "event_id": "EVENT-a"}
	session := newSession(t, s)
	expectDiagnostics(t, session.importByIdentity(given))
	session.expectIdentity(given)
	session.expectState(given)
	session.expectNoChange(session.plan(decide("Event-A", "Active", nil)))
}

// notFromImport lists the attributes that have other values after an import than after a create: an
// import knows no decision, and sets all options.
func notFromImport() []string {
	return []string{"previous_status", "allow_overwrite", "allow_unlisted", "reactivate_on_destroy"}
}

// TestResolutionIdentity_EveryKindOfImport plans no changes for an event in every status, also with
// generated configuration. TestQuery_GeneratedConfigurationPlansNothing covers ids that
// plugin-testing does not write correctly.
func TestResolutionIdentity_EveryKindOfImport(t *testing.T) {
	t.Parallel()
	for _, at := range []struct{ id, status, reason string }{
		{"plain", "Active", ""},
		{"a/b//c", "Investigating", ""},
		{`say "no"`, "Resolved", "Fraud"},
		{`a\b`, "Resolved", "Ignore"},
		{"…é☃", "Resolved", "Legitimate"},
	} {
		t.Run(at.status+at.reason, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event(at.id))
			colleagueSets(t, s, at.id, at.status, at.reason)
			resource.UnitTest(t, resource.TestCase{
				TerraformVersionChecks:   []tfversion.TerraformVersionCheck{acctest.IdentityImport()},
				ProtoV6ProviderFactories: providersFor(s),
				Steps:                    importSteps(at.id, at.status, at.reason),
			})
			expectWrites(t, s, 0)
		})
	}
}

// importSteps adopt the event, and then import it in every way.
func importSteps(id, status, reason string) []resource.TestStep {
	decision := fmt.Sprintf("status = %q", status)
	if reason != "" {
		decision += fmt.Sprintf("\nreason = %q", reason)
	}
	steps := []resource.TestStep{{
		Config: resolution(id, decision),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(resolutionAddress,
			map[string]knownvalue.Check{
				"subscription_id": exactly(subscriptionA), "event_id": exactly(id),
			})},
	}}
	add := func(step resource.TestStep) {
		step.ImportState, step.ResourceName, step.ImportStateId = true, resolutionAddress,
			subscriptionA+"/"+id
		steps = append(steps, step)
	}
	add(resource.TestStep{
		ImportStateKind: resource.ImportCommandWithID, ImportStateVerify: true,
		ImportStateVerifyIdentifierAttribute: "event_id", ImportStateVerifyIgnore: notFromImport(),
	})
	for _, generate := range []bool{false, true} {
		add(resource.TestStep{ImportStateKind: resource.ImportBlockWithID, GenerateConfig: generate})
		add(resource.TestStep{ImportStateKind: resource.ImportBlockWithResourceIdentity,
			GenerateConfig: generate})
	}
	return steps
}
