// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// standardLine is what the plural resource says of the emulator's standard event.
func standardLine() string {
	e := emulator.NewEvent(subscriptionA, "any")
	return e.Severity + ", " + e.EventType + ", " + e.CustomerFriendlyName + ", " +
		inWholeSeconds(e.EventTime)
}

// inWholeSeconds is one of the emulator's times as a resolution shows it.
func inWholeSeconds(eventTime string) string {
	seconds, _, _ := strings.Cut(eventTime, ".")
	return seconds + "Z"
}

// decisions are a value of resolutions, by event id.
type decisions map[string]any

func resolved(reason string) map[string]any {
	return map[string]any{"status": "Resolved", "reason": reason, "annotations": nil}
}

func open(status string) map[string]any {
	return map[string]any{"status": status, "reason": nil, "annotations": nil}
}

// decideAll is a configuration of the plural resource.
func decideAll(d decisions) object {
	return object{"subscription_id": subscriptionA, "resolutions": map[string]any(d)}
}

func newPluralSession(t *testing.T, s *emulator.Server, overrides ...map[string]string) *session {
	t.Helper()
	return newSessionOf(t, s, resolutionsTypeName, overrides...)
}

// at is the path of a value inside resolutions.
func at(id string, attribute ...string) string {
	return strings.Join(append([]string{`resolutions["` + id + `"]`}, attribute...), ".")
}

// body is the write of a resolved status.
func body(reason string, ids ...string) write {
	return write{EventIDs: ids, EventStatus: "Resolved", ResolvedReason: &reason}
}

// expectBodiesInAnyOrder is for decisions that Terraform and the provider may carry out in any
// order.
func expectBodiesInAnyOrder(t *testing.T, s *emulator.Server, want ...write) {
	t.Helper()
	got := writes(t, s)
	byID := func(a, b write) int { return slices.Compare(a.EventIDs, b.EventIDs) }
	slices.SortFunc(got, byID)
	slices.SortFunc(want, byID)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}
}

// changedDecisions are the entries of resolutions, events and unlisted_event_ids that a plan
// changes.
func (s *session) changedDecisions(p plan) map[string][]string {
	s.t.Helper()
	before, after := s.plain(p.prior.state), s.plain(p.state)
	diff := map[string][]string{}
	for _, name := range []string{"resolutions", "events"} {
		b, _ := before[name].(map[string]any)
		a, _ := after[name].(map[string]any)
		all := maps.Clone(b)
		maps.Copy(all, a)
		for id := range all {
			_, was := b[id]
			if _, is := a[id]; is != was || !cmp.Equal(a[id], b[id]) {
				diff[name] = append(diff[name], id)
			}
		}
		slices.Sort(diff[name])
	}
	if !cmp.Equal(before["unlisted_event_ids"], after["unlisted_event_ids"]) {
		diff["unlisted_event_ids"] = nil
	}
	return diff
}

func TestResolutions_CreateWritesByDecisionAndTheSecondPlanIsEmpty(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"), event("other"))
	session := newPluralSession(t, s)
	config := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Ignore"),
		"e3": resolved("Fraud"), "e4": open("Investigating")})
	session.create(config)
	empty := ""
	expectBodiesInAnyOrder(t, s, body("Fraud", "e1", "e3"), body("Ignore", "e2"),
		write{EventIDs: []string{"e4"}, EventStatus: "Investigating", ResolvedReason: &empty})
	expectStanding(t, s, "other", "Active", "None")
	p := session.plan(config)
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)
	session.expectState(object{"unlisted_event_ids": []string{}, "allow_overwrite": nil})
}

func TestResolutions_CreateAdoptsWhatStandsAsWanted(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	colleagueResolves(t, s, "e1", "Fraud")
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": open("Active")}))
	expectBodies(t, s, body("Fraud", "e2"))
}

func TestResolutions_TheWriteSendsTheServicesSpelling(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-One"), event("ab"), event("AB"))
	session := newPluralSession(t, s)
	// an exact match beats the other
	session.create(decideAll(decisions{"event-ONE": resolved("Fraud"), "AB": resolved("Fraud")}))
	expectBodies(t, s, body("Fraud", "AB", "Event-One"))
	session.expectState(object{"events": map[string]any{"event-ONE": standardLine(),
		"AB": standardLine()}})
}

func TestResolutions_MovingDecisionsFromSingularToPluralAndBackMakesNoWrite(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	one, two, all := newSession(t, s), newSession(t, s), newPluralSession(t, s)
	one.create(decide("e1", "Resolved", "Fraud"))
	two.create(decide("e2", "Resolved", "Ignore"))
	expectWrites(t, s, 2)

	both := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Ignore")})
	expectDiagnostics(t, one.apply(one.planDestroy()))
	expectDiagnostics(t, two.apply(two.planDestroy()))
	all.create(both)
	all.expectNoChange(all.plan(both))

	expectDiagnostics(t, all.apply(all.plan(decideAll(decisions{"e2": resolved("Ignore")}))),
		aWarning(destroyKeeps, "", "e1"))
	one.create(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, all.apply(all.planDestroy()))
	two.create(decide("e2", "Resolved", "Ignore"))
	two.expectNoChange(two.plan(decide("e2", "Resolved", "Ignore")))
	expectWrites(t, s, 2)
}

func TestResolutions_AnnotationsAndOptionsMakeNoCall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	noted := resolved("Fraud")
	noted["annotations"] = map[string]any{"ticket": "SEC-1"}
	p := session.plan(decideAll(decisions{"e1": noted, "e2": resolved("Fraud")}).with(consent(),
		reactivating()))
	expectDiagnostics(t, p.diagnostics)
	if diff := cmp.Diff(map[string][]string{"resolutions": {"e1"}},
		session.changedDecisions(p)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	before := s.Count(emulator.KindAny)
	expectDiagnostics(t, session.apply(p))
	if n := s.Count(emulator.KindAny) - before; n != 0 {
		t.Errorf("%d calls at apply, want none", n)
	}
	session.expectState(object{"resolutions": map[string]any{"e1": noted, "e2": resolved("Fraud")},
		"allow_overwrite": true})
}
