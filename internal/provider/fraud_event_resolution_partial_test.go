// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// each is a configuration of one instance for each event, by the reasons of a map in HCL.
func each(reasons string) string {
	return `
resource "partnercenter_fraud_event_resolution" "test" {
  for_each        = ` + reasons + `
  subscription_id = "` + subscriptionA + `"
  event_id        = each.key
  status          = "Resolved"
  reason          = each.value
}
`
}

func TestResolutionPartial_ARefusedUpdateFailsAloneAndIsPlannedAgainAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a"), event("b"), event("c"))
	w := newWorkspace(t, s, each(`{ b = "Fraud" }`))
	w.Must("apply", "-auto-approve", "-no-color")
	ignoreWrites(s, emulator.AlreadyResolvedRefused)
	w.Write("main.tf", acctest.RequiredProviders+each(`{ a = "Fraud", b = "Ignore", c = "Ignore" }`))
	expectOutput(t, w.MustFail("apply", "-auto-approve", "-no-color"), `test["b"]`,
		"event b is already resolved")
	expectEqual(t, "planned actions", map[string]string{"b": "update"}, plannedActions(t, w))

	ignoreWrites(s, emulator.AlreadyResolvedOverwritten)
	w.Must("apply", "-auto-approve", "-no-color")
	expectEqual(t, "planned actions", map[string]string{}, plannedActions(t, w))
	expectStanding(t, s, "b", "Resolved", "Ignore")
}
