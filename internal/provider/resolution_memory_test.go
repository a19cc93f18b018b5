// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// annotated adds to a configuration what can change without a call.
func annotated() object { return object{"annotations": map[string]any{"ticket": "7"}} }

// Changing annotations or options writes nothing, and so makes no decision of a colleague's ours. A
// configuration that ignores changes of the decision declares the colleague's in this way too.
func TestMemory_AChangeThatWritesNothingLeavesAColleaguesDecisionTheColleagues(t *testing.T) {
	t.Parallel()
	for _, form := range attributeForms() {
		t.Run(form.typeName, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSessionOf(t, s, form.typeName)
			session.create(form.config(resolved("Fraud")))
			colleagueResolves(t, s, "e1", "Legitimate")
			follow := form.config(object(resolved("Legitimate")).with(annotated()))
			expectDiagnostics(t, session.apply(session.plan(follow)))

			at := form.path()
			back := form.config(object(resolved("Fraud")).with(annotated()))
			expectDiagnostics(t, session.apply(session.plan(back)),
				aWarning(elsewhere, at, colleague, "Apply will refuse"), anError(otherwise, at))
			expectStanding(t, s, "e1", "Resolved", "Legitimate")

			// What it followed is no new decision either, once the event has moved on.
			colleagueResolves(t, s, "e1", "Ignore")
			expectDiagnostics(t, session.apply(session.plan(follow)),
				aWarning(elsewhere, at, colleague, "Apply will refuse"), anError(otherwise, at))
			expectStanding(t, s, "e1", "Resolved", "Ignore")

			anew := form.config(object(open("Investigating")).with(annotated()))
			expectDiagnostics(t, session.apply(session.plan(anew)),
				aWarning(elsewhere, at, colleague, "is a new one"))
			expectStanding(t, s, "e1", "Investigating", "None")
		})
	}
}

func TestMemory_ADecisionAddedBesideAColleaguesLeavesThatTheColleagues(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud")}))
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
				aWarning(elsewhere, "status", colleague, "cannot be applied"), anError(otherwise, "status"))
			expectStanding(t, s, "e1", "Resolved", "Legitimate")
		})
	}
}

// Where a failed write leads can show long after, in a refresh: what it says of the past is true
// too.
func TestPreviousStatus_OfAWriteThatIsSeenToTakeEffectLater(t *testing.T) {
	t.Parallel()
	for _, form := range attributeForms() {
		t.Run(form.typeName, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSessionOf(t, s, form.typeName)
			session.create(form.config(open("Investigating"), hasty()))
			expectEqual(t, "before", any("Active"), session.describedIn(session.state())["previous_status"])
			config := form.config(resolved("Fraud"), hasty())
			p := session.plan(config)
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true, AfterEffect: true})
			s.AddFault(emulator.Fault{Kind: emulator.KindList, Skip: 1, Times: -1, Status: 403})
			expectEqual(t, "failed", true, hasError(session.apply(p)))
			expectEqual(t, "unknown still", any("Active"),
				session.describedIn(session.state())["previous_status"])
			s.ClearFaults()

			p = session.plan(config)
			session.expectNoChange(p)
			expectDiagnostics(t, session.refresh())
			expectEqual(t, "seen", any("Investigating"),
				session.describedIn(session.state())["previous_status"])
			expectWrites(t, s, 2)
		})
	}
}
