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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const registrationAddress = registrationType + ".test"

// webhookConfig registers our URL for these events, with further lines.
func webhookConfig(lines string, events ...string) string {
	return fmt.Sprintf(`
		resource "partnercenter_webhook_registration" "test" {
			webhook_url    = %q
			webhook_events = ["%s"]
			%s
		}`, ourURL, strings.Join(events, `", "`), lines)
}

// From the first plan to the last: nothing is left to do after each step, and the last registration
// of others comes back.
func TestWebhookCLI_FromPlanToDestroy(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(otherURL, "invoice-ready")
	s.SetBehaviour(func(b *emulator.Behaviour) { b.WebhookPrintsAll = true })
	restoring := "on_destroy = \"restore\"\nallow_overwrite = true"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: webhookConfig("", "test-created"), ExpectError: regexp.MustCompile(webhookElsewhere)},
			{
				Config: webhookConfig(restoring, "test-created"), ConfigPlanChecks: settled(),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(registrationAddress, tfjsonpath.New("tenant_id"),
						knownvalue.StringExact(s.TenantID())),
					statecheck.ExpectKnownValue(registrationAddress,
						tfjsonpath.New("last_modified_timestamp"), knownvalue.NotNull()),
				},
			},
			{
				Config:           webhookConfig(restoring, "Test-Created"),
				ConfigPlanChecks: unchanged(registrationAddress),
			},
			{
				PreConfig: func() { s.RegisterWebhook("https://third.example.com/", "invoice-ready") },
				Config:    webhookConfig(restoring, "test-created", "azure-fraud-event-detected"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(registrationAddress, plancheck.ResourceActionUpdate),
				}, PostApplyPostRefresh: settled().PostApplyPostRefresh},
			},
			{
				ResourceName: registrationAddress, ImportState: true, ImportStateId: s.TenantID(),
				ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "tenant_id",
				ImportStateVerifyIgnore: []string{"on_destroy", "allow_overwrite", "prior_webhook_url",
					"prior_webhook_events"},
			},
		},
	})
	expectRegistered(t, s, 3, otherURL, "invoice-ready")
}

// A saved plan does not take over what has come between.
func TestWebhookCLI_SavedPlan(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	w := newWorkspace(t, s, webhookConfig("", "test-created"))
	w.Must("plan", "-no-color", "-out=first.tfplan")
	s.RegisterWebhook(otherURL, "invoice-ready")
	out := w.MustFail("apply", "-no-color", "first.tfplan")
	expectOutput(t, out, webhookElsewhere, "https://other.example.com/api?code=…")
	if strings.Contains(out, "s3cret") {
		t.Errorf("the output has a key:\n%s", out)
	}
	expectRegistered(t, s, 0, otherURL, "invoice-ready")
}

func TestWebhookCLI_TestAfterARegistration(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t)
	w := newWorkspace(t, s, strings.Replace(webhookConfig(`
		lifecycle {
			action_trigger {
				events  = [after_create, after_update]
				actions = [action.partnercenter_send_webhook_test.test]
			}
		}`, "test-created"), ourURL, receiving(t, 500), 1)+`
		action "partnercenter_send_webhook_test" "test" {}`)
	expectOutput(t, w.Must("apply", "-no-color", "-auto-approve"), "Attempt 1: InternalServerError",
		"Attempt 2: OK", "The test event has arrived.")
}

// Two configurations fight for the tenant's registration: the second needs consent, and then each
// sees the change of the other in its next plan.
func TestWebhookCLI_TwoRegistrarsFight(t *testing.T) {
	t.Parallel()
	const theirURL = "https://theirs.example.com/hook"
	s := startEmulator(t)
	theirConfig := func(lines string) string {
		return strings.Replace(webhookConfig(lines, "invoice-ready"), ourURL, theirURL, 1)
	}
	ours := newWorkspace(t, s, webhookConfig("", "test-created"))
	theirs := newWorkspace(t, s, theirConfig(""))
	ours.Must("apply", "-no-color", "-auto-approve")

	expectOutput(t, theirs.MustFail("plan", "-no-color"), webhookElsewhere, ourURL,
		"To take over the registration, set `allow_overwrite = true`.")
	theirs.Write("main.tf", acctest.RequiredProviders+theirConfig("allow_overwrite = true"))
	expectOutput(t, theirs.Must("apply", "-no-color", "-auto-approve"), webhookTakesOver, ourURL,
		"That receiver then gets nothing.")
	expectRegistered(t, s, 2, theirURL, "invoice-ready")

	for range 2 { // whoever applies last wins, and the other one sees it
		out := ours.MustPlanChanges("-no-color")
		expectOutput(t, out, webhookDrift, "It now sends to "+theirURL, "overwrite each other",
			`"`+theirURL+`" -> "`+ourURL+`"`)
		ours.Must("apply", "-no-color", "-auto-approve")
		out = theirs.MustPlanChanges("-no-color")
		expectOutput(t, out, webhookDrift, "It now sends to "+ourURL,
			`"`+ourURL+`" -> "`+theirURL+`"`)
		theirs.Must("apply", "-no-color", "-auto-approve")
	}
	expectRegistered(t, s, 6, theirURL, "invoice-ready")
}
