// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// several decides about the events a, b and c. No reason means that the event is being
// investigated.
func several(reasons ...string) string {
	return fmt.Sprintf(`
locals {
  reasons = split(",", %q)
}
resource "partnercenter_fraud_event_resolution" "test" {
  count           = length(local.reasons)
  subscription_id = %q
  event_id        = ["a", "b", "c"][count.index]
  status          = local.reasons[count.index] == "" ? "Investigating" : "Resolved"
  reason          = local.reasons[count.index] == "" ? null : local.reasons[count.index]
  allow_overwrite = true
}`, strings.Join(reasons, ","), subscriptionA)
}

func expectActions(actions ...plancheck.ResourceActionType) []plancheck.PlanCheck {
	checks := make([]plancheck.PlanCheck, len(actions))
	for i, action := range actions {
		checks[i] = plancheck.ExpectResourceAction(fmt.Sprintf("%s[%d]", resolutionAddress, i), action)
	}
	return checks
}

func expectReasons(reasons ...string) []statecheck.StateCheck {
	checks := make([]statecheck.StateCheck, len(reasons))
	for i, reason := range reasons {
		checks[i] = statecheck.ExpectKnownValue(
			fmt.Sprintf("%s[%d]", resolutionAddress, i), tfjsonpath.New("reason"),
			knownvalue.StringExact(reason))
	}
	return checks
}

func setAlreadyResolved(s *emulator.Server, rule emulator.AlreadyResolved) func() {
	return func() { s.SetBehaviour(func(b *emulator.Behaviour) { b.AlreadyResolved = rule }) }
}

func TestResolutionPartial_ARefusedUpdateFailsAloneAndIsPlannedAgainAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a"), event("b"), event("c"))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: several("", "Fraud", ""),
		}, {
			PreConfig:   setAlreadyResolved(s, emulator.AlreadyResolvedRefused),
			Config:      several("Ignore", "Ignore", "Ignore"),
			ExpectError: regexp.MustCompile(`(?s)test\[1\].*event b is already\s+resolved`),
		}, {
			PreConfig: setAlreadyResolved(s, emulator.AlreadyResolvedOverwritten),
			Config:    several("Ignore", "Ignore", "Ignore"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: expectActions(
				plancheck.ResourceActionNoop, plancheck.ResourceActionUpdate, plancheck.ResourceActionNoop,
			)},
			ConfigStateChecks: expectReasons("Ignore", "Ignore", "Ignore"),
		}},
	})
	expectStanding(t, s, "b", "Resolved", "Ignore")
}
