// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	reopened = "Fraud event reopened since the decision"
	moved    = "Fraud event moved since the decision"
	half     = "Status and reason do not go together"

	otherwise = "Fraud event already resolved otherwise"
	elsewhere = "Fraud event resolved otherwise by somebody else"
	changed   = "Fraud event changed since the plan"
)

func consent() object { return object{"allow_overwrite": true} }

// Somebody else has moved the event since the decision: the plan warns, and apply refuses. Consent
// allows the change, and so does another decision in the configuration, once.
func TestReview_OfAnEventThatSomebodyElseMovedSinceTheDecision(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, ours, now, another, by, warns, refuses string }{
		{"Microsoft reopens", isIgnored, isActive, isFraud, "system", reopened, reopened},
		{"a colleague investigates", isFraud, isInvestigating, isIgnored, colleague, reopened, reopened},
		{"a colleague takes over", isActive, isInvestigating, isIgnored, colleague, moved, moved},
		{"a colleague gives up", isInvestigating, isActive, isIgnored, colleague, moved, moved},
		{"a colleague resolves", isInvestigating, isFraud, isIgnored, colleague, elsewhere, otherwise},
		{"a colleague decides differently", isFraud, isLegitimate, isActive, colleague, elsewhere,
			otherwise},
	} {
		forEachForm(t, c.name, func(t *testing.T, f form) {
			s, session := f.begin(t)
			config := f.decide(c.ours)
			session.create(config)
			writes := s.Count(emulator.KindUpdate)
			moveEvent(t, s, "e1", c.now, c.by)

			p := session.plan(config)
			warned := aWarning(c.warns, f.path, "by "+c.by+" on 20")
			expectDiagnostics(t, p.diagnostics, warned)
			refused := anError(c.refuses, f.path, "e1", "by "+c.by+" on 20")
			expectDiagnostics(t, session.apply(p), warned, refused)
			expectStands(t, s, c.now)
			expectWrites(t, s, writes)

			before := session.held // a refusal is repeated
			expectDiagnostics(t, session.apply(session.plan(config)), warned, refused)
			for _, way := range []struct {
				config   object
				want     string
				lastsToo bool
			}{
				{config.with(consent()), c.ours, true}, {f.decide(c.another), c.another, false},
			} {
				session.held = before
				moveEvent(t, s, "e1", c.now, c.by)
				p := session.plan(way.config)
				expectDiagnostics(t, p.diagnostics, aWarning(c.warns, f.path))
				expectDiagnostics(t, session.apply(p), aWarning(c.warns, f.path))
				expectStands(t, s, way.want)
				session.expectNoChange(session.plan(way.config))

				moveEvent(t, s, "e1", c.now, c.by) // compared with the latest decision
				again := session.apply(session.plan(way.config))
				expectEqual(t, "the second time goes through", way.lastsToo, !hasError(again))
			}
		})
	}
}

func TestReview_WithoutAMemoryNothingIsTakenForOurs(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud, reactivating())
		session.held.private = nil
		p := session.plan(f.decide(isLegitimate, reactivating()))
		expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, f.path))
		expectDiagnostics(t, session.apply(p), aWarning(elsewhere, f.path), anError(otherwise, f.path))
		session.held.private = nil
		expectDiagnostics(t, session.apply(session.planDestroy()), aWarning(notReopened, "", "e1"))
		expectStands(t, s, isFraud)
	})
}

// expectExactly is expectDiagnostics that includes notices for reviewers.
func expectExactly(t *testing.T, got diagnostics, want ...message) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d diagnostics, want %d: %+v", len(got), len(want), got)
	}
	expectDiagnostics(t, got, want...)
}

// A standing that an import found is somebody else's, until a decision is written or adopted here.
func TestReview_OfAnImportedEvent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, found, now, plan, refuses string }{
		{"resolved", isFraud, isFraud, elsewhere, otherwise},
		{"active", isActive, isActive, "", ""},
		{"investigated", isInvestigating, isInvestigating, investigated, ""},
		{"active, then resolved", isActive, isLegitimate, elsewhere, otherwise},
		{"as decided, then reopened", isIgnored, isActive, reopened, reopened},
		{"resolved, then reopened", isFraud, isActive, reopened, ""},
		{"resolved, then resolved differently", isIgnored, isLegitimate, elsewhere, otherwise},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := forms()[0]
			s := startEmulator(t, event("e1"))
			moveEvent(t, s, "e1", c.found, colleague)
			session := f.start(t, s)
			expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
			session.expectNoChange(session.plan(f.decide(c.found))) // which leaves it imported
			moveEvent(t, s, "e1", c.now, colleague)

			p := session.plan(f.decide(isIgnored))
			var want []message
			if c.plan != "" {
				want = append(want, aWarning(c.plan, "status"))
			}
			expectExactly(t, p.diagnostics, want...)
			if c.refuses == "" {
				expectExactly(t, session.apply(p), want...)
				expectStands(t, s, isIgnored)
				return
			}
			expectExactly(t, session.apply(p), append(want, anError(c.refuses, "status"))...)
			expectStands(t, s, c.now)
			expectWrites(t, s, 0)

			p = session.plan(f.decide(isIgnored, consent()))
			expectExactly(t, p.diagnostics, aWarning(c.plan, "status"))
			expectExactly(t, session.apply(p), aWarning(c.plan, "status"))
			p = session.plan(f.decide(isLegitimate)) // and now the decision is ours
			expectExactly(t, p.diagnostics)
			expectExactly(t, session.apply(p))
			expectStands(t, s, isLegitimate)
		})
	}
}

