// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestWebhook_DestroyKeeps(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	session := registers(t, s)
	session.create(ours())
	p := session.planDestroy()
	expectDiagnostics(t, p.diagnostics, aWarning(webhookKeeps, "", ourURL, "no call"))
	session.apply(p).none(t)
	session.expectNoState()
	expectRegistered(t, s, 1, ourURL, "azure-fraud-event-detected", "test-created")
}

func TestWebhook_DestroyRestores(t *testing.T) {
	t.Parallel()
	restoring := object{"on_destroy": "restore", "allow_overwrite": true}
	s := startEmulator(t)
	s.RegisterWebhook(otherURL, "invoice-ready")
	session := registers(t, s)
	session.applyAsPlanned(session.plan(ours(restoring))).none(t)
	session.create(ours(restoring, object{"webhook_events": []string{"test-created"}}))
	before := session.held
	// Not while another tool has the registration.
	s.RegisterWebhook("https://third.example.com/", "test-created")
	expectDiagnostics(t, session.apply(session.planDestroy()), aWarning(webhookNotRestored, "",
		"https://third.example.com/"))
	session.expectNoState()
	expectRegistered(t, s, 2, "https://third.example.com/", "test-created")

	session.held = before
	s.RegisterWebhook(ourURL, "Test-Created")
	p := session.planDestroy()
	expectDiagnostics(t, p.diagnostics, aWarning(webhookRestores, "",
		"https://other.example.com/api?code=… (events: invoice-ready)"))
	session.apply(p).none(t)
	expectRegistered(t, s, 3, otherURL, "invoice-ready")
}

// Without an earlier registration there is nothing to restore, and nothing is sent.
func TestWebhook_NothingToRestore(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	restoring := ours(object{"on_destroy": "restore"})
	first := registers(t, s)
	first.create(restoring)
	imported := registers(t, s)
	imported.importByID(s.TenantID()).none(t)
	imported.create(restoring)
	for why, session := range map[string]*session{"there was no registration": first,
		"was imported": imported} {
		p := session.planDestroy()
		expectDiagnostics(t, p.diagnostics, aWarning(webhookNotRestored, "", why))
		session.apply(p).none(t)
	}
	expectEqual(t, "writes", 1, s.Count(emulator.KindRegister))
}

func TestWebhook_FailedRestoreKeepsTheState(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.RegisterWebhook(otherURL, "invoice-ready")
	session := registers(t, s)
	session.applyAsPlanned(session.plan(ours(object{"on_destroy": "restore",
		"allow_overwrite": true}))).none(t)
	p := session.planDestroy()
	s.AddFault(emulator.Fault{Kind: emulator.KindRegister, Status: 403, Code: "900150", Times: 1})
	expectDiagnostics(t, session.apply(p), anError("Partner Center call failed", "", "Sales agent"))
	session.apply(session.planDestroy()).none(t)
	expectRegistered(t, s, 3, otherURL, "invoice-ready")
}
