// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A value that is still unknown neither refuses nor consents.
func TestWebhook_UnknownValues(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(otherURL, "invoice-ready")
	for name, unknown := range map[string]object{"allow_overwrite": {"allow_overwrite": unknownYet},
		"webhook_url": {"webhook_url": unknownYet}} {
		session := registers(t, s)
		p := session.plan(ours(unknown))
		expectDiagnostics(t, p.diagnostics, aWarning(webhookTakesOver, "webhook_url", name,
			"still unknown"))
	}
	s.RegisterWebhook(ourURL, "invoice-ready")
	registers(t, s).plan(ours(object{"webhook_events": unknownYet})).diagnostics.none(t)
}

func TestWebhook_UnknownNamesAreWarnings(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookUnknownEvents = true })
	session := registers(t, s)
	config := ours(object{"webhook_events": []string{"azure-fraud-event-detect",
		"USAGERECORDS-THRESHOLDEXCEEDED"}})
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics, aWarning(webhookUnknown, "webhook_events",
		`"azure-fraud-event-detect"`, "azure-fraud-event-detected"))
	session.applyAsPlanned(p).none(t)
	expectDiagnostics(t, session.plan(config).diagnostics, aWarning(webhookUnknown,
		"webhook_events"))
	s.AddFault(emulator.Fault{Kind: emulator.KindEventNames, Status: 403, Times: 1})
	expectDiagnostics(t, session.plan(config).diagnostics, aWarning("Webhook events not checked",
		"webhook_events", "HTTP 403"))
}

func TestWebhook_InvalidValues(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	const invalid = "Invalid value"
	for _, test := range []struct {
		change object
		want   message
	}{
		{object{"webhook_url": "http://a.test/?code=s3cret"}, anError(invalid, "webhook_url",
			`must be an https URL, got "http://a.test/?code=…"`)},
		{object{"webhook_url": "https:///x"}, anError(invalid, "webhook_url", "must name a host")},
		{object{"webhook_url": "https://kim:pw@a.test"}, anError(invalid, "webhook_url",
			"must not contain a user name")},
		{object{"webhook_url": "https://a.test/#x"}, anError(invalid, "webhook_url", "fragment")},
		{object{"webhook_url": "https://a.test/ x"}, anError(invalid, "webhook_url", "spaces")},
		{object{"webhook_events": []string{}}, anError(invalid, "webhook_events",
			"must not be empty")},
		{object{"webhook_events": []string{" "}}, anError(invalid, `webhook_events[" "]`,
			"an empty name")},
		{object{"webhook_events": []string{"a", "A"}}, anError("Webhook event named twice",
			"webhook_events", `"A" and "a"`)},
		{object{"on_destroy": "delete"}, anError(invalid, "on_destroy",
			"must be one of `keep` or `restore`, got \"delete\"")},
	} {
		expectDiagnostics(t, c.validateResource(registrationType, ours(test.change)), test.want)
	}
}

func TestWebhook_HostileTexts(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook("https://other.example.com/"+rewrites, "invoice-ready"+rewrites)
	session := registers(t, s)
	for _, d := range session.plan(ours()).diagnostics {
		expectVisible(t, "the error", d.Detail)
	}
	taken := session.plan(ours(object{"allow_overwrite": true}))
	expectVisible(t, "the plan", map[string]any(session.plain(taken.state)))
	session.importByID(s.TenantID())
	expectVisible(t, "the state", map[string]any(session.state()))
}
