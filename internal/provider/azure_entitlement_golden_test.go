// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestAzureEntitlementMessages_Golden shows what the actions say in the plan and in the invocation:
// for mistakes, for every documented error code, and when all goes well.
func TestAzureEntitlementMessages_Golden(t *testing.T) {
	t.Parallel()
	plan := emulator.PlansOf(fabrikam)[0]
	var cases []goldenCase
	add := func(title, name, action string, config object, arrange func(*emulator.Server)) {
		cases = append(cases, goldenCase{title, name, func(t *testing.T) string {
			t.Helper()
			s := azureEmulator(t, event("e1"))
			s.SetAzureSubscription(emulator.AzureSubscription{ID: subscriptionA, Status: "active",
				CustomerTenantID: fabrikam, PlanID: plan, Name: "Azure plan"})
			if arrange != nil {
				arrange(s)
			}
			planned := configuredClient(t, s).planActionOf(action, config)
			i := configuredClient(t, s).invokeActionOf(action, config)
			return planned.text("plan") + strings.Join(i.messages, "\n") + "\n" +
				i.diagnostics.text("invoke")
		}})
	}
	cancel := func(name string, config object, arrange func(*emulator.Server)) {
		add("", name, cancelType, config, arrange)
	}
	add("# Cancel\n\n", "canceled, and its event resolved", cancelType,
		cancelling(object{"resolve_fraud_events": true}), nil)
	cancel("dry run", cancelling(object{"dry_run": true, "resolve_fraud_events": true}), nil)
	cancel("not waited for", cancelling(object{"wait": false}), nil)
	cancel("another confirmation", cancelling(object{"confirm_subscription_id": subscriptionB}), nil)
	cancel("a computed confirmation", cancelling(object{"confirm_subscription_id": unknownYet}), nil)
	cancel("no GUID", object{"customer_tenant_id": "Fabrikam", "subscription_id": subscriptionA,
		"confirm_subscription_id": subscriptionA}, nil)
	cancel("no fraud event", cancelling(), func(s *emulator.Server) { _ = s.Remove("e1") })
	cancel("an Azure plan", object{"customer_tenant_id": fabrikam, "subscription_id": plan,
		"confirm_subscription_id": plan}, nil)
	cancel("another Azure plan", cancelling(object{"azure_plan_id": emulator.PlansOf(fabrikam)[1]}),
		nil)
	cancel("legacy", cancelling(), func(s *emulator.Server) {
		s.SetAzureSubscription(emulator.AzureSubscription{ID: subscriptionA, Status: "active",
			CustomerTenantID: fabrikam, Offer: "MS-AZR-0145P", Name: "Azure"})
	})
	cancel("two Azure plans", cancelling(), func(s *emulator.Server) {
		behaveAzure(s, emulator.EntitlementBehaviour{EntitlementsInAllPlans: true})
	})
	cancel("lost answer", cancelling(object{"wait": false}), func(s *emulator.Server) {
		s.AddFault(emulator.Fault{Kind: emulator.KindCancel, Drop: true})
	})
	slow := object{"timeouts": object{"invoke": "4s"}, "resolve_fraud_events": true}
	cancel("not carried out in time", cancelling(slow), func(s *emulator.Server) {
		behaveAzure(s, emulator.EntitlementBehaviour{})
	})
	cancel("a status that cannot be read", cancelling(slow), func(s *emulator.Server) {
		s.AddFault(emulator.Fault{Kind: emulator.KindGetAzure, Times: -1, Status: 403, Code: "900150"})
	})
	cancel("an event that cannot be resolved", cancelling(object{"resolve_fraud_events": true}),
		func(s *emulator.Server) {
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Times: -1, Status: 400, Code: "3000"})
		})
	cancel("another request is on its way", cancelling(), func(s *emulator.Server) {
		behaveAzure(s, emulator.EntitlementBehaviour{})
		s.CancelSubscription(subscriptionA)
	})
	codes := func(action, kind string, all ...emulator.Fault) {
		for _, fault := range all {
			fault.Kind, fault.Description = kind, "The words of Partner Center."
			add("", strings.TrimPrefix(fmt.Sprintf("%s refused with %d/%s", action, fault.Status,
				fault.Code), "partnercenter_"), action, cancelling(),
				func(s *emulator.Server) {
					if action == reactivateType {
						s.SetAzureSubscription(emulator.AzureSubscription{ID: subscriptionA, Name: "Azure plan",
							Status: "inactive", CustomerTenantID: fabrikam, PlanID: plan})
					}
					s.AddFault(fault)
				})
		}
	}
	codes(cancelType, emulator.KindCancel, emulator.Fault{Status: 400, Code: "900118"},
		emulator.Fault{Status: 400, Code: "800002"}, emulator.Fault{Status: 403, Code: "900159"},
		emulator.Fault{Status: 400, Code: "900307"}, emulator.Fault{Status: 404, Code: "800111"},
		emulator.Fault{Status: 403, Code: "900150"}, emulator.Fault{Status: 403, Code: "900308"},
		emulator.Fault{Status: 403, Code: "900329"}, emulator.Fault{Status: 409, Code: "0"})
	add("# Reactivate\n\n", "already active", reactivateType, cancelling(), nil)
	codes(reactivateType, emulator.KindReactivate, emulator.Fault{Status: 400, Code: "900337"},
		emulator.Fault{Status: 403, Code: "900335"})
	compareCases(t, "azure_entitlements.golden", append(cases, azureInputCases()...))
}

// azureInputCases are what a configuration can get wrong, and reads that fail.
func azureInputCases() []goldenCase {
	wrong := func(changes object) func(*testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			c := configuredClient(t, startEmulator(t))
			return c.validateActionOf(cancelType, cancelling(changes)).text("validate")
		}
	}
	cases := []goldenCase{
		{"# Bad input\n\n", "no values", wrong(object{"customer_tenant_id": nil,
			"subscription_id": nil, "confirm_subscription_id": nil})},
		{"", "nothing is a GUID", wrong(object{"customer_tenant_id": "Fabrikam", "subscription_id": "A",
			"confirm_subscription_id": "A", "azure_plan_id": "plan"})},
		{"", "an empty reason", wrong(object{"cancellation_reason": ""})},
		{"", "no duration", wrong(object{"timeouts": object{"invoke": "ten minutes"}})},
	}
	read := func(title, name, typeName string, config object, faults ...emulator.Fault) {
		cases = append(cases, goldenCase{title, name, func(t *testing.T) string {
			t.Helper()
			s := azureEmulator(t, event("e1"))
			for _, fault := range faults {
				s.AddFault(fault)
			}
			_, _, diags := configuredClient(t, s).readData("partnercenter_azure_"+typeName, config, false)
			return diags.text("read")
		}})
	}
	one := object{"customer_tenant_id": fabrikam, "subscription_id": subscriptionB}
	read("# Reads\n\n", "another customer", "entitlements",
		object{"customer_tenant_id": subscriptionB})
	read("", "another Azure plan", "entitlements", object{"customer_tenant_id": fabrikam,
		"azure_plan_id": subscriptionB})
	read("", "not there", "entitlement", one)
	for _, fault := range []emulator.Fault{{Status: 400, Code: "800002"},
		{Status: 403, Code: "900159"}, {Status: 403, Code: "900150"}, {Status: 404, Code: "800111"}} {
		fault.Kind, fault.Description = emulator.KindPlans, "The words of Partner Center."
		read("", fmt.Sprintf("refused with %d/%s", fault.Status, fault.Code), "entitlement", one, fault)
	}
	return cases
}
