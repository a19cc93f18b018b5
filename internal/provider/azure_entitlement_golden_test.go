// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
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
	cancel("lost answer", cancelling(object{"wait": false}), func(s *emulator.Server) {
		s.AddFault(emulator.Fault{Kind: emulator.KindCancel, Drop: true})
	})
	codes := func(action, kind string, all ...emulator.Fault) {
		for _, fault := range all {
			fault.Kind, fault.Description = kind, "The words of Partner Center."
			add("", action+" refused with "+fault.Code, action, cancelling(),
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
		emulator.Fault{Status: 403, Code: "900150"}, emulator.Fault{Status: 403, Code: "900308"})
	add("# Reactivate\n\n", "already active", reactivateType, cancelling(), nil)
	codes(reactivateType, emulator.KindReactivate, emulator.Fault{Status: 400, Code: "900337"},
		emulator.Fault{Status: 403, Code: "900335"})
	compareCases(t, "azure_entitlements.golden", cases)
}
