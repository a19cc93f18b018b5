// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// refusedAzure is an invocation that must send nothing.
type refusedAzure struct {
	config    object
	arrange   func(*emulator.Server)
	overrides map[string]string
	want      message
	planned   bool   // the plan refuses it, too
	audit     string // empty: none
}

func TestAzureEntitlement_NothingIsSent(t *testing.T) {
	t.Parallel()
	const other = "11111111-7d58-6654-69fa-0797198155d3"
	plan := emulator.PlansOf(fabrikam)
	for name, test := range map[string]refusedAzure{
		"another confirmation": {config: cancelling(object{"confirm_subscription_id": subscriptionB}),
			want:    anError("Subscription not confirmed", "confirm_subscription_id", subscriptionB),
			planned: true},
		"no confirmation": {config: cancelling(object{"confirm_subscription_id": nil}),
			want: anError("Subscription not confirmed", "confirm_subscription_id"), planned: true},
		"a confirmation in another case": {
			config: cancelling(object{"confirm_subscription_id": strings.ToUpper(subscriptionA)}),
			want:   anError("Subscription not confirmed", "confirm_subscription_id"), planned: true},
		"an unknown confirmation": {config: cancelling(object{"confirm_subscription_id": unknownYet}),
			want:    anError("Subscription not confirmed", "confirm_subscription_id", "must be a literal"),
			planned: true},
		"an event resolved otherwise": {config: cancelling(),
			arrange: func(s *emulator.Server) { _ = s.ChangeStatus("e1", "Resolved", "Legitimate", "kim") },
			want:    anError("No fraud event justifies the change", "require_fraud_event"),
			planned: true, audit: "refused active inactive"},
		"an event that has left the list": {config: cancelling(),
			arrange: func(s *emulator.Server) { _ = s.Remove("e1") },
			want:    anError("No fraud event justifies the change", "require_fraud_event"),
			planned: true, audit: "refused active inactive"},
		"an event of another customer": {config: cancelling(object{"customer_tenant_id": tailspin}),
			arrange: func(s *emulator.Server) {
				s.Inject(event("t1", func(e *emulator.Event) {
					e.SubscriptionID, e.CustomerTenantID = subscriptionB, tailspin
				}))
				s.SetAzureSubscription(emulator.AzureSubscription{ID: subscriptionA, Status: "active",
					CustomerTenantID: tailspin, PlanID: emulator.PlansOf(tailspin)[0], Name: "Azure"})
			},
			want: anError("No fraud event justifies the change", "require_fraud_event"), planned: true},
		"another customer's subscription": {config: cancelling(object{"customer_tenant_id": other}),
			want: anError("Partner Center call failed", "", "900118"), planned: true,
			audit: ""},
		"not in the plan": {config: cancelling(object{"azure_plan_id": other}),
			want: anError("Azure subscription not found", "subscription_id", other), planned: true,
			audit: "refused inactive"},
		"a legacy subscription": {config: cancelling(),
			arrange: func(s *emulator.Server) {
				s.SetAzureSubscription(emulator.AzureSubscription{ID: subscriptionA, Status: "active",
					CustomerTenantID: fabrikam, Offer: "MS-AZR-0145P", Name: "Azure"})
			},
			want: anError("Legacy Azure subscription", "subscription_id"), planned: true,
			audit: "refused active inactive"},
		"read-only": {config: cancelling(),
			overrides: map[string]string{"PARTNERCENTER_READ_ONLY": "true"},
			want:      anError("The provider is read-only", ""), audit: "refused active inactive"},
		"a reason that Partner Center does not know": {
			config: cancelling(object{"cancellation_reason": "other", "azure_plan_id": plan[0]}),
			arrange: func(s *emulator.Server) {
				s.SetAzureSubscription(emulator.AzureSubscription{ID: subscriptionA, Status: "active",
					CustomerTenantID: fabrikam, PlanID: plan[0], Name: "\u202e\x1b[31mAzure"})
			},
			want:  anError("Partner Center call failed", "", "900307", "compromise"),
			audit: "refused active inactive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := azureEmulator(t, event("e1"))
			if test.arrange != nil {
				test.arrange(s)
			}
			log := newAuditLog(t)
			overrides := log.environment()
			maps.Copy(overrides, test.overrides)
			c := configuredClient(t, s, overrides)
			planned := c.planActionOf(cancelType, test.config)
			if test.planned {
				expectDiagnostics(t, planned, test.want)
			} else {
				expectDiagnostics(t, planned, aWarning("The action cancels an Azure subscription", ""))
			}
			i := configuredClient(t, s, overrides).invokeActionOf(cancelType, test.config)
			expectDiagnostics(t, i.diagnostics, test.want)
			accepted := 0
			for _, r := range s.Requests() {
				if r.Kind == emulator.KindCancel && r.Status < 300 {
					accepted++
				}
				if strings.ContainsAny(strings.Join(i.messages, ""), "\x1b\u202e") {
					t.Errorf("text of the service acts: %q", i.messages)
				}
			}
			expectEqual(t, "accepted cancellations", 0, accepted)
			expectEqual(t, "the action says that it sends", s.Count(emulator.KindCancel) > 0,
				strings.Contains(strings.Join(i.messages, ""), "Sending"))
			if azure, _ := s.AzureSubscription(subscriptionA); azure.Status != "active" {
				t.Errorf("the subscription is %s", azure.Status)
			}
			if test.audit != "" {
				expectAudit(t, log, test.audit)
			}
		})
	}
}

// An event that is resolved as Fraud justifies a cancellation as well as an open one, and the
// option makes one unnecessary.
func TestAzureEntitlement_WhatJustifiesACancellation(t *testing.T) {
	t.Parallel()
	for standing, config := range map[string]object{"Active/None": {}, "Investigating/None": {},
		"Resolved/Fraud": {}, "Resolved/Ignore": {"require_fraud_event": false}} {
		s := azureEmulator(t, event("e1"))
		status, reason, _ := strings.Cut(standing, "/")
		if err := s.ChangeStatus("e1", status, reason, "kim"); err != nil {
			t.Fatal(err)
		}
		expectDiagnostics(t, configuredClient(t, s).invokeActionOf(cancelType,
			cancelling(config)).diagnostics)
		expectAzure(t, s, 1, 0, "inactive")
		expectEqual(t, "the event", standing, standingsOfAll(s)["e1"])
	}
}

// A user without one of the two roles is told which ones are needed.
func TestAzureEntitlement_TheRoleIsTooSmall(t *testing.T) {
	t.Parallel()
	s := azureEmulator(t, event("e1"))
	log := newAuditLog(t)
	overrides := log.environment()
	overrides["PARTNERCENTER_REFRESH_TOKEN"] = s.IssueRefreshToken(emulator.WithRole("AdminAgent"))
	i := configuredClient(t, s, overrides).invokeActionOf(cancelType, cancelling())
	expectDiagnostics(t, i.diagnostics, anError("Partner Center call failed", "", "403",
		"Global Administrator role and the Admin agent role"))
	expectAzure(t, s, 1, 0, "active")
	expectAudit(t, log, "refused active inactive")
}
