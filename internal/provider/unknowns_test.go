// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const notRefreshed = "State not refreshed"

// unknownProvider has a base_url that becomes known after apply.
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

// unconfigured is a provider whose base_url becomes known after apply.
func unconfigured(t *testing.T, s *emulator.Server) tfprotov6.ProviderServer {
	t.Helper()
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"base_url": unknownYet}).none(t)
	return c.server
}

func TestUnknownProvider_KeepsTheStateAndSaysSo(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		before := session.held
		expectEqual(t, "calls", 0, calls(s, emulator.KindAny, func() {
			expectDiagnostics(t, session.read(unconfigured(t, s)), aWarning(notRefreshed, "", "(base_url)"))
		}))
		expectEqual(t, "state", before.state.String(), session.held.state.String())
		expectEqual(t, "identity", before.identity, session.held.identity)
	})
}

func TestUnknownProvider_ADecisionIsReviewedAtApply(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ held, moved bool }{
		"new": {false, false}, "new, and resolved by a colleague": {false, true},
		"changed": {true, false}, "changed, and resolved by a colleague": {true, true},
	} {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			session, server := f.start(t, s), unconfigured(t, s)
			if c.held {
				session.create(f.decide(isFraud))
			}
			if c.moved {
				moveEvent(t, s, "e1", isLegitimate, colleague)
			}
			if c.held {
				session.read(server)
			}
			p := session.planWith(server, f.decide(isIgnored))
			expectDiagnostics(t, p.diagnostics)
			if !c.held {
				expectEqual(t, "name", any(unknownYet), session.planned(p, "name"))
			}
			expectEqual(t, "refused", c.moved, hasError(session.apply(p)))
			expectEqual(t, "written", !c.moved, standingNow(t, s, "e1") == isIgnored)
		})
	}
}

// Terraform asks for a deferral if it can return to a resource later: in Stacks.
func TestUnknownProvider_DefersWherePossible(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	held := newSession(t, s)
	held.create(decide("e1", "Resolved", "Fraud"))
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

	_, events, said := c.readData(fraudEventsType, object{}, true)
	said.none(t)
	for what, deferred := range map[string]*tfprotov6.Deferred{"read": read.Deferred,
		"plan": planned.Deferred, "import": imported.Deferred, "read of events": events} {
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

func TestUnknownProvider_DoesNotStopAPlanOfExistingObjects(t *testing.T) {
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
