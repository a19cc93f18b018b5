// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// labelled is a decision about event e1 under a label, which destroy would reopen.
func labelled(label string) string {
	return fmt.Sprintf(`
resource "partnercenter_fraud_event_resolution" %q {
  subscription_id       = %q
  event_id              = "e1"
  status                = "Resolved"
  reason                = "Fraud"
  reactivate_on_destroy = true
}
`, label, subscriptionA)
}

const (
	labelledA      = "partnercenter_fraud_event_resolution.a"
	createsFirst   = "lifecycle {\n create_before_destroy = true\n }"
	pluralReopened = `
resource "partnercenter_fraud_event_resolutions" "test" {
  subscription_id       = "` + subscriptionA + `"
  reactivate_on_destroy = true
  resolutions           = { e1 = { status = "Resolved", reason = "Fraud" } }
}
`
)

// However Terraform orders the two halves, the event ends as the configuration says. The table of
// scenarios has the order of `create_before_destroy`.
func TestResolutionReplace_EndsAsTheConfigurationSays(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]resource.TestStep{
		"tainted": {{Config: labelled("a")},
			{Config: labelled("a"), Taint: []string{labelledA}}},
		"renamed":                 {{Config: labelled("a")}, {Config: labelled("b")}},
		"from singular to plural": {{Config: labelled("a")}, {Config: pluralReopened}},
		"from plural to singular": {{Config: pluralReopened}, {Config: labelled("a")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			for i := range steps {
				steps[i].ConfigPlanChecks = settled()
				steps[i].Check = standsAs(t, s, "e1", "Resolved", "Fraud")
			}
			resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providersFor(s), Steps: steps})
		})
	}
}

// What the same run adopts is not reopened, and a warning says so.
func TestResolutionReplace_ThePluralSparesWhatItsOwnRunDecides(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2").with(reactivating()))
	server := session.phase()
	other := newSession(t, s)
	p := other.planWith(server, decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, other.applyWith(server, p))
	expectDiagnostics(t, session.applyWith(server, session.planWith(server, nil)),
		aWarning(notReopened, "", "e1: the same run has decided about it for another resource instance"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Active", "None")
}

// standsAs is expectStanding as a check of a step.
func standsAs(t *testing.T, s *emulator.Server, id, status, reason string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		expectStanding(t, s, id, status, reason)
		return nil
	}
}
