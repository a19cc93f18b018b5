// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const testType = "partnercenter_send_webhook_test"

func TestWebhookData_Registration(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	none := object{"exists": false, "webhook_url": nil, "webhook_events": nil,
		"signature_token_to_ms_signature_header": nil, "subscriber_id": nil,
		"last_modified_timestamp": nil, "tenant_id": s.TenantID(), "timeouts": nil}
	got, _, diags := configuredClient(t, s).readData(registrationType, object{}, false)
	diags.none(t)
	expectEqual(t, "none", none, got)

	s.RegisterWebhook(otherURL, "invoice-ready", "Test-Created")
	got, _, diags = configuredClient(t, s).readData(registrationType, object{}, false)
	diags.none(t)
	expectEqual(t, "as in the sample", none.with(object{"exists": true, "webhook_url": otherURL,
		"webhook_events": []string{"Test-Created", "invoice-ready"}}), got)

	behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookPrintsAll = true })
	got, _, _ = configuredClient(t, s).readData(registrationType, object{}, false)
	found, _ := s.Webhook()
	expectEqual(t, "id", any(found.SubscriberID), got["subscriber_id"])
	expectEqual(t, "header", any(false), got["signature_token_to_ms_signature_header"])
	if got["last_modified_timestamp"] == nil {
		t.Error("no time of the last change")
	}
}

func TestWebhookData_EventNames(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	got, _, diags := configuredClient(t, s).readData("partnercenter_webhook_event_names", object{},
		false)
	diags.none(t)
	if names, _ := got["event_names"].([]string); len(names) != 26 || names[0] !=
		"azure-fraud-event-detected" {
		t.Errorf("got %v", got)
	}
	s.AddFault(emulator.Fault{Kind: emulator.KindEventNames, Status: 403, Code: "900150"})
	_, _, diags = configuredClient(t, s).readData("partnercenter_webhook_event_names", object{}, false)
	diags.mustSay(t, "", "Partner Center call failed", "Billing admin")
}

// receiving starts a receiver that answers with one status after the other, and then with 200.
func receiving(t *testing.T, statuses ...int) string {
	t.Helper()
	var calls atomic.Int32
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter,
		_ *http.Request) {
		if n := int(calls.Add(1)); n <= len(statuses) {
			w.WriteHeader(statuses[n-1])
		}
	}))
	t.Cleanup(receiver.Close)
	return receiver.URL
}

func TestWebhookTest_ReportsEveryAttempt(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(receiving(t, 500, 404), "Test-Created")
	said := configuredClient(t, s).invokeActionOf(testType, object{})
	expectDiagnostics(t, said.diagnostics)
	_, deliveries := s.Webhook()
	said.expectSaid(t, "correlation id "+deliveries[0].ID, "Attempt 1: InternalServerError",
		"Attempt 2: NotFound", "Attempt 3: OK", "The test event has arrived.")
}

func TestWebhookTest_FailsUnlessAnAttemptArrives(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookRetryMillis = 1 })
	s.RegisterWebhook("https://hooks.example.com/x?code=s3cret", "test-created")
	c := configuredClient(t, s)
	said := c.invokeActionOf(testType, object{})
	expectDiagnostics(t, said.diagnostics, anError("Webhook test did not arrive", "", "10 attempts"))
	said.expectSaid(t, "https://hooks.example.com/x?code=…", "Partner Center could not reach")
	expectDiagnostics(t, c.invokeActionOf(testType, object{"wait": false}).diagnostics)
}

// It runs out of time: while the receiver is broken, and while the limit of two a minute holds.
func TestWebhookTest_Timeout(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookRetryMillis = 60_000 })
	s.RegisterWebhook(receiving(t, 500), "test-created")
	c := configuredClient(t, s)
	c.ctx = expect.Overdue(t, func() bool { return s.Count(emulator.KindTestResult) > 1 })
	expectDiagnostics(t, c.invokeActionOf(testType, object{}).diagnostics,
		anError("Webhook test did not arrive", "", "timeouts"))
	c.ctx = t.Context()
	expectDiagnostics(t, c.invokeActionOf(testType, object{"wait": false}).diagnostics)
	third := c.invokeActionOf(testType, object{"timeouts": object{"invoke": "5s"}})
	expectDiagnostics(t, third.diagnostics, anError("Partner Center call failed", "",
		"allows 2 a minute", "raise `timeouts`"))
	expectEqual(t, "tests", 2, s.Count(emulator.KindWebhookTest))
}

func TestWebhookTest_NeedsTheEvent(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	c := configuredClient(t, s)
	expectDiagnostics(t, c.invokeActionOf(testType, object{}).diagnostics,
		anError("No webhook registration", "", "no test was sent"))
	s.RegisterWebhook(ourURL, "invoice-ready")
	expectDiagnostics(t, c.invokeActionOf(testType, object{}).diagnostics,
		anError("Webhook test event not registered", "", "`test-created`", ourURL))
	readOnly := configuredClient(t, s, map[string]string{"PARTNERCENTER_READ_ONLY": "true"})
	s.RegisterWebhook(ourURL, "test-created")
	expectDiagnostics(t, readOnly.invokeActionOf(testType, object{}).diagnostics,
		anError("The provider is read-only", ""))
	expectEqual(t, "tests", 0, s.Count(emulator.KindWebhookTest))
}

// An action without a `config` block has no configuration at all.
func TestWebhookTest_WithoutAConfigBlock(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(receiving(t), "test-created")
	c := configuredClient(t, s)
	null := pack(t, tftypes.NewValue(c.schemas.ActionSchemas[testType].Schema.ValueType(), nil))
	validated := must(c.actions().ValidateActionConfig(c.ctx, &tfprotov6.ValidateActionConfigRequest{
		ActionType: testType, Config: null}))(t)
	expectDiagnostics(t, diagnosticsOf(validated.Diagnostics))
	stream := must(c.actions().InvokeAction(c.ctx, &tfprotov6.InvokeActionRequest{
		ActionType: testType, Config: null}))(t)
	for event := range stream.Events {
		if end, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
			expectDiagnostics(t, diagnosticsOf(end.Diagnostics))
		}
	}
	expectEqual(t, "tests", 1, s.Count(emulator.KindWebhookTest))
}
