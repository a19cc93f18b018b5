// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

const (
	fabrikamTenant = "0f9d2c1b-3a64-4f0b-8e15-7c90d2a1f6b3"
	earlierHook    = "https://earlier.contoso-partner.example/hook?code=s3cret"
)

// usage has a customer without a budget, and a webhook registration.
func usage(_ *testing.T, s *emulator.Server) {
	s.SetUsage(emulator.CustomerUsage{CustomerTenantID: fabrikamTenant, Name: "Fabrikam",
		TotalCost: "12", USDTotalCost: "12", CurrencyCode: "USD"})
	s.RegisterWebhook(earlierHook, "invoice-ready")
}

func budget(amount, more string) string {
	return fmt.Sprintf(`
resource "partnercenter_customer_usage_budget" "fabrikam" {
  customer_tenant_id = %q
  amount = %s
%s
}
`, fabrikamTenant, amount, more)
}

// reviewsOfObjects are plans about a budget and the webhook registration.
func reviewsOfObjects() map[string]reviewCase {
	takeOver := "  allow_overwrite = true\n  on_destroy = \"restore\"\n"
	held := budget("500", "") + register(takeOver)
	return map[string]reviewCase{
		"objects-created":   {arrange: usage, planned: held},
		"objects-destroyed": {arrange: usage, applied: held, args: []string{"-destroy"}},
		"objects-forgotten": {arrange: usage, applied: held, planned: `
removed {
  from = partnercenter_customer_usage_budget.fabrikam
  lifecycle {
    destroy = false
  }
}
removed {
  from = partnercenter_webhook_registration.alerts
  lifecycle {
    destroy = false
  }
}
`},
		"objects-changed": {arrange: usage, applied: held, planned: budget("120.5682999999995904716",
			"keep_on_destroy = true") + strings.Replace(register(takeOver), "/hook", "/next", 1),
			between: func(_ *testing.T, s *emulator.Server) { s.SetBudget(fabrikamTenant, "9000") }},
		"objects-drifted": {arrange: usage, applied: held, args: []string{"-refresh-only"},
			between: func(_ *testing.T, s *emulator.Server) {
				s.SetBudget(fabrikamTenant, "")
				s.RegisterWebhook("https://other.example/", "test-created")
			}},
		"objects-moved": {arrange: usage, applied: held, planned: strings.NewReplacer(
			`"fabrikam"`, `"renamed"`, `"alerts"`, `"renamed"`).Replace(held) + `
moved {
  from = partnercenter_customer_usage_budget.fabrikam
  to = partnercenter_customer_usage_budget.renamed
}
`},
	}
}

// The review knows every resource and action that the provider has.
func TestReview_KnowsEveryResourceAndAction(t *testing.T) {
	t.Parallel()
	schemas := providerSchemas(t)
	var changes, invocations []string
	for name := range schemas.ResourceSchemas {
		changes = append(changes, fmt.Sprintf(`{"address": %q, "mode": "managed", "type": %q,
			"change": {"actions": ["delete"], "before": {}, "after": null}}`, name, name))
	}
	for name := range schemas.ActionSchemas {
		invocations = append(invocations, fmt.Sprintf(`{"type": %q, "config_values": {}}`, name))
	}
	plan := fmt.Sprintf(`{"format_version": "1.2", "resource_changes": [%s],
		"action_invocations": [%s]}`, strings.Join(changes, ","), strings.Join(invocations, ","))
	r := expect.Must(review.Read(strings.NewReader(plan), review.Options{}))(t)
	expect.Equal(t, "actions", len(schemas.ActionSchemas), len(r.Actions))
	for _, a := range r.Actions {
		if slices.Contains(a.Marks, review.Unfamiliar) {
			t.Errorf("the review does not know the action %s", a.Type)
		}
	}
	for _, o := range r.Objects {
		if slices.Contains(o.Marks, review.Unfamiliar) || len(o.Marks) == 0 {
			t.Errorf("the review does not know what destroying a %s does", o.Type)
		}
	}
	if len(changes) < 4 || len(invocations) < 4 {
		t.Errorf("%d resources and %d actions", len(changes), len(invocations))
	}
}
