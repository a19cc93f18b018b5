// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const notRefreshed = "Fraud events not refreshed"

// unconfigured is a provider whose base_url is known only after apply.
func unconfigured(t *testing.T, s *emulator.Server) tfprotov6.ProviderServer {
	t.Helper()
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"base_url": unknownYet}).none(t)
	return c.server
}

// heldDecision is a session with one decision in state, and the same with another reason.
type heldDecision struct {
	session *session
	changed object
}

// heldDecisions has a decision about event e1 in each of the two resources.
func heldDecisions(t *testing.T, s *emulator.Server) map[string]heldDecision {
	t.Helper()
	singular, plural := newSession(t, s), newPluralSession(t, s)
	singular.create(decide("e1", "Resolved", "Fraud"))
	plural.create(decideAll(decisions{"e1": resolved("Fraud")}))
	return map[string]heldDecision{
		"singular": {singular, decide("e1", "Resolved", "Ignore")},
		"plural":   {plural, decideAll(decisions{"e1": resolved("Ignore")})},
	}
}

func TestUnknownProvider_KeepsTheStateAndSaysSo(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	for name, held := range heldDecisions(t, s) {
		before, listings := held.session.held, s.Count(emulator.KindList)
		found := held.session.read(unconfigured(t, s))
		expectDiagnostics(t, found, aWarning(notRefreshed, "", "as of the last run", "(base_url)",
			"first plan after the apply"))
		if diff := cmp.Diff(before.state.String(), held.session.held.state.String()); diff != "" {
			t.Errorf("%s: the state changed (-before +after):\n%s", name, diff)
		}
		if got := held.session.held.identity; (got == nil) != (before.identity == nil) {
			t.Errorf("%s: the identity was %v and is %v", name, before.identity, got)
		}
		if n := s.Count(emulator.KindList) - listings; n != 0 {
			t.Errorf("%s: %d listings were made with a configuration that was not known", name, n)
		}
	}
}

func TestUnknownProvider_AChangedDecisionIsReviewedAtApply(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"singular", "plural"} {
		s := startEmulator(t, event("e1"))
		held := heldDecisions(t, s)[name]
		server := unconfigured(t, s)
		held.session.read(server)
		p := held.session.planWith(server, held.changed)
		expectDiagnostics(t, p.diagnostics)
		expectDiagnostics(t, held.session.apply(p))
		expectStanding(t, s, "e1", "Resolved", "Ignore")
	}
}

func TestUnknownProvider_WhatAColleagueDecidedMeanwhileIsNotOverwritten(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"singular", "plural"} {
		s := startEmulator(t, event("e1"))
		held := heldDecisions(t, s)[name]
		colleagueResolves(t, s, "e1", "Legitimate")
		server := unconfigured(t, s)
		held.session.read(server)
		p := held.session.planWith(server, held.changed)
		expectDiagnostics(t, p.diagnostics)
		if found := held.session.apply(p); !hasError(found) {
			t.Errorf("%s: the apply went through", name)
		}
		expectStanding(t, s, "e1", "Resolved", "Legitimate")
	}
}

// Terraform asks for a deferral where it can come back to a resource later: in Stacks.
func TestUnknownProvider_DefersWhatIsAskedOfResourcesWhereThatIsAllowed(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	held := heldDecisions(t, s)["singular"].session
	c := newProtocolClient(t, providersFor(s))
	c.configureWith(object{"base_url": unknownYet}, true).none(t)
	before := s.Count(emulator.KindAny)

	read := must(c.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resolutionTypeName, CurrentState: pack(t, held.held.state),
		CurrentIdentity:    held.held.identity,
		ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{DeferralAllowed: true},
	}))(t)
	config := pack(t, encodeValue(t, held.resource.ValueType(), decide("e1", "Resolved", "Fraud")))
	planned := must(c.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resolutionTypeName, PriorState: pack(t, held.null()), Config: config,
		ProposedNewState:   config,
		ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: true},
	}))(t)
	imported := must(c.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: resolutionTypeName, ID: subscriptionA + "/e1",
		ClientCapabilities: &tfprotov6.ImportResourceStateClientCapabilities{DeferralAllowed: true},
	}))(t)

	for what, deferred := range map[string]*tfprotov6.Deferred{"read": read.Deferred,
		"plan": planned.Deferred, "import": imported.Deferred} {
		if deferred == nil || deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
			t.Errorf("the %s is deferred: %v, want because of the provider's configuration", what, deferred)
		}
	}
	for _, found := range [][]*tfprotov6.Diagnostic{read.Diagnostics, planned.Diagnostics,
		imported.Diagnostics} {
		expectDiagnostics(t, diagnosticsOf(found))
	}
	if n := s.Count(emulator.KindAny) - before; n != 0 {
		t.Errorf("%d requests were made", n)
	}
}

func TestUnknownProvider_DoesNotStopAPlanOfWhatExists(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision)},
			{
				Config: unknownProvider(s) + resolution("e1", "status = \"Resolved\"\nreason = \"Ignore\""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionUpdate),
				}},
			},
		},
	})
	expectStanding(t, s, "e1", "Resolved", "Ignore")
}

func TestMoved_KeepsTheDecisionWithoutACall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	moved := strings.Replace(resolution("e1", fraudDecision), `"test"`, `"other"`, 1) + `
moved {
  from = partnercenter_fraud_event_resolution.test
  to   = partnercenter_fraud_event_resolution.other
}
`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision)},
			{
				Config: moved,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("partnercenter_fraud_event_resolution.other",
						plancheck.ResourceActionNoop),
				}},
			},
		},
	})
	expectWrites(t, s, 1)
	expectStanding(t, s, "e1", "Resolved", "Fraud")
}
