// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const azurePending = "Azure subscription change not confirmed"

// Both documented answers are only the beginning of a cancellation.
func TestAzureEntitlement_200And202(t *testing.T) {
	t.Parallel()
	for _, accepted := range []bool{false, true} {
		s := startEmulator(t, event("e1"))
		behaveAzure(s, emulator.EntitlementBehaviour{CancelAccepted: accepted})
		i := configuredClient(t, s).invokeActionOf(cancelType, cancelling(), carriesOut(s))
		expectDiagnostics(t, i.diagnostics)
		i.expectSaid(t, "Its status is active.", "Its status is inactive.", "is now inactive.")
		expectAzure(t, s, 1, 0, "inactive")
	}
}

// A subscription in two plans leaves open what to cancel, until the configuration names a plan.
func TestAzureEntitlement_TwoPlans(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	behaveAzure(s, emulator.EntitlementBehaviour{EntitlementSeconds: -1,
		EntitlementsInAllPlans: true})
	plans := emulator.PlansOf(fabrikam)
	c := configuredClient(t, s)
	ambiguous := anError("Azure subscription in several Azure plans", "subscription_id", plans[0],
		plans[1], "set `azure_plan_id`")
	expectDiagnostics(t, c.planActionOf(cancelType, cancelling()), ambiguous)
	expectDiagnostics(t, c.invokeActionOf(cancelType, cancelling()).diagnostics, ambiguous)
	expectAzure(t, s, 0, 0, "active")
	expectDiagnostics(t, c.invokeActionOf(cancelType,
		cancelling(object{"azure_plan_id": plans[1]})).diagnostics)
	expectAzure(t, s, 1, 0, "inactive")
}

// After Ctrl-C, the action ends soon. It says what it knows, and resolves no event.
func TestAzureEntitlement_AnInterruptWhileItWaits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault emulator.Fault
		after string // the message after which the interrupt comes
		says  []string
	}{
		"between two reads": {emulator.Fault{}, "Its status is",
			[]string{"accepted the request", "the run was interrupted while", "Read the status before"}},
		"during a read": {emulator.Fault{Kind: emulator.KindGetAzure, Delay: 10 * time.Minute}, "",
			[]string{"accepted the request", "the run was interrupted while the last known status"}},
		"during the request": {emulator.Fault{Kind: emulator.KindCancel, Delay: 10 * time.Minute}, "",
			[]string{"no usable answer", "the run was interrupted while", "Wait for at least ten"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			if test.fault.Kind != "" {
				s.AddFault(test.fault)
			}
			log := newAuditLog(t)
			c := configuredClient(t, s, log.environment())
			i := c.invokeActionOf(cancelType, cancelling(object{"resolve_fraud_events": true}),
				func(message string) {
					if !strings.HasPrefix(message, test.after) || test.after == "" &&
						!strings.HasPrefix(message, "Sending") {
						return
					}
					go func() {
						expect.Eventually(t, "the call", func() bool {
							return test.fault.Kind == "" || s.Count(test.fault.Kind) > 0
						})
						_, _ = c.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
					}()
				})
			expectDiagnostics(t, i.diagnostics, anError(azurePending, "",
				append(test.says[1:], test.says[0][1:], "No fraud event was resolved")...))
			expectAzure(t, s, 1, 0, "active")
			expectAudit(t, log, "unconfirmed active inactive")
			expectEqual(t, "the event", "Active/None", standingsOfAll(s)["e1"])
		})
	}
}

