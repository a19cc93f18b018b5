// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionAdopt_AnEventThatStandsAsDecidedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, standing := range standingsOfEvents() {
		forEachForm(t, standing, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			moveEvent(t, s, "e1", standing, colleague)
			found, _ := s.Event("e1")
			session := f.start(t, s)
			session.create(f.decide(standing))
			expectWrites(t, s, 0)
			session.expectDecision(standing)
			if f.name == "singular" {
				session.expectState(object{"resolved_by": orNil(found.ResolvedBy)})
			}
			session.expectNoChange(session.plan(f.decide(standing)))
		})
	}
}

// standingsOfEvents are all that are documented.
func standingsOfEvents() []string {
	return []string{isActive, isInvestigating, isFraud, isIgnored, isLegitimate}
}

func TestResolutionAdopt_WhateverTheCaseOfTheServicesWords(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.EnumCase = emulator.EnumCaseLower })
	colleagueResolves(t, s, "e1", "Legitimate")
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Legitimate"))
	expectWrites(t, s, 0)
}

func TestResolutionWrite_EveryStatusCanBeWritten(t *testing.T) {
	t.Parallel()
	for _, move := range []struct {
		from, to string
		body     write
	}{
		{isActive, isInvestigating, openBody("Investigating", "e1")},
		{isInvestigating, isActive, openBody("Active", "e1")},
		{isActive, isIgnored, body("Ignore", "e1")},
		{isInvestigating, isLegitimate, body("Legitimate", "e1")},
	} {
		forEachForm(t, move.from+" to "+move.to, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			moveEvent(t, s, "e1", move.from, colleague)
			session := f.start(t, s)
			session.create(f.decide(move.to))
			expectBodies(t, s, move.body)
			session.expectDecision(move.to)
			session.expectNoChange(session.plan(f.decide(move.to)))
		})
	}
}
