// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// instances returns the addresses for the elements of a map in HCL.
func instances(forEach, eventID, reason string) string {
	return fmt.Sprintf(`
resource "partnercenter_fraud_event_resolution" "test" {
  for_each        = %s
  subscription_id = %q
  event_id        = %s
  status          = "Resolved"
  reason          = %s
}
`, forEach, subscriptionA, eventID, reason)
}

// manySingular decides about events e0 to e(n-1), under keys that begin with prefix.
func manySingular(n int, prefix string) string {
	return instances(fmt.Sprintf(`{ for i in range(%d) : "%s${i}" => "e${i}" }`, n, prefix),
		"each.value", `"Ignore"`)
}

// onePlural decides about the same events.
func onePlural(n int, reason string) string {
	return fmt.Sprintf(`
resource "partnercenter_fraud_event_resolutions" "test" {
  subscription_id = %q
  resolutions     = { for i in range(%d) : "e${i}" => { status = "Resolved", reason = %q } }
}
`, subscriptionA, n, reason)
}

// nothingLeft ends a test whose state has keys, because terraform-plugin-testing (1.16) cannot read
// such a state at the end.
const nothingLeft = `locals {}`

// Decisions move between the forms, and between keys, although some of their events are unlisted.
func TestResolutionMove_WorksForEventsThatAreNoLongerListed(t *testing.T) {
	t.Parallel()
	for name, configs := range map[string][2]string{
		"singular to plural": {manySingular(6, "a"), onePlural(6, "Ignore")},
		"plural to singular": {onePlural(6, "Ignore"), manySingular(6, "a")},
		"renamed keys":       {manySingular(6, "a"), manySingular(6, "b")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e0"), event("e1"), event("e2"), event("e3"), event("e4"),
				event("e5"))
			var writes int // number of writes that a slow machine makes of six decisions
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: providersFor(s),
				Steps: []resource.TestStep{{
					Config: configs[0],
				}, {
					PreConfig: func() {
						ageOut(t, s, "e0", "e1", "e2")
						writes = s.Count(emulator.KindUpdate)
					},
					Config:           configs[1],
					ConfigPlanChecks: settled(),
				}, {
					Config: nothingLeft,
				}},
			})
			if n := len(standings(s)); n != 1 {
				t.Errorf("the listed events stand in %d ways", n)
			}
			expectWrites(t, s, writes)
		})
	}
}

// Without a refresh, the plan of the removal reports the decision in state.
func TestResolutionMove_WorksWithoutARefresh(t *testing.T) {
	t.Parallel()
	forEachForm(t, "from", func(t *testing.T, f form) {
		target := forms()[0]
		if f.name == target.name {
			target = forms()[1]
		}
		s, from := f.decided(t, isFraud)
		to := target.start(t, s)
		ageOut(t, s, "e1")
		server := from.phase()
		from.planWith(server, nil)
		expectDiagnostics(t, to.planWith(server, target.decide(isFraud)).diagnostics,
			aWarning(recorded, target.path))
	})
}

func TestResolutionPartial_ARefusedUpdateFailsAloneAndIsPlannedAgainAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a"), event("b"), event("c"))
	each := func(reasons string) string { return instances(reasons, "each.key", "each.value") }
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