// The wait may end before the status changes, or it may change to something unexpected.
func TestAzureEntitlement_TheTimeEnds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []emulator.Fault
		status string // set after the request
		want   message
		audit  string
	}{
		"nothing changes": {nil, "active", anError(azurePending, "", "ccepted the request",
			`its status is still "active"`, "raise `timeouts`", "No fraud event was resolved",
			"MS-RequestId"), "unconfirmed active inactive"},
		"a new word": {nil, "under review", anError(azurePending, "",
			`its status is "under review"`), "unconfirmed active inactive"},
		"reads fail": {[]emulator.Fault{{Kind: emulator.KindGetAzure, Times: -1, Status: 404,
			Code: "800111"}}, "active", anError(azurePending, "", "its status could not be read",
			"800111"), "unconfirmed active inactive"},
		"504": {[]emulator.Fault{{Kind: emulator.KindCancel, Status: http.StatusGatewayTimeout,
			HTML: true}}, "active", anError(azurePending, "", "o usable answer", "504"),
			"unconfirmed active inactive"},
		"429 for too long": {[]emulator.Fault{{Kind: emulator.KindCancel, Times: -1, RetryAfter: "3600",
			Status: http.StatusTooManyRequests}}, "active", anError("Partner Center call failed", "",
			"429"), "failed active inactive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			for _, fault := range test.faults {
				s.AddFault(fault)
			}
			log := newAuditLog(t)
			c := configuredClient(t, s, log.environment())
			var seen atomic.Bool
			c.ctx = expect.Overdue(t, func() bool {
				return seen.Load() || s.Count(emulator.KindGetAzure) > 3
			})
			i := c.invokeActionOf(cancelType, cancelling(object{"resolve_fraud_events": true}),
				func(message string) {
					if strings.HasPrefix(message, "Its status is "+test.status) {
						seen.Store(true)
					}
					if azure, _ := s.AzureSubscription(subscriptionA); azure.Status != test.status &&
						strings.HasPrefix(message, "Its status") {
						azure.Status = test.status
						s.SetAzureSubscription(azure)
					}
				})
			expectDiagnostics(t, i.diagnostics, test.want)
			expectEqual(t, "cancellations", 1, s.Count(emulator.KindCancel))
			expectAudit(t, log, test.audit)
			expectEqual(t, "the event", "Active/None", standingsOfAll(s)["e1"])
		})
	}
}

// An event that cannot be resolved after the cancellation is named, and a second run finishes.
func TestAzureEntitlement_TheEventsFailAfterTheCancellation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   emulator.Fault
		seconds int // until the cancellation takes effect
		want    []message
		after   map[string]string
	}{
		"one of two": {emulator.Fault{Kind: emulator.KindUpdate, Times: 2, Status: 400, Code: "3000"}, -1,
			[]message{anError("Partner Center call failed", "", "e1", "3000"),
				aWarning("Fraud events still open", "", "Not resolved: e1.", "invoke the action again")},
			map[string]string{"e1": "Active/None", "e2": "Resolved/Fraud"}},
		// The listing before the cancellation is too old after it.
		"the listing": {emulator.Fault{Kind: emulator.KindList, Skip: 1, Times: -1, Status: 403,
			Code: "900150"}, 6, []message{anError("Partner Center call failed", "", "900150"),
			aWarning("Fraud events still open", "", "could not be listed")},
			map[string]string{"e1": "Active/None", "e2": "Active/None"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			behaveAzure(s, emulator.EntitlementBehaviour{EntitlementSeconds: test.seconds})
			s.AddFault(test.fault)
			config := cancelling(object{"resolve_fraud_events": true})
			i := configuredClient(t, s).invokeActionOf(cancelType, config)
			expectDiagnostics(t, i.diagnostics, test.want...)
			i.expectSaid(t, "is now inactive")
			expectEqual(t, "events", test.after, standingsOfAll(s))
			s.ClearFaults()
			i = configuredClient(t, s).invokeActionOf(cancelType, config)
			expectDiagnostics(t, i.diagnostics)
			i.expectSaid(t, "No request was sent", "Fraud event e1 is now Resolved (Fraud)")
			expectEqual(t, "events", map[string]string{"e1": "Resolved/Fraud",
				"e2": "Resolved/Fraud"}, standingsOfAll(s))
			expectAzure(t, s, 1, 0, "inactive")
		})
	}
}

// What a cancellation by the API does to the events is unknown. An event that is resolved as Fraud
// by it, or no longer listed, needs nothing, whether the action waits or not.
func TestAzureEntitlement_TheCancellationItselfChangesTheEvents(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		does  emulator.EntitlementBehaviour
		after map[string]string
	}{
		"it resolves them": {emulator.EntitlementBehaviour{CancelResolvesEvents: true},
			map[string]string{"e1": "Resolved/Fraud"}},
		"it unlists them": {emulator.EntitlementBehaviour{CancelUnlistsEvents: true},
			map[string]string{}},
	} {
		for _, seconds := range []int{-1, 6} { // with the listing before it, and with a later one
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := startEmulator(t, event("e1"))
				test.does.EntitlementSeconds = seconds
				behaveAzure(s, test.does)
				i := configuredClient(t, s).invokeActionOf(cancelType,
					cancelling(object{"resolve_fraud_events": true}))
				expectDiagnostics(t, i.diagnostics)
				expectEqual(t, "writes to events", 0, s.Count(emulator.KindUpdate))
				expectEqual(t, "events", test.after, standingsOfAll(s))
				expectAzure(t, s, 1, 0, "inactive")
			})
		}
	}
}
