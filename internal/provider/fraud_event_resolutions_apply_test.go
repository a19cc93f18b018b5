// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionsApply_APartlyFailedCreateSavesNothingAndTheNextWritesOnlyWhatIsMissing(
	t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Ignore"), "e4": resolved("Fraud")})
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	colleagueResolves(t, s, "e2", "Legitimate")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(otherwise, "resolutions", "1 of 4 changes failed. The others were carried out.",
			"- Event e2 is already Resolved (Legitimate) by "+colleague+resolvedOnDay(t, s, "e2"),
			"allow_overwrite"))
	session.expectNoState()
	expectBodiesInAnyOrder(t, s, body("Fraud", "e1", "e4"), body("Ignore", "e3"))

	config = config.with(consent())
	p = session.plan(config)
	expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, "resolutions", "Event e2"))
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "resolutions"))
	expectBodiesInAnyOrder(t, s, body("Fraud", "e1", "e4"), body("Ignore", "e3"), body("Fraud", "e2"))
	session.expectNoChange(session.plan(config))
}

func TestResolutionsApply_ABadEventFailsAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a"), event("b"), event("c"), event("d"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"a": open("Investigating"), "b": open("Investigating"),
		"c": open("Investigating")}))
	p := session.plan(decideAll(decisions{"a": resolved("Fraud"), "b": resolved("Fraud"),
		"c": resolved("Fraud"), "d": resolved("Fraud")}))
	ageOut(t, s, "b", "d")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(notListed, "resolutions", "2 of 4 changes failed",
			"- Partner Center does not list event "+subscriptionA+
				"/b any more, so its status and reason cannot be changed.",
			"- Partner Center does not list event d for subscription", "allow_unlisted",
			"Declare them as they are in state"))
	session.expectState(object{
		"resolutions": map[string]any{"a": resolved("Fraud"), "b": open("Investigating"),
			"c": resolved("Fraud")},
		"events": map[string]any{"a": standardLine(), "b": standardLine(), "c": standardLine()},
	})
}

func TestResolutionsApply_AFailedCallNamesItsEventsAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Fraud")})
	p := session.plan(config)
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 403, Code: "900150"})
	found := session.applyAsPlanned(p)
	expectDiagnostics(t, found, anError(callFailed, "resolutions", "3 of 3 changes failed",
		"- e1, e2, e3: ", "MS-RequestId", "900150"))
	expectOnce(t, found[0].detail, "MS-RequestId")
	session.expectNoState()
	expectStanding(t, s, "e1", "Active", "None")
}

func TestResolutionsApply_APartlyFailedUpdateKeepsWhatFailedAsPartnerCenterReportsIt(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": open("Investigating"), "e2": open("Investigating"),
		"e3": resolved("Fraud")}))
	noted := resolved("Fraud")
	noted["annotations"] = map[string]any{"ticket": "SEC-1"}
	config := decideAll(decisions{"e1": noted, "e2": noted, "e3": resolved("Fraud")}).with(
		reactivating())
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	colleagueResolves(t, s, "e2", "Ignore")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(changed, "resolutions", "1 of 2 changes failed",
			"- Event e2 changed since the plan: it was Investigating then and is Resolved (Ignore) by "+
				colleague))
	session.expectState(object{
		"resolutions": map[string]any{"e1": noted, "e2": resolved("Ignore"),
			"e3": resolved("Fraud")},
		"reactivate_on_destroy": true,
	})
	p = session.plan(config)
	// What failed was never written, and so is still a new decision.
	expectDiagnostics(t, p.diagnostics,
		aWarning(elsewhere, "resolutions", "Event e2 is Resolved (Ignore) by "+colleague, "is a new one"))
	if diff := cmp.Diff(map[string][]string{"resolutions": {"e2"}},
		session.changedDecisions(p)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestResolutionsApply_AFailedNewDecisionStaysOut(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud")}))
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": resolved("Fraud")})
	p := session.plan(config)
	colleagueResolves(t, s, "e3", "Ignore")
	expectDiagnostics(t, session.applyAsPlanned(p), anError(otherwise, "resolutions", "Event e3"))
	session.expectState(object{
		"resolutions": map[string]any{"e1": resolved("Fraud"), "e2": resolved("Fraud")},
		"events":      map[string]any{"e1": standardLine(), "e2": standardLine()},
	})
	expectDiagnostics(t, session.plan(config).diagnostics,
		anError(otherwise, "resolutions", "1 of 3", "Event e3"))
}

func TestResolutionsApply_AFailedUpdateThatTookEffectIsOurs(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": open("Investigating")}))
	config := decideAll(decisions{"e1": resolved("Fraud")})
	p := session.plan(config)
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 403, Code: "900150",
		AfterEffect: true})
	expectDiagnostics(t, session.apply(p), anError(callFailed, "resolutions"))
	session.expectState(object{"resolutions": map[string]any{"e1": resolved("Fraud")}})
	session.expectNoChange(session.plan(config))
	colleagueResolves(t, s, "e1", "Ignore") // against our decision, and not before it
	expectDiagnostics(t, session.plan(config).diagnostics,
		aWarning(elsewhere, "resolutions", "Apply will refuse"))
}

func TestResolutionsApply_AnUnconfirmedUpdateIsTakenUpOnceItShows(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": open("Investigating"), "e2": open("Investigating")}))
	s.SetBehaviour(func(b *emulator.Behaviour) {
		b.UpdateReply,
			b.UpdateLag = emulator.UpdateReplyEmpty, 1000
	})
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": open("Investigating")}).with(hasty())
	expectDiagnostics(t, session.apply(session.plan(config)),
		anError(notConfirmed, "resolutions", "set event e1", "still reports the event as Investigating"))
	session.expectState(object{"resolutions": map[string]any{"e1": open("Investigating"),
		"e2": open("Investigating")}})

	written, _ := s.Event("e1")
	s.Inject(written) // now it shows
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)
	expectWrites(t, s, 2)
}

func TestResolutionsApply_ManyFailuresReadOnceWhatBecameOfThem(t *testing.T) {
	t.Parallel()
	var events []emulator.Event
	before, after := decisions{}, decisions{}
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		events = append(events, event(id))
		before[id], after[id] = open("Investigating"), resolved("Fraud")
	}
	s := startEmulator(t, events...)
	session := newPluralSession(t, s)
	session.create(decideAll(before))
	p := session.plan(decideAll(after))
	s.ResetCounts()
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 403, Code: "900150"})
	if !hasError(session.applyAsPlanned(p)) {
		t.Error("no error")
	}
	if n := s.Count(emulator.KindList); n > 2 {
		t.Errorf("%d listings, want one for the review and one for what became of it", n)
	}
	session.expectState(object{"resolutions": map[string]any(before)})
}
