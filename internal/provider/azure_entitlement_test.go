// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	cancelType     = "partnercenter_cancel_azure_entitlement"
	reactivateType = "partnercenter_reactivate_azure_entitlement"
)

// cancelling is a configuration that cancels subscription A, with changes.
func cancelling(changes ...object) object {
	o := object{"customer_tenant_id": fabrikam, "subscription_id": subscriptionA,
		"confirm_subscription_id": subscriptionA}
	for _, c := range changes {
		maps.Copy(o, c)
	}
	return o
}

// azureEmulator starts an emulator whose changes of subscriptions take effect at once.
func azureEmulator(t *testing.T, events ...emulator.Event) *emulator.Server {
	t.Helper()
	s := startEmulator(t, events...)
	behaveAzure(s, emulator.EntitlementBehaviour{EntitlementSeconds: -1})
	return s
}

func behaveAzure(s *emulator.Server, b emulator.EntitlementBehaviour) {
	s.SetBehaviour(func(all *emulator.Behaviour) { all.EntitlementBehaviour = b })
}

// expectAzure compares the requests that reached the emulator, and the status of subscription A.
func expectAzure(t *testing.T, s *emulator.Server, cancels, reactivations int, status string) {
	t.Helper()
	expectEqual(t, "cancellations", cancels, s.Count(emulator.KindCancel))
	expectEqual(t, "reactivations", reactivations, s.Count(emulator.KindReactivate))
	azure, _ := s.AzureSubscription(subscriptionA)
	expectEqual(t, "status", status, azure.Status)
}

// standingsOfAll is the standing of each event.
func standingsOfAll(s *emulator.Server) map[string]string {
	all := map[string]string{}
	for _, e := range s.Events() {
		all[e.EventID] = e.EventStatus + "/" + e.ResolvedReason
	}
	return all
}

func TestAzureEntitlement_CancelAndReactivate(t *testing.T) {
	t.Parallel()
	s := azureEmulator(t, event("e1"), event("e2"), event("e3"),
		emulator.NewEvent(subscriptionB, "b1"))
	colleagueResolves(t, s, "e3", "Legitimate")
	log := newAuditLog(t)
	c := configuredClient(t, s, log.environment())
	config := cancelling(object{"resolve_fraud_events": true})
	c.planActionOf(cancelType, config).mustSay(t, "", "cancels an Azure subscription",
		"will cancel", subscriptionA, fabrikam, "e1, e2", "active")
	expectAzure(t, s, 0, 0, "active")

	i := c.invokeActionOf(cancelType, config)
	expectDiagnostics(t, i.diagnostics)
	i.expectSaid(t, "Sending the request to cancel", "is now inactive", "e1 is now Resolved (Fraud)",
		"e2 is now Resolved (Fraud)")
	expectAzure(t, s, 1, 0, "inactive")
	expectEqual(t, "events", map[string]string{"e1": "Resolved/Fraud", "e2": "Resolved/Fraud",
		"e3": "Resolved/Legitimate", "b1": "Active/None"}, standingsOfAll(s))

	again := configuredClient(t, s, log.environment()).invokeActionOf(cancelType, config)
	expectDiagnostics(t, again.diagnostics)
	again.expectSaid(t, "already inactive. No request was sent")
	expectAzure(t, s, 1, 0, "inactive")

	back := configuredClient(t, s, log.environment()).invokeActionOf(reactivateType, cancelling())
	expectDiagnostics(t, back.diagnostics)
	back.expectSaid(t, "is now active")
	expectAzure(t, s, 1, 1, "active")
	expectAudit(t, log, `written active inactive`, `written inactive active`)
}

// expectAudit compares the lines about subscriptions: the result and both statuses.
func expectAudit(t *testing.T, log auditLog, want ...string) {
	t.Helper()
	var got []string
	for _, line := range log.entries(t) {
		if line["kind"] != "azure_entitlement" {
			continue
		}
		text, _ := line["result"].(string)
		for _, key := range []string{"from", "to"} {
			if standing, _ := line[key].(map[string]any); standing != nil {
				status, _ := standing["status"].(string)
				text += " " + status
			}
		}
		if line["subscription_id"] != subscriptionA || line["customer_tenant_id"] != fabrikam {
			t.Errorf("the line is about something else: %v", line)
		}
		got = append(got, text)
	}
	expectEqual(t, "audit log", want, got)
}

func TestAzureEntitlement_DryRun(t *testing.T) {
	t.Parallel()
	s := azureEmulator(t, event("e1"))
	config := cancelling(object{"dry_run": true, "resolve_fraud_events": true})
	c := configuredClient(t, s)
	c.planActionOf(cancelType, config).mustSay(t, "", "nothing will be sent", "e1")
	i := c.invokeActionOf(cancelType, config)
	expectDiagnostics(t, i.diagnostics)
	i.expectSaid(t, "Dry run, nothing was sent: would cancel", "Would resolve as Fraud: e1")
	expectAzure(t, s, 0, 0, "active")
	expectEqual(t, "the event", "Active/None", standingsOfAll(s)["e1"])
}

