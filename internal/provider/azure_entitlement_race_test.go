// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Nothing shows a cancellation that another process has requested: for about ten minutes, the
// status is still active. Partner Center's answer to a second request is unknown.
func TestAzureEntitlement_TwoProcessesOnTwoStates(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		accepted bool // the second request, too
		want     []message
		audit    string
	}{
		"the second is accepted": {true, nil, "written active inactive"},
		"the second is refused": {false, []message{anError("Partner Center call failed", "",
			"code 400", "Wait for at least ten minutes, and read the status")},
			"refused active inactive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			behaveAzure(s, emulator.EntitlementBehaviour{CancelTwice: test.accepted})
			first := configuredClient(t, s).invokeActionOf(cancelType, cancelling(object{"wait": false}))
			expectDiagnostics(t, first.diagnostics)
			log := newAuditLog(t)
			second := configuredClient(t, s, log.environment()).invokeActionOf(cancelType, cancelling(),
				carriesOut(s))
			expectDiagnostics(t, second.diagnostics, test.want...)
			expectEqual(t, "cancellations", 2, s.Count(emulator.KindCancel))
			expectAudit(t, log, test.audit)
			carryOut(s)
			third := configuredClient(t, s).invokeActionOf(cancelType, cancelling())
			expectDiagnostics(t, third.diagnostics)
			third.expectSaid(t, "already inactive. No request was sent")
			expectAzure(t, s, 2, 0, "inactive")
		})
	}
}

// carryOut lets the requested change of subscription A take effect.
func carryOut(s *emulator.Server) {
	azure, _ := s.AzureSubscription(subscriptionA)
	azure.Due = time.Time{}
	s.SetAzureSubscription(azure)
}

// carriesOut lets the change take effect once the action has seen that it has not.
func carriesOut(s *emulator.Server) func(message string) {
	return func(message string) {
		if strings.HasPrefix(message, "Its status is ") {
			carryOut(s)
		}
	}
}

// The other process is first, after this one has read the status. The refusal is no failure.
func TestAzureEntitlement_AnotherProcessIsFaster(t *testing.T) {
	t.Parallel()
	for actionType, became := range map[string]string{cancelType: "inactive",
		reactivateType: "active"} {
		s := azureEmulator(t, event("e1"))
		set := func(status string) {
			azure, _ := s.AzureSubscription(subscriptionA)
			azure.Status = status
			s.SetAzureSubscription(azure)
		}
		config := cancelling()
		if actionType == cancelType {
			config["resolve_fraud_events"] = true
		} else {
			set("inactive")
		}
		log := newAuditLog(t)
		i := configuredClient(t, s, log.environment()).invokeActionOf(actionType, config,
			func(message string) {
				if strings.HasPrefix(message, "Sending") {
					set(became)
				}
			})
		expectDiagnostics(t, i.diagnostics)
		i.expectSaid(t, "Partner Center refused the request.", "is "+became+": somebody else has made")
		expectEqual(t, "requests", 1, s.Count(emulator.KindCancel)+s.Count(emulator.KindReactivate))
		if actionType == cancelType {
			expectAudit(t, log, "refused active inactive")
			expectEqual(t, "the event", "Resolved/Fraud", standingsOfAll(s)["e1"])
		} else {
			expectAudit(t, log, "refused inactive active")
		}
	}
}

// Within one run, the second action knows what the first one has requested.
func TestAzureEntitlement_TheOppositeRequestIsOnItsWay(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	log := newAuditLog(t)
	c := configuredClient(t, s, log.environment())
	expectDiagnostics(t, c.invokeActionOf(cancelType, cancelling(object{"wait": false})).diagnostics)
	expectDiagnostics(t, c.invokeActionOf(reactivateType, cancelling()).diagnostics,
		anError("Azure subscription change not confirmed", "subscription_id",
			"has requested that", `its status is still "active"`, "Nothing was sent"))
	expectAzure(t, s, 1, 0, "active")
	carryOut(s)
	expectDiagnostics(t, c.invokeActionOf(reactivateType, cancelling(), carriesOut(s)).diagnostics)
	expectAzure(t, s, 1, 1, "active")
	//nolint:dupword // two statuses
	expectAudit(t, log, "unconfirmed active inactive", "refused active active",
		"written inactive active")
}

// Another process does not know it. It says what it sees.
func TestAzureEntitlement_AReactivationInTheMiddleOfACancellation(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	expectDiagnostics(t, configuredClient(t, s).invokeActionOf(cancelType,
		cancelling(object{"wait": false})).diagnostics)
	i := configuredClient(t, s).invokeActionOf(reactivateType, cancelling())
	expectDiagnostics(t, i.diagnostics)
	i.expectSaid(t, "already active. No request was sent")
	carryOut(s)
	expectAzure(t, s, 1, 0, "inactive")
}

// The second action of a run does not wait for the first one's cancellation, but still resolves.
func TestAzureEntitlement_TheSecondActionResolvesTheEvents(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	for _, resolve := range []bool{false, true} {
		i := c.invokeActionOf(cancelType, cancelling(object{"wait": false,
			"resolve_fraud_events": resolve}))
		expectDiagnostics(t, i.diagnostics)
	}
	expectAzure(t, s, 1, 0, "active")
	expectEqual(t, "the event", "Resolved/Fraud", standingsOfAll(s)["e1"])
}
