// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	registrationType = "partnercenter_webhook_registration"

	ourURL   = "https://hooks.example.com/alerts"
	otherURL = "https://other.example.com/api?code=s3cret"

	webhookElsewhere   = "Webhook already registered with another URL"
	webhookChanged     = "Webhook registration changed since the plan"
	webhookAdopts      = "Webhook registration already as configured"
	webhookEvents      = "Webhook registration has other events"
	webhookHeader      = "Header of webhook signatures unknown"
	webhookTakesOver   = "Webhook registration of another URL taken over"
	webhookDrift       = "Webhook registration changed by another tool"
	webhookGone        = "Webhook registration gone"
	webhookUnknown     = "Unknown webhook event"
	webhookKeeps       = "Destroy leaves the webhook registration as it is in Partner Center"
	webhookRestores    = "Destroy restores the earlier webhook registration"
	webhookNotRestored = "Webhook registration not restored"
)

// ours is a registration for two events, with changes.
func ours(changes ...object) object {
	return object{"webhook_url": ourURL, "webhook_events": []string{"azure-fraud-event-detected",
		"test-created"}}.with(changes...)
}

func registers(t *testing.T, s *emulator.Server, overrides ...map[string]string) *session {
	t.Helper()
	return newSessionOf(t, s, registrationType, overrides...)
}

// expectRegistered compares the tenant's registration, and how often it was written.
func expectRegistered(t *testing.T, s *emulator.Server, writes int, url string, events ...string) {
	t.Helper()
	found, _ := s.Webhook()
	if found == nil || found.URL != url || !slices.Equal(slices.Sorted(slices.Values(found.Events)),
		slices.Sorted(slices.Values(events))) {
		t.Errorf("registered is %+v, want %s, %v", found, url, events)
	}
	expectEqual(t, "writes", writes, s.Count(emulator.KindRegister))
}

func behaveWebhooks(s *emulator.Server, change func(*emulator.WebhookBehaviour)) {
	s.SetBehaviour(func(b *emulator.Behaviour) { change(&b.WebhookBehaviour) })
}

// However the service says that there is no registration.
func TestWebhook_CreatesTheFirst(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]emulator.WebhookBehaviour{
		"404": {}, "empty": {WebhookNone: emulator.WebhookNoneEmpty},
		"null": {WebhookNone: emulator.WebhookNoneNull},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t)
			behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { *b = behaviour })
			session := registers(t, s)
			session.create(ours())
			expectRegistered(t, s, 1, ourURL, "azure-fraud-event-detected", "test-created")
			state := session.state()
			found, _ := s.Webhook()
			for name, want := range map[string]any{"subscriber_id": found.SubscriberID,
				"tenant_id": s.TenantID(), "prior_webhook_url": nil, "last_modified_timestamp": nil,
				"on_destroy": "keep", "signature_token_to_ms_signature_header": false} {
				expectEqual(t, name, want, state[name])
			}
			session.plan(ours()).diagnostics.none(t)
			expectEqual(t, "state after a refresh", state, session.state())
		})
	}
}

func TestWebhook_AdoptsWithoutAWrite(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook("HTTPS://hooks.example.com:443/alerts", "Test-Created",
		"azure-fraud-event-detected")
	session := registers(t, s)
	p := session.plan(ours())
	expectDiagnostics(t, p.diagnostics, aWarning(webhookAdopts, "webhook_url", "Nothing is sent"))
	session.applyAsPlanned(p).none(t)
	expectEqual(t, "writes", 0, s.Count(emulator.KindRegister))
	session.plan(ours()).diagnostics.none(t)
	expectEqual(t, "the URL", any(ourURL), session.state()["webhook_url"])
}

// The plan shows what was registered before.
func TestWebhook_PlanShowsWhatItReplaces(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(otherURL, "invoice-ready", "test-created")
	session := registers(t, s)
	p := session.plan(ours(object{"allow_overwrite": true}))
	session.expectAttributes(p.state,
		object{"prior_webhook_url": "https://other.example.com/api?code=…",
			"prior_webhook_events": []string{"invoice-ready", "test-created"}})
	session.applyAsPlanned(p).none(t)
	session.plan(ours(object{"allow_overwrite": true})).diagnostics.none(t)
	expectEqual(t, "prior events", any([]string{"invoice-ready", "test-created"}),
		session.state()["prior_webhook_events"])
}

// Without the header in the reply, only a write makes sure of it.
func TestWebhook_HeaderOfSignatures(t *testing.T) {
	t.Parallel()
	for name, prints := range map[string]bool{"not printed": false, "printed": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t)
			behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookPrintsAll = prints })
			s.RegisterWebhook(ourURL, "azure-fraud-event-detected", "test-created")
			session := registers(t, s)
			config := ours(object{"signature_token_to_ms_signature_header": true})
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics,
				aWarning(webhookHeader, "signature_token_to_ms_signature_header"))
			session.applyAsPlanned(p).none(t)
			expectRegistered(t, s, 1, ourURL, "azure-fraud-event-detected", "test-created")
			if found, _ := s.Webhook(); !found.MSSignatureHeader {
				t.Error("the header is not registered")
			}
			session.plan(config).diagnostics.none(t)
			expectEqual(t, "state", any(true),
				session.state()["signature_token_to_ms_signature_header"])
			// Another tool changes it: that shows only if the service prints it.
			s.RegisterWebhook(ourURL, "azure-fraud-event-detected", "test-created")
			drifted := session.plan(config)
			expectEqual(t, "drift is seen", prints, len(drifted.diagnostics) > 0)
		})
	}
}