// An incomplete entry does not hide mistakes in others.
func TestReview_HalfADecisionHidesNoOthers(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2"))
	colleagueSets(t, s, "e1", "Investigating", "")
	colleagueResolves(t, s, "e3", "Ignore")
	session.ignoring = true
	p := session.plan(decideAll(decisions{
		"e1": map[string]any{"status": "Investigating", "reason": "Fraud", "annotations": nil},
		"e2": resolved("Fraud"), "e3": resolved("Fraud"),
	}))
	expectDiagnostics(t, p.diagnostics, anError(severalKinds, "resolutions", "e1", "e3"))
}

// An undocumented status can be kept by ignoring both attributes, and other attributes can still
// change.
func TestReview_AnUndocumentedStatusIsKeptWhereBothAreIgnored(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		s.Inject(event("e1", func(e *emulator.Event) { e.EventStatus = "Escalated" }))
		session.ignoring = true
		p := session.plan(f.decide("Escalated", reactivating()))
		expectExactly(t, p.diagnostics)
		expectExactly(t, session.apply(p))
		expectWrites(t, s, 1)
		p = session.plan(f.decide(isFraud, reactivating()))
		expectDiagnostics(t, session.apply(p), aWarning(reopened, f.path), anError(reopened, f.path))
	})
}

// annotated adds attributes to a configuration that can change without a call.
func annotated() object { return object{"annotations": map[string]any{"ticket": "7"}} }

// Changing annotations or options writes nothing, so it does not make a colleague's decision ours.
// A configuration that ignores changes of the decision also declares the colleague's.
func TestMemory_AChangeThatWritesNothingLeavesAColleaguesDecisionTheColleagues(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		moveEvent(t, s, "e1", isLegitimate, colleague)
		decide := func(status string, reason any) object {
			return f.holding(object{"status": status, "reason": reason}.with(annotated()))
		}
		follow := decide("Resolved", "Legitimate")
		expectDiagnostics(t, session.apply(session.plan(follow)))

		warned, refused := aWarning(elsewhere, f.path, colleague), anError(otherwise, f.path)
		expectDiagnostics(t, session.apply(session.plan(decide("Resolved", "Fraud"))), warned, refused)
		expectStands(t, s, isLegitimate)

		// A followed decision does not become new once the event has moved on.
		moveEvent(t, s, "e1", isIgnored, colleague)
		expectDiagnostics(t, session.apply(session.plan(follow)), warned, refused)
		expectStands(t, s, isIgnored)

		expectDiagnostics(t, session.apply(session.plan(decide("Investigating", nil))), warned)
		expectStands(t, s, isInvestigating)
	})
}

func TestMemory_AnAddedDecisionDoesNotClaimAColleagues(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1"))
	colleagueResolves(t, s, "e1", "Legitimate")
	expectDiagnostics(t, session.apply(session.plan(
		decideAll(decisions{"e1": resolved("Legitimate"), "e2": resolved("Ignore")}))))

	expectDiagnostics(t, session.apply(session.plan(
		decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Ignore")}))),
		aWarning(elsewhere, "resolutions", colleague), anError(otherwise, "resolutions", "e1"))
	expectStanding(t, s, "e1", "Resolved", "Legitimate")
}

// Evidence about an imported event, which an import block supplies, is not a decision.
func TestMemory_AnAnnotationOfAnImportedEventIsNotADecision(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]object{
		"annotations": annotated(), "an option": {"allow_unlisted": true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			colleagueResolves(t, s, "e1", "Legitimate")
			session := newSession(t, s)
			expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
			found := decide("e1", "Resolved", "Legitimate").with(change)
			expectDiagnostics(t, session.apply(session.plan(found)))

			config := decide("e1", "Resolved", "Fraud").with(change)
			expectDiagnostics(t, session.apply(session.plan(config)),
				aWarning(elsewhere, "status", colleague), anError(otherwise, "status"))
			expectStanding(t, s, "e1", "Resolved", "Legitimate")
		})
	}
}

// A refresh records who moved an event for the next plan, and only while it matters.
func TestMemory_AMovementThatIsOverIsForgotten(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)
		notes := func() bool {
			expectDiagnostics(t, session.refresh())
			kept := map[string][]byte{}
			must(kept, json.Unmarshal(session.held.private, &kept))(t)
			return bytes.Contains(bytes.Join([][]byte{kept["movement"], kept["movements"]}, nil),
				[]byte(colleague))
		}
		moveEvent(t, s, "e1", isInvestigating, colleague)
		expectEqual(t, "noted once it has moved", true, notes())
		moveEvent(t, s, "e1", isFraud, colleague)
		expectEqual(t, "noted once it is back", false, notes())
	})
}
