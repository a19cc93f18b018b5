// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const shiftingEvents = 250

// paged has 250 events, newest first by number, in pages of 100. Event e1 is the first of the
// second page.
func paged(t *testing.T) *emulator.Server {
	t.Helper()
	newest := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	var events []emulator.Event
	for i := range shiftingEvents {
		id := fmt.Sprintf("e%03d", i)
		if i == 100 {
			id = "e1"
		}
		events = append(events, event(id, func(e *emulator.Event) {
			e.EventTime = newest.Add(-time.Duration(i) * time.Minute).Format("2006-01-02T15:04:05")
		}))
	}
	s := startEmulator(t, events...)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.MaxPageSize = 100 })
	return s
}

// shiftOnce removes the newest event while the next listing is between its first pages, so that e1
// is on none of them.
func shiftOnce(t *testing.T, s *emulator.Server) {
	t.Helper()
	var done atomic.Bool
	s.OnPage(func(_ string, page int) {
		if page == 1 && !done.Swap(true) {
			ageOut(t, s, "e000")
		}
	})
}

// Pages shift while they are read. That must not make a listed event look unlisted: in a plan, in
// state, in a record without a call, or at destroy.
func TestShiftingPages_AListedEventStaysListed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		held, wants string // decisions about event e1; empty for none, and for a destroy
		options     object
		beforePlan  bool // when pages shift; otherwise before the apply
	}{
		"refresh":                        {isFraud, isFraud, nil, true},
		"create":                         {"", isFraud, nil, true},
		"create, at apply":               {"", isFraud, nil, false},
		"create, unlisted ones accepted": {"", isFraud, acceptUnlisted(), true},
		"create, accepted, at apply":     {"", isFraud, acceptUnlisted(), false},
		"update":                         {isInvestigating, isFraud, nil, false},
		"destroy":                        {isFraud, "", reactivating(), false},
	} {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := paged(t)
			session := f.start(t, s)
			if c.held != "" {
				session.create(f.decide(c.held, c.options))
			}
			if c.beforePlan {
				shiftOnce(t, s)
			}
			var config object
			if c.wants != "" {
				config = f.decide(c.wants, c.options)
			}
			p := session.plan(config)
			if config != nil {
				expectDiagnostics(t, p.diagnostics)
				session.expectListed(session.plain(p.state), true)
			}
			if !c.beforePlan {
				shiftOnce(t, s)
			}
			expectDiagnostics(t, session.apply(p))
			if c.wants == "" {
				expectStands(t, s, isActive)
				return
			}
			expectStands(t, s, c.wants)
			session.expectListed(session.state(), true)
		})
	}
	t.Run("one event", func(t *testing.T) {
		t.Parallel()
		s := paged(t)
		shiftOnce(t, s)
		_, _, said := configuredClient(t, s).readData("partnercenter_fraud_event",
			object{"subscription_id": subscriptionA, "event_id": "e1"}, false)
		said.none(t)
	})
	t.Run("action by name", func(t *testing.T) {
		t.Parallel()
		s := paged(t)
		shiftOnce(t, s)
		expectDiagnostics(t, invoke(t, s, ignoring(named("e1"))).diagnostics)
		expectWrites(t, s, 1)
	})
}