// Without an answer, the request may have been carried out. It is never repeated, also when it was
// not carried out.
func TestAzureEntitlement_ALostAnswerIsReadAndNeverRepeated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  emulator.Fault
		config object
		status string
		want   []message
		audit  string
	}{
		"carried out": {emulator.Fault{AfterEffect: true, Drop: true}, nil, "inactive", nil,
			"written active inactive"},
		"not carried out": {emulator.Fault{Drop: true}, object{"wait": false}, "active",
			[]message{anError("Azure subscription change not confirmed", "", "o usable answer",
				"not repeated", "MS-RequestId")}, "unconfirmed active inactive"},
		"500": {emulator.Fault{Status: http.StatusInternalServerError}, object{"wait": false}, "active",
			[]message{anError("Azure subscription change not confirmed", "", "o usable answer")},
			"unconfirmed active inactive"},
		"503": {emulator.Fault{Status: http.StatusServiceUnavailable, RetryAfter: "1"},
			object{"wait": false}, "active", []message{anError("Azure subscription change not confirmed",
				"", "o usable answer")}, "unconfirmed active inactive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := azureEmulator(t, event("e1"))
			test.fault.Kind = emulator.KindCancel
			s.AddFault(test.fault)
			log := newAuditLog(t)
			i := configuredClient(t, s, log.environment()).invokeActionOf(cancelType,
				cancelling(test.config, object{"resolve_fraud_events": true}))
			expectDiagnostics(t, i.diagnostics, test.want...)
			expectAzure(t, s, 1, 0, test.status)
			expectAudit(t, log, test.audit)
			resolved := map[bool]string{true: "Resolved/Fraud", false: "Active/None"}[test.want == nil]
			expectEqual(t, "the event", resolved, standingsOfAll(s)["e1"])
		})
	}
}

// Two invocations of one run at the same time send one request, whether they wait or not.
func TestAzureEntitlement_TwoAtOnceSendOneRequest(t *testing.T) {
	t.Parallel()
	for _, wait := range []bool{true, false} {
		s := startEmulator(t, event("e1"))
		behaveAzure(s, emulator.EntitlementBehaviour{EntitlementSeconds: 1, CancelTwice: true})
		c := configuredClient(t, s)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				i := c.invokeActionOf(cancelType, cancelling(object{"wait": wait}))
				expectDiagnostics(t, i.diagnostics)
			})
		}
		both.Wait()
		expectEqual(t, "cancellations", 1, s.Count(emulator.KindCancel))
	}
}

func TestAzureEntitlements_DataSources(t *testing.T) {
	t.Parallel()
	s := azureEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "b1"))
	plans := emulator.PlansOf(fabrikam)
	for id, plan := range map[string]string{subscriptionA: plans[0], subscriptionB: plans[1]} {
		s.SetAzureSubscription(emulator.AzureSubscription{ID: id, Status: "active", PlanID: plan,
			CustomerTenantID: fabrikam, Name: "Azure\u202e\x1b[31m"})
	}
	c := configuredClient(t, s)
	read := func(name string, config object) object {
		config["customer_tenant_id"] = strings.ToUpper(fabrikam)
		state, _, diags := c.readData("partnercenter_azure_"+name, config, false)
		diags.none(t)
		return state
	}
	one := read("entitlement", object{"subscription_id": subscriptionA})
	expectEqual(t, "one", []any{plans[0], "active", false},
		[]any{one["azure_plan_id"], one["status"], one["is_legacy"]})
	if name, _ := one["friendly_name"].(string); strings.ContainsAny(name, "\u202e\x1b") {
		t.Errorf("the name acts: %q", name)
	}
	ids := func(config object) (ids []string) {
		list, _ := read("entitlements", config)["entitlements"].([]any)
		for _, e := range list {
			id, _ := e.(map[string]any)["entitlement_id"].(string)
			ids = append(ids, id)
		}
		return ids
	}
	all := []string{subscriptionA, subscriptionB}
	if subscriptionB < subscriptionA {
		all = []string{subscriptionB, subscriptionA}
	}
	for _, b := range []emulator.EntitlementBehaviour{{}, {EntitlementsBare: true},
		{EntitlementPageSize: 1}} {
		behaveAzure(s, b)
		expectEqual(t, "all", all, ids(object{}))
		expectEqual(t, "of a plan", []string{subscriptionB}, ids(object{"azure_plan_id": plans[1]}))
		expectEqual(t, "active", all, ids(object{"statuses": []string{"ACTIVE"}}))
		expectEqual(t, "inactive", 0, len(ids(object{"statuses": []string{"inactive"}})))
	}
	_, _, diags := c.readData("partnercenter_azure_entitlement",
		object{"customer_tenant_id": fabrikam, "subscription_id": fabrikam}, false)
	diags.mustSay(t, "subscription_id", "Azure subscription not found")
}
