// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A plan that promises to send nothing does not replace what another tool has added since.
func TestWebhook_AdoptsOnlyWhatThePlanShowed(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(ourURL, "azure-fraud-event-detected", "test-created")
	session := registers(t, s)
	p := session.plan(ours())
	s.RegisterWebhook(ourURL, "azure-fraud-event-detected", "invoice-ready", "test-created")
	expectDiagnostics(t, session.apply(p), aWarning(webhookEvents, "webhook_events",
		"Removed: invoice-ready", inconsistent, "Plan again"), anError(inconsistent, ""))
	expectDiagnostics(t, session.applyAsPlanned(p), anError(webhookChanged, "webhook_url",
		"invoice-ready"))
	expectRegistered(t, s, 0, ourURL, "azure-fraud-event-detected", "invoice-ready", "test-created")
	session.expectNoState()
}

// Events that somebody adds after the plan are never lost, whatever the plan promised.
func TestWebhook_EventsAddedSinceThePlanStay(t *testing.T) {
	t.Parallel()
	const added = "invoice-ready"
	next := ours(object{"webhook_events": []string{"test-created"}})
	for name, c := range map[string]struct {
		before []string // registered with our URL before the plan
		config object
		held   bool // by a session that has created it
	}{
		"create": {[]string{"test-created"}, ours(), false},
		"create, with consent": {[]string{"test-created"}, ours(object{"allow_overwrite": true}),
			false},
		"update":               {nil, next, true},
		"update, with consent": {nil, next.with(object{"allow_overwrite": true}), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t)
			session := registers(t, s)
			if c.held {
				session.create(ours())
			} else {
				s.RegisterWebhook(ourURL, c.before...)
			}
			p, writes := session.plan(c.config), s.Count(emulator.KindRegister)
			now := append([]string{added, "azure-fraud-event-detected"}, c.before...)
			s.RegisterWebhook(ourURL, now...)
			refused := anError(webhookChanged, "webhook_url", added)
			if !c.held {
				expectDiagnostics(t, session.apply(p), aWarning(webhookEvents, "webhook_events",
					"Removed: "+added, inconsistent, "Plan again"), anError(inconsistent, ""))
			}
			expectDiagnostics(t, session.applyAsPlanned(p), refused)
			expectRegistered(t, s, writes, ourURL, now...)
			if c.held {
				expectDiagnostics(t, session.apply(p), refused)
				expectRegistered(t, s, writes, ourURL, now...)
			}
			// A new plan shows it, and its apply replaces the list.
			shown := session.plan(c.config)
			if ds := shown.diagnostics; len(ds) != 1 || !strings.Contains(ds[0].Detail, added) {
				t.Errorf("the new plan does not show the event: %v", ds)
			}
			session.applyAsPlanned(shown).none(t)
		})
	}
}

// With consent, too, a create takes over only what the plan showed.
func TestWebhook_ApplyTakesOverWhatThePlanShowed(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(otherURL, "invoice-ready")
	session := registers(t, s)
	p := session.plan(ours(object{"allow_overwrite": true}))
	s.RegisterWebhook("https://third.example.com/", "invoice-ready")
	expectDiagnostics(t, session.apply(p), aWarning(webhookTakesOver, "webhook_url", inconsistent,
		"Plan again"), anError(inconsistent, ""))
	expectDiagnostics(t, session.applyAsPlanned(p), anError(webhookChanged, "webhook_url",
		"https://third.example.com/"))
	expectRegistered(t, s, 0, "https://third.example.com/", "invoice-ready")
}

// An update does so only with consent, which is to any other receiver.
func TestWebhook_AnUpdateTakesOverAnotherReceiverOnlyWithConsent(t *testing.T) {
	t.Parallel()
	const third = "https://third.example.com/"
	for _, consented := range []bool{false, true} {
		s := startEmulator(t)
		session := registers(t, s)
		session.create(ours())
		p := session.plan(ours(object{"webhook_events": []string{"test-created"},
			"allow_overwrite": consented}))
		s.RegisterWebhook(third, "invoice-ready")
		if consented {
			session.applyAsPlanned(p).none(t)
			expectRegistered(t, s, 2, ourURL, "test-created")
			continue
		}
		expectDiagnostics(t, session.applyAsPlanned(p), anError(webhookChanged, "webhook_url", third))
		expectRegistered(t, s, 1, third, "invoice-ready")
	}
}

// Two registrars fight: each sees the change of the other, and the loss of its own.
func TestWebhook_TwoRegistrars(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	theirs := object{"webhook_url": "https://cipp.example.com/hook",
		"webhook_events": []string{"granular-admin-relationship-approved", "test-created"}}
	a, b := registers(t, s), registers(t, s)
	a.create(ours())
	refused := b.plan(theirs)
	expectDiagnostics(t, refused.diagnostics, anError(webhookElsewhere, "webhook_url", ourURL))
	taken := b.plan(theirs.with(object{"allow_overwrite": true}))
	b.applyAsPlanned(taken).none(t)

	p := a.plan(ours())
	expectDiagnostics(t, p.diagnostics, aWarning(webhookDrift, "", ourURL,
		"https://cipp.example.com/hook", "granular-admin-relationship-approved",
		"overwrite each other"))
	expectEqual(t, "A sees the URL of B", any("https://cipp.example.com/hook"),
		a.state()["webhook_url"])
	a.applyAsPlanned(p).none(t)
	expectRegistered(t, s, 3, ourURL, "azure-fraud-event-detected", "test-created")

	expectDiagnostics(t, b.refresh(), aWarning(webhookDrift, "", ourURL))
	// B planned before A came back, so its plan no longer holds.
	stale := b.planWithoutRefresh(theirs.with(object{"webhook_events": []string{"test-created"}}))
	a.create(ours(object{"webhook_events": []string{"test-created"}}))
	expectDiagnostics(t, b.applyAsPlanned(stale), anError(webhookChanged, "webhook_url", ourURL))
	expectRegistered(t, s, 4, ourURL, "test-created")
}

func TestWebhook_GoneIsCreatedAgain(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	session := registers(t, s)
	session.create(ours())
	s.AddFault(emulator.Fault{Kind: emulator.KindRegistration, Status: 404, Code: "900101"})
	expectDiagnostics(t, session.refresh(), aWarning(webhookGone, ""))
	session.expectNoState()
}

// The reply to a write is lost: what stands there decides, and nobody else's change is overwritten.
func TestWebhook_LostReplies(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.AddFault(emulator.Fault{Kind: emulator.KindRegister, Drop: true, AfterEffect: true, Times: 1})
	session := registers(t, s)
	session.create(ours())
	expectRegistered(t, s, 1, ourURL, "azure-fraud-event-detected", "test-created")
	s.AddFault(emulator.Fault{Kind: emulator.KindRegister, Drop: true, Times: 1})
	session.create(ours(object{"webhook_events": []string{"test-created"}}))
	expectRegistered(t, s, 3, ourURL, "test-created")
	// A write takes effect only after the time for confirmation: it is ours nevertheless.
	behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookLag = 6 })
	late := ours(object{"webhook_events": []string{"invoice-ready"}})
	expectDiagnostics(t, session.apply(session.plan(late)),
		anError("Partner Center call failed", "", "reports the events test-created"))
	for range 3 { // what is pending is not drift once it shows
		session.refresh().none(t)
	}
	expectEqual(t, "events", any([]string{"invoice-ready"}), session.state()["webhook_events"])
	session.plan(late).diagnostics.none(t)
}
