// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	notListed     = "Fraud event not listed"
	noLongerThere = "Fraud event no longer listed"
	allVanished   = "No fraud events of a subscription listed any more"
)

func acceptUnlisted() object { return object{"allow_unlisted": true} }

func TestResolutionUnlisted_ACreateWithConsentRecordsTheDecisionWithoutAWrite(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("other"))
		session := f.start(t, s)
		config := f.decide(isFraud, acceptUnlisted(), object{"reactivate_on_destroy": false})
		p := session.plan(config)
		session.expectListed(session.plain(p.state), false)
		expectDiagnostics(t, session.apply(p))
		session.expectDecision(isFraud)
		session.expectListed(session.state(), false)
		session.expectNoChange(session.plan(config))
		expectWrites(t, s, 0)

		s.Inject(event("e1", func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = "Resolved", "Fraud"
		}))
		expectDiagnostics(t, session.refresh())
		session.expectListed(session.state(), true)
		expectEqual(t, "name", any(standardLine()), session.says("name"))
	})
}

func TestResolutionUnlisted_AnEventThatAgesOutStaysAndARefreshWarnsOnce(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		config := f.decide(isFraud)
		session.create(config)
		before, identity := session.state(), session.held.identity
		ageOut(t, s, "e1")

		p := session.plan(config)
		expectDiagnostics(t, p.diagnostics, aWarning(noLongerThere, "", "e1"))
		session.expectNoChange(p)
		session.expectState(before.with(f.unlisted()))
		expectDiagnostics(t, session.refresh())
		session.expectState(before.with(f.unlisted()))
		expectEqual(t, "identity", identity, session.held.identity)
		expectWrites(t, s, 1)

		s.Inject(event("e1", func(e *emulator.Event) {
			e.EventStatus, e.ResolvedReason = "Resolved", "Fraud"
		}))
		expectDiagnostics(t, session.refresh())
		session.expectListed(session.state(), true)
	})
}

// unlisted are the attributes that say so of event e1.
func (f form) unlisted() object {
	if f.name == "singular" {
		return object{"listed": false}
	}
	return object{"unlisted_event_ids": []string{"e1"}}
}

func TestResolutionUnlisted_ASubscriptionThatVanishesAsksAboutTheCredentials(t *testing.T) {
	t.Parallel()
	for name, vanish := range vanishings() {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "e3"))
			session := f.start(t, s)
			config := f.decide(isFraud)
			session.create(config)
			before := session.state()
			vanish(t, s)
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics, aWarning(allVanished, "", subscriptionA))
			session.expectNoChange(p)
			session.expectState(before.with(f.unlisted()))
			expectDiagnostics(t, session.refresh())
		})
	}
}

func TestResolutionUnlisted_AllButTheDecisionCanBeChanged(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		ageOut(t, s, "e1")
		expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, ""))
		p := session.plan(f.holding(object{"status": "Resolved", "reason": "Fraud"}.with(annotated()),
			acceptUnlisted()))
		expectDiagnostics(t, p.diagnostics)
		expectEqual(t, "calls", 0, calls(s, emulator.KindAny, func() {
			expectDiagnostics(t, session.apply(p))
		}))
		session.expectState(f.unlisted().with(acceptUnlisted()))
		described := session.describedIn(session.state())
		expectEqual(t, "name", any(standardLine()), described["name"])
		expectEqual(t, "annotations", annotated()["annotations"], described["annotations"])
		expectWrites(t, s, 1)
	})
}
