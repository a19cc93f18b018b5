// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// annotated adds to a configuration what can change without a call.
func annotated() object { return object{"annotations": map[string]any{"ticket": "7"}} }

// Changing annotations or options writes nothing, and so makes no decision of a colleague's ours. A
// configuration that ignores changes of the decision declares the colleague's in this way too.
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

		// What it followed is no new decision either, once the event has moved on.
		moveEvent(t, s, "e1", isIgnored, colleague)
		expectDiagnostics(t, session.apply(session.plan(follow)), warned, refused)
		expectStands(t, s, isIgnored)

		expectDiagnostics(t, session.apply(session.plan(decide("Investigating", nil))), warned)
		expectStands(t, s, isInvestigating)
	})
}

func TestMemory_ADecisionAddedBesideAColleaguesLeavesThatTheColleagues(t *testing.T) {
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

// Evidence about an imported event, which an import block brings along, is no decision.
func TestMemory_AnAnnotationOfAnImportedEventMakesNoDecision(t *testing.T) {
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

// Where a failed write leads can show long after, in a refresh: what it says of the past is true
// too.
func TestPreviousStatus_OfAWriteThatIsSeenToTakeEffectLater(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		expectPrevious := func(when, want string) {
			t.Helper()
			expectEqual(t, when, any(want), session.says("previous_status"))
		}
		session.create(f.decide(isInvestigating, hasty()))
		expectPrevious("before", isActive)
		config := f.decide(isFraud, hasty())
		p := session.plan(config)
		s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true, AfterEffect: true})
		s.AddFault(emulator.Fault{Kind: emulator.KindList, Skip: 1, Times: -1, Status: 403})
		expectEqual(t, "failed", true, hasError(session.apply(p)))
		expectPrevious("unknown still", isActive)
		s.ClearFaults()

		session.expectNoChange(session.plan(config))
		expectDiagnostics(t, session.refresh())
		expectPrevious("seen", isInvestigating)
		expectWrites(t, s, 2)
	})
}

// Who moved an event is noted for the plan that follows, and for no longer than it counts.
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
