// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const cancelAddress = "action.partnercenter_cancel_azure_entitlement.lost"

// lost is the action that cancels subscription A, with further lines.
func lost(lines string) string {
	return `
		action "partnercenter_cancel_azure_entitlement" "lost" {
			config {
				customer_tenant_id      = "` + fabrikam + `"
				subscription_id         = "` + subscriptionA + `"
				` + lines + `
			}
		}`
}

func confirmed(lines string) string {
	return lost(`confirm_subscription_id = "` + subscriptionA + `"
				` + lines)
}

func applyCancel(more ...string) []string {
	return append([]string{"apply", "-no-color", "-auto-approve", "-invoke=" + cancelAddress}, more...)
}

func TestAzureEntitlementCLI_PlanShowsAndApplyCancels(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := azureEmulator(t, event("e1"))
	w := newWorkspace(t, s, confirmed("resolve_fraud_events = true"))
	expectOutput(t, w.Must("plan", "-no-color", "-invoke="+cancelAddress),
		"The action cancels an Azure subscription", subscriptionA, "e1")
	expectAzure(t, s, 0, 0, "active")
	expectOutput(t, w.Must(applyCancel()...), "is now inactive",
		"Fraud event e1 is now Resolved (Fraud)",
		"Actions: 1 invoked")
	expectOutput(t, w.Must(applyCancel()...), "already inactive")
	expectAzure(t, s, 1, 0, "inactive")
}

// The event may be resolved otherwise between a saved plan and its apply.
func TestAzureEntitlementCLI_ASavedPlanIsCheckedAgain(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := azureEmulator(t, event("e1"))
	w := newWorkspace(t, s, confirmed(""))
	w.Must("plan", "-no-color", "-invoke="+cancelAddress, "-out=tfplan")
	colleagueResolves(t, s, "e1", "Legitimate")
	expectOutput(t, w.MustFail("apply", "-no-color", "tfplan"), "No fraud event justifies the change")
	expectAzure(t, s, 0, 0, "active")
}

// A confirmation that is computed confirms nothing.
func TestAzureEntitlementCLI_TheConfirmationIsALiteral(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := azureEmulator(t, event("e1"))
	for name, config := range map[string]string{
		"a variable": `
			variable "id" { default = "` + subscriptionA + `" }` +
			lost(`confirm_subscription_id = var.id`),
		"each.key": strings.Replace(lost(`confirm_subscription_id = each.key`), "config {",
			`for_each = toset(["`+subscriptionA+`"])
			config {`, 1),
		"a resource": `
			resource "terraform_data" "id" { input = "` + subscriptionA + `" }` +
			lost(`confirm_subscription_id = terraform_data.id.output`),
		"the same variable": `
			variable "id" { default = "` + subscriptionA + `" }` +
			strings.Replace(lost(`confirm_subscription_id = var.id`),
				`subscription_id         = "`+subscriptionA+`"`, `subscription_id = var.id`, 1),
		"a local value of a variable": `
			variable "id" { default = "` + subscriptionA + `" }
			locals { id = var.id }` + lost(`confirm_subscription_id = local.id`),
	} {
		w := newWorkspace(t, s, config)
		out := w.MustFail("validate", "-no-color")
		if !strings.Contains(out, "must be a literal") {
			t.Errorf("%s: %s", name, out)
		}
		address := cancelAddress
		if name == "each.key" {
			address += `["` + subscriptionA + `"]`
		}
		w.MustFail("apply", "-no-color", "-auto-approve", "-invoke="+address)
	}
	expectAzure(t, s, 0, 0, "active")
}

// Terraform evaluates these before the provider sees them, and no part of the protocol or the plan
// says where a value comes from. The page of the action says so.
func TestAzureEntitlementCLI_LiteralsThatTheProviderCannotTellApart(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := azureEmulator(t, event("e1"))
	w := newWorkspace(t, s, `locals { id = "`+subscriptionA+`" }`+
		lost(`confirm_subscription_id = lower(local.id)`))
	w.Must("validate", "-no-color")
	page := string(must(os.ReadFile("../../docs/actions/cancel_azure_entitlement.md"))(t))
	expectOutput(t, strings.Join(strings.Fields(page), " "),
		"Terraform evaluates local values, functions, and module inputs before the provider sees them")
}

