// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const orNotYet = ", or not yet listed as decided"

// lagging returns a session about a decision whose write the reply confirms, and that the next
// listings do not show.
func (f form) lagging(t *testing.T, listings int) (*emulator.Server, *session) {
	t.Helper()
	s := startEmulator(t, event("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateLag = listings })
	session := f.start(t, s)
	session.create(f.decide(isFraud))
	return s, session
}

// A list that is older than a reply looks like a colleague who reopens the event. A refresh waits a
// moment for it, so that nobody is alarmed if it catches up.
func TestOlderList_CatchesUp(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.lagging(t, 3)
		p := session.plan(f.decide(isFraud))
		expectDiagnostics(t, p.diagnostics)
		session.expectNoChange(p)
		expectWrites(t, s, 1)
	})
}

// If the list stays older, plan and apply say that both are possible. Nothing is written, and the
// plan is empty once the list has caught up.
func TestOlderList_LooksLikeReopening(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.lagging(t, 1000)
		p := session.plan(f.decide(isFraud))
		expectDiagnostics(t, p.diagnostics, aWarning(reopened+orNotYet, f.path,
			"listed exactly as before", "Apply will refuse to change the event", "lags behind"))
		expectDiagnostics(t, session.applyAsPlanned(p), anError(reopened+orNotYet, f.path,
			"lags behind"))
		expectWrites(t, s, 1)
		showWrites(s)
		p = session.plan(f.decide(isFraud))
		expectDiagnostics(t, p.diagnostics)
		session.expectNoChange(p)
		expectWrites(t, s, 1)
	})
}

// A decision that replaced a colleague's resolution, with consent that has since been taken back.
func TestOlderList_LooksLikeAnotherResolution(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("e1"))
		moveEvent(t, s, "e1", isIgnored, colleague)
		s.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateLag = 1000 })
		session := f.start(t, s)
		expectEqual(t, "failed", false, hasError(session.apply(session.plan(f.decide(isFraud,
			consent())))))
		p := session.plan(f.decide(isFraud))
		expectDiagnostics(t, p.diagnostics, aWarning(elsewhere+orNotYet, f.path, "lags behind"))
		expectDiagnostics(t, session.applyAsPlanned(p), anError(otherwise+orNotYet, f.path,
			"lags behind"))
		expectWrites(t, s, 1)
	})
}

// Who moved the event, and when, distinguishes a real reopening right after the write from an older
// list. If the service does not say that, plan and apply still warn and refuse.
func TestOlderList_ARealReopeningIsNotHidden(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reopen  step
		summary string
	}{
		"with a log": {func(t *testing.T, s *emulator.Server) {
			t.Helper()
			moveEvent(t, s, "e1", isActive, colleague)
		}, reopened},
		"without a log": {injecting(), reopened + orNotYet},
	} {
		forEachForm(t, name, func(t *testing.T, f form) {
			s, session := f.lagging(t, 0)
			c.reopen(t, s)
			before := s.Count(emulator.KindList)
			p := session.plan(f.decide(isFraud))
			expectDiagnostics(t, p.diagnostics, aWarning(c.summary, f.path, "Apply will refuse"))
			if listings := s.Count(emulator.KindList) - before; c.summary == reopened && listings > 2 {
				t.Errorf("%d listings", listings)
			}
			expectDiagnostics(t, session.applyAsPlanned(p), anError(c.summary, f.path))
			expectStands(t, s, isActive)
			expectWrites(t, s, 1)
		})
	}
}