func TestWebhook_OtherEventsAreShownAndWritten(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(ourURL, "invoice-ready", "test-created")
	session := registers(t, s)
	p := session.plan(ours())
	expectDiagnostics(t, p.diagnostics, aWarning(webhookEvents, "webhook_events",
		"Added: azure-fraud-event-detected", "Removed: invoice-ready"))
	session.applyAsPlanned(p).none(t)
	expectRegistered(t, s, 1, ourURL, "azure-fraud-event-detected", "test-created")
}

// Another URL is refused at plan and at apply, and both name it without its key.
func TestWebhook_AnotherURLNeedsConsent(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	session := registers(t, s)
	early := session.plan(ours())
	s.RegisterWebhook(otherURL, "invoice-ready")
	refusal := anError(webhookElsewhere, "webhook_url",
		"https://other.example.com/api?code=… (events: invoice-ready)", "allow_overwrite")
	for name, said := range map[string]diagnostics{
		"plan": session.plan(ours()).diagnostics, "saved plan": session.apply(early),
		"apply": session.applyAsPlanned(early),
	} {
		expectDiagnostics(t, said, refusal)
		if strings.Contains(said[0].Detail, "s3cret") {
			t.Errorf("%s shows the key", name)
		}
	}
	expectRegistered(t, s, 0, otherURL, "invoice-ready")
	session.expectNoState()

	p := session.plan(ours(object{"allow_overwrite": true}))
	expectDiagnostics(t, p.diagnostics, aWarning(webhookTakesOver, "webhook_url", "invoice-ready",
		"overwrite each other"))
	session.applyAsPlanned(p).none(t)
	expectRegistered(t, s, 1, ourURL, "azure-fraud-event-detected", "test-created")
	expectEqual(t, "prior URL", any("https://other.example.com/api?code=…"),
		session.state()["prior_webhook_url"])
}

func TestWebhook_UpdatesTheWholeList(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	session := registers(t, s)
	session.create(ours())
	next := ours(object{"webhook_url": "https://hooks.example.com/next",
		"webhook_events": []string{"Azure-Fraud-Event-Detected", "invoice-ready"}})
	session.create(next)
	expectRegistered(t, s, 2, "https://hooks.example.com/next", "Azure-Fraud-Event-Detected",
		"invoice-ready")
	// A change of case alone, or of an option, is no write.
	session.create(next.with(object{"allow_overwrite": true, "on_destroy": "restore",
		"webhook_events": []string{"azure-fraud-event-detected", "Invoice-Ready"}}))
	expectEqual(t, "writes", 2, s.Count(emulator.KindRegister))
}

func TestWebhook_Import(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	expectDiagnostics(t, registers(t, s).importByID(s.TenantID()),
		anError("No webhook registration", "", s.TenantID()))
	s.RegisterWebhook(ourURL, "Azure-Fraud-Event-Detected", "test-created")
	byID, byIdentity := registers(t, s), registers(t, s)
	byID.importByID(strings.ToUpper(s.TenantID())).none(t)
	byIdentity.importByIdentity(object{"tenant_id": s.TenantID()}).none(t)
	expectEqual(t, "states", byID.state(), byIdentity.state())
	p := byID.plan(ours())
	p.diagnostics.none(t)
	expectEqual(t, "planned", byID.state(), byID.plain(p.state))
	const other = "a248da34-6840-4c67-82d7-7f55ccd50d03"
	expectDiagnostics(t, registers(t, s).importByID(other),
		anError("Webhook registration of another tenant", "", other, s.TenantID()))
}

// A state of another tenant is never refreshed from this one.
func TestWebhook_OtherTenant(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	session := registers(t, s)
	session.create(ours())
	session.held.state = encodeValue(t, session.resource.ValueType(), session.state().with(
		object{"tenant_id": "a248da34-6840-4c67-82d7-7f55ccd50d03"}))
	expectDiagnostics(t, session.refresh(), anError("Webhook registration of another tenant", ""))
}

func TestWebhook_ReadOnlyAndAuditLog(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	log := filepath.Join(t.TempDir(), "audit.jsonl")
	audited := map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": log}
	readOnly := registers(t, s, audited, map[string]string{"PARTNERCENTER_READ_ONLY": "true"})
	expectDiagnostics(t, readOnly.apply(readOnly.plan(ours())),
		anError("The provider is read-only", ""))
	expectEqual(t, "writes", 0, s.Count(emulator.KindRegister))
	session := registers(t, s, audited)
	session.create(ours(object{"webhook_url": otherURL}))
	expectDiagnostics(t, registers(t, s, audited).plan(ours()).diagnostics,
		anError(webhookElsewhere, "webhook_url"))
	content := must(os.ReadFile(log))(t)
	if strings.Contains(string(content), "s3cret") {
		t.Errorf("the log has a key:\n%s", content)
	}
	var results []string
	for _, text := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		var line struct {
			Kind, Result, Phase string
			RequestID           *string `json:"request_id"`
			To                  struct {
				URL string `json:"webhook_url"`
			}
		}
		expect.NoError(t, json.Unmarshal([]byte(text), &line))
		results = append(results, strings.Join([]string{line.Kind, line.Phase, line.Result,
			line.To.URL}, " "))
		if (line.RequestID != nil) != (line.Result == "written") {
			t.Errorf("request id in %s", text)
		}
	}
	expectEqual(t, "lines", []string{
		"webhook_registration apply refused " + ourURL,
		"webhook_registration apply written https://other.example.com/api?code=…",
		"webhook_registration plan refused " + ourURL,
	}, results)
}
