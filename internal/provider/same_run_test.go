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

// sameRunCase is a thing of which Partner Center has one, so that two objects can be about it.
type sameRunCase struct {
	typeName string
	hcl      func(label, more string) string
	object   object
	start    func(t *testing.T) *emulator.Server
	check    func(t *testing.T, s *emulator.Server)
	spared   string // the summary of the warning if the new object comes first
}

func sameRunCases() map[string]sameRunCase {
	block := func(typeName, label, body string) string {
		return fmt.Sprintf("resource %q %q {\n%s\n}\n", typeName, label, body)
	}
	return map[string]sameRunCase{
		"budget": {budgetTypeName, func(label, more string) string {
			return block(budgetTypeName, label, fmt.Sprintf("customer_tenant_id = %q\namount = 10\n%s",
				budgetCustomer, more))
		}, budgetOf(10), func(t *testing.T) *emulator.Server {
			t.Helper()
			return withUsage(t, "")
		}, func(t *testing.T, s *emulator.Server) {
			t.Helper()
			expectBudget(t, s, "10")
		}, "Budget stays in Partner Center"},
		"registration": {registrationType, func(label, more string) string {
			return block(registrationType, label, fmt.Sprintf("webhook_url = %q\n"+
				"webhook_events = [\"test-created\"]\nallow_overwrite = true\non_destroy = \"restore\"\n%s",
				ourURL, more))
		}, ours(object{"on_destroy": "restore", "allow_overwrite": true}),
			func(t *testing.T) *emulator.Server {
				t.Helper()
				s := startEmulator(t)
				s.RegisterWebhook(otherURL, "invoice-ready")
				return s
			}, func(t *testing.T, s *emulator.Server) {
				t.Helper()
				if found, _ := s.Webhook(); found == nil || found.URL != ourURL {
					t.Errorf("registered is %+v", found)
				}
			}, webhookNotRestored},
	}
}

// A replacement and a renamed resource have two objects for one thing in one run, in an order that
// Terraform chooses. The old object does not undo what the new one has set.
func TestSameRun_TheOldObjectDoesNotUndoTheNewOne(t *testing.T) {
	t.Parallel()
	for kind, c := range sameRunCases() {
		for name, steps := range map[string][]resource.TestStep{
			"created first": {{Config: c.hcl("a", createsFirst)},
				{Config: c.hcl("a", createsFirst), Taint: []string{c.typeName + ".a"}}},
			"renamed": {{Config: c.hcl("a", "")},
				{Config: c.hcl("b", "")}},
		} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := c.start(t)
				for i := range steps {
					steps[i].Check = func(*terraform.State) error {
						c.check(t, s)
						return nil
					}
				}
				resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providersFor(s),
					Steps: steps})
			})
		}
	}
}

// In either order, in one process.
func TestSameRun_InEitherOrder(t *testing.T) {
	t.Parallel()
	for kind, c := range sameRunCases() {
		for name, newFirst := range map[string]bool{"new object first": true, "old object first": false} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := c.start(t)
				before, after := newSessionOf(t, s, c.typeName), newSessionOf(t, s, c.typeName)
				before.applyAsPlanned(before.plan(c.object)).none(t)
				created, destroyed := after.plan(c.object), before.planDestroy()
				if hasError(created.diagnostics) {
					t.Fatal(created.diagnostics)
				}
				server := after.phase()
				destroy := func() diagnostics { return before.applyWith(server, destroyed) }
				if !newFirst {
					destroy().none(t)
				}
				final := after.planWith(server, c.object)
				if moved := broken(t, created.state, final.state); len(moved) > 0 {
					t.Fatalf("Terraform would refuse the final plan: %v", moved)
				}
				after.applyWith(server, final).none(t)
				if newFirst {
					expectDiagnostics(t, destroy(), aWarning(c.spared, "", "The same run"))
				}
				c.check(t, s)
				for _, d := range after.plan(c.object).diagnostics {
					t.Errorf("the next plan says %v", d)
				}
			})
		}
	}
}