// Nothing but an invocation sends a request: no taint, no replacement, no vanished key, no destroy.
// Each action could have an effect, and its last step shows that it can be invoked at all.
func TestAzureEntitlementCLI_NothingElseCancelsOrReactivates(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	for verb, status := range map[string]string{"cancel": "active", "reactivate": "inactive"} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			s := azureEmulator(t, event("e1"))
			azure, _ := s.AzureSubscription(subscriptionA)
			azure.Status = status
			s.SetAzureSubscription(azure)
			w := newWorkspace(t, s, "")
			apply := func(keys, input string, args ...string) {
				w.Write("main.tf", triggered(verb, keys, input))
				w.Must(append([]string{"apply", "-auto-approve"}, args...)...)
			}
			apply(`"a", "b"`, "1")
			w.Must("taint", `terraform_data.incident["a"]`)
			apply(`"a", "b"`, "1")
			apply(`"a", "b"`, "1", `-replace=terraform_data.incident["a"]`)
			apply(`"a"`, "1")
			w.Must("destroy", "-auto-approve")
			apply(`"a"`, "1")
			w.Write("main.tf", acctest.RequiredProviders)
			w.Must("apply", "-auto-approve")
			expectAzure(t, s, 0, 0, status)

			apply(`"a"`, "1")
			apply(`"a"`, "2") // the update that the trigger waits for
			expectEqual(t, "requests", 1, s.Count(emulator.KindCancel)+s.Count(emulator.KindReactivate))
		})
	}
}

// triggered is a configuration with the action of the verb, which updates of resources trigger.
func triggered(verb, keys, input string) string {
	return acctest.RequiredProviders + strings.ReplaceAll(`
		resource "terraform_data" "incident" {
			for_each = toset([`+keys+`])
			input    = "`+input+`"
			lifecycle {
				action_trigger {
					events  = [after_update]
					actions = [`+cancelAddress+`]
				}
			}
		}`+confirmed(""), "partnercenter_cancel_", "partnercenter_"+verb+"_")
}

// The process is killed while it waits. The request was sent once, and a run after its effect sends
// no other.
func TestAzureEntitlementCLI_AKillInTheMiddle(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"))
	behaveAzure(s, emulator.EntitlementBehaviour{EntitlementSeconds: 3})
	w := newWorkspace(t, s, confirmed(""))
	run := w.CLI(applyCancel()...)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	expect.NoError(t, run.Start())
	expect.Eventually(t, "a cancellation", func() bool { return s.Count(emulator.KindCancel) > 0 })
	expect.NoError(t, run.Process.Kill())
	_ = run.Wait() // it was killed
	expect.Eventually(t, "its effect", func() bool {
		azure, _ := s.AzureSubscription(subscriptionA)
		return azure.Status == "inactive"
	})
	expectOutput(t, w.Must(applyCancel()...), "already inactive")
	expectAzure(t, s, 1, 0, "inactive")
}

// Ctrl-C while the action waits for the effect of its request. The request is not taken back, and
// the next run sends no other.
func TestAzureEntitlementCLI_CtrlCWhileItWaits(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"))
	w := newWorkspace(t, s, confirmed("resolve_fraud_events = true"))
	log := newAuditLog(t)
	maps.Copy(w.Environment, log.environment())
	run := w.CLI(applyCancel()...)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	expect.NoError(t, run.Start())
	// After the second read, the action has no message: an interrupted Terraform abandons an action
	// that sends one.
	expect.Eventually(t, "two reads", func() bool { return s.Count(emulator.KindGetAzure) > 1 })
	expect.NoError(t, run.Process.Signal(os.Interrupt))
	if err := run.Wait(); err == nil {
		t.Error("the run succeeded")
	}
	expectOutput(t, out.String(), "Azure subscription change not confirmed",
		"run was interrupted while", "Read the status before you try again",
		"No fraud event was resolved")
	expectAzure(t, s, 1, 0, "active")
	expectAudit(t, log, "unconfirmed active inactive")
	azure, _ := s.AzureSubscription(subscriptionA)
	azure.Status = "inactive"
	s.SetAzureSubscription(azure)
	expectOutput(t, w.Must(applyCancel()...), "already inactive", "e1 is now Resolved (Fraud)")
	expectAzure(t, s, 1, 0, "inactive")
}

// Two runs at once on one state: its lock lets one of them wait or fail, and one request is sent.
func TestAzureEntitlementCLI_TwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"))
	behaveAzure(s, emulator.EntitlementBehaviour{EntitlementSeconds: 2})
	w := newWorkspace(t, s, confirmed(""))
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { w.Must(applyCancel("-lock-timeout=60s")...) })
	}
	both.Wait()
	expectAzure(t, s, 1, 0, "inactive")
}
