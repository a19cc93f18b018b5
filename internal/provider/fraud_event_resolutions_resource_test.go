// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// standardLine is the plural resource's line for the emulator's standard event.
func standardLine() string {
	e := emulator.NewEvent(subscriptionA, "any")
	return e.Severity + ", " + e.EventType + ", " + e.CustomerFriendlyName + ", " +
		inWholeSeconds(e.EventTime)
}

// inWholeSeconds returns one of the emulator's times as a resolution shows it.
func inWholeSeconds(eventTime string) string {
	seconds, _, _ := strings.Cut(eventTime, ".")
	return seconds + "Z"
}

// decisions is a value of resolutions, by event id.
type decisions map[string]any

func resolved(reason string) map[string]any {
	return map[string]any{"status": "Resolved", "reason": reason, "annotations": nil}
}

func open(status string) map[string]any {
	return map[string]any{"status": status, "reason": nil, "annotations": nil}
}

// decideAll returns a configuration of the plural resource.
func decideAll(d decisions) object {
	return object{"subscription_id": subscriptionA, "resolutions": map[string]any(d)}
}

// fraudOf decides Resolved (Fraud) about each of those events.
func fraudOf(ids ...string) map[string]any {
	all := map[string]any{}
	for _, id := range ids {
		all[id] = resolved("Fraud")
	}
	return all
}

func allFraud(ids ...string) object { return decideAll(fraudOf(ids...)) }

// lines returns the plural resource's lines for those events, which are all standard ones.
func lines(ids ...string) map[string]any {
	all := map[string]any{}
	for _, id := range ids {
		all[id] = standardLine()
	}
	return all
}

func newPluralSession(t *testing.T, s *emulator.Server, overrides ...map[string]string) *session {
	t.Helper()
	return newSessionOf(t, s, resolutionsTypeName, overrides...)
}

// body returns the body of a write that resolves events.
func body(reason string, ids ...string) write {
	return write{EventIDs: ids, EventStatus: "Resolved", ResolvedReason: &reason}
}

// openBody returns the body of a write to another status, which has an empty reason.
func openBody(status string, ids ...string) write {
	return write{EventIDs: ids, EventStatus: status, ResolvedReason: new("")}
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

// changedDecisions returns the entries of resolutions, events and unlisted_event_ids that a plan
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

func TestResolutions_WithTheCommandLine(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"),
		emulator.NewEvent(subscriptionB, "e4"))
	w := newWorkspace(t, s, `
		resource "partnercenter_fraud_event_resolutions" "test" {
			for_each        = jsondecode(file("decisions.json"))
			subscription_id = each.key
			resolutions     = each.value
		}`)
	decide := func(a, b decisions) {
		content := must(json.Marshal(map[string]any{subscriptionA: a, subscriptionB: b}))(t)
		w.Write("decisions.json", string(content))
	}
	inB := decisions{"e4": map[string]any{"status": "Resolved", "reason": "Ignore"}}
	decide(decisions{"e1": resolved("Fraud"), "e2": open("Investigating")}, inB)
	expectOutput(t, w.MustPlanChanges("-no-color"), "2 to add", standardLine())
	w.Must("apply", "-auto-approve", "-no-color")
	w.MustPlanNothing()
	// Terraform accepts the spelling in state
	decide(decisions{"E1": resolved("Fraud"), "e2": open("Investigating")}, inB)
	w.MustPlanNothing()

	decide(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"), "e3": resolved("Ignore")}, inB)
	expectOutput(t, w.MustPlanChanges("-no-color"), "0 to add, 1 to change, 0 to destroy",
		"1 unchanged element hidden",
		`name = "`+standardLine()+`"`, `~ previous_status = "Active" -> "Investigating"`)
	colleagueResolves(t, s, "e3", "Legitimate")
	expectOutput(t, w.MustFail("apply", "-auto-approve", "-no-color"), "already resolved otherwise")
	expectStanding(t, s, "e2", "Investigating", "None") // the plan refused before anything was written

	decide(decisions{"e2": resolved("Fraud"), "e3": resolved("Legitimate")}, inB)
	expectOutput(t, w.MustPlanChanges("-no-color"), destroyKeeps, "e1")
	w.Must("apply", "-auto-approve", "-no-color")
	w.MustPlanNothing()
	w.Must("destroy", "-auto-approve", "-no-color")
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Resolved", "Fraud")
}

const severalKinds = "Decisions about fraud events cannot be carried out"

func TestResolutionsPlan_CreateShowsTheFactsOfAllByOneListing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"),
		event("e2", func(e *emulator.Event) { e.Severity, e.CustomerFriendlyName = "High", "A\nB" }))
	session := newPluralSession(t, s)
	p := session.planWithoutRefresh(allFraud("e1", "e2"))
	expectDiagnostics(t, p.diagnostics)
	e2 := emulator.NewEvent(subscriptionA, "e2")
	session.expectAttributes(p.state, object{
		"events": map[string]any{"e1": standardLine(), "e2": "High, " + e2.EventType +
			", A B, " + inWholeSeconds(e2.EventTime)},
		"unlisted_event_ids": []string{},
	})
	expectEqual(t, "listings", 1, s.Count(emulator.KindList))
}

func TestResolutionsPlan_OneChangeIsAOneElementDiff(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"), event("gone"))
	session := newPluralSession(t, s)
	standing := decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"),
		"e3": open("Investigating"), "gone": resolved("Fraud")}
	session.create(decideAll(standing))
	ageOut(t, s, "gone")
	session.refresh()
	for name, test := range map[string]struct {
		change decisions
		want   map[string][]string
	}{
		"a new decision": {decisions{"e2": resolved("Ignore")},
			map[string][]string{"resolutions": {"e2"}}},
		"a decision more": {decisions{"e4": resolved("Ignore")},
			map[string][]string{"resolutions": {"e4"}, "events": {"e4"}}},
		"not decided yet": {decisions{"e2": map[string]any{"status": "Resolved", "reason": unknownYet}},
			map[string][]string{"resolutions": {"e2"}}},
	} {
		p := session.plan(decideAll(decisions(object(standing).with(object(test.change)))))
		expectDiagnostics(t, p.diagnostics)
		if diff := cmp.Diff(test.want, session.changedDecisions(p)); diff != "" {
			t.Errorf("%s: changes (-want +got):\n%s", name, diff)
		}
		events, _ := session.plain(p.state)["events"].(map[string]any)
		for id, line := range events {
			if line != standardLine() {
				t.Errorf("%s: the plan says %q of %s", name, line, id)
			}
		}
	}
}

func TestResolutionsPlan_TheCaseOfIDsIsNotAChange(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2"))
	p := session.plan(allFraud("E1", "e2").
		with(object{"subscription_id": "2A7064FB-1E33-4007-974E-352CB3F2C805"}))
	expectDiagnostics(t, p.diagnostics)
	session.expectNoChange(p)

	// Together with another change, the new spelling goes into state, and only the change is written.
	session.create(decideAll(decisions{"E1": resolved("Fraud"), "e2": resolved("Ignore")}))
	expectBodies(t, s, body("Fraud", "e1", "e2"), body("Ignore", "e2"))
	session.expectState(object{
		"resolutions": map[string]any{"E1": resolved("Fraud"), "e2": resolved("Ignore")},
		"events":      lines("E1", "e2"),
	})
}

func TestResolutionsPlan_AnotherSubscriptionReplacesWithAWarning(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1"))
	p := session.plan(allFraud("e2").with(object{"subscription_id": subscriptionB}))
	expectDiagnostics(t, p.diagnostics, aWarning(destroyKeeps, "", subscriptionA))
	if len(p.replaces) != 1 {
		t.Errorf("the plan replaces because of %v, want the subscription", p.replaces)
	}
}

func TestResolutionsApply_APartlyFailedUpdateKeepsTheFailedOnesAsReported(t *testing.T) {
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
	colleagueResolves(t, s, "e2", "Ignore")
	expectDiagnostics(t, session.applyAsPlanned(p),
		anError(changed, "resolutions", "1 of 2 changes failed", "e2", isInvestigating, isIgnored))
	session.expectState(object{
		"resolutions": map[string]any{"e1": noted, "e2": resolved("Ignore"),
			"e3": resolved("Fraud")},
		"reactivate_on_destroy": true,
	})
	p = session.plan(config)
	expectDiagnostics(t, p.diagnostics, aWarning(elsewhere, "resolutions", "e2"))
	expectEqual(t, "changes", map[string][]string{"resolutions": {"e2"}}, session.changedDecisions(p))
	// A failed decision was never written, so it is still new.
	expectDiagnostics(t, session.apply(p), aWarning(elsewhere, "resolutions", "e2"))
}

func TestResolutionsUnlisted_OnlyListedEventsAreWrittenAndStateNamesTheOthers(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	config := allFraud("gone", "e1", "e2").with(acceptUnlisted())
	p := session.plan(config)
	planned := object{"unlisted_event_ids": []string{"gone"}, "events": map[string]any{
		"e1": standardLine(), "e2": standardLine(), "gone": "not listed"}}
	session.expectAttributes(p.state, planned)
	expectDiagnostics(t, session.apply(p))
	expectBodies(t, s, body("Fraud", "e1", "e2"))
	session.expectNoChange(session.plan(config))

	ageOut(t, s, "e2")
	expectDiagnostics(t, session.refresh(), aWarning(noLongerThere, "", "e2."))
	session.expectState(planned.with(object{"unlisted_event_ids": []string{"e2", "gone"}}))

	expectDiagnostics(t, session.apply(session.plan(allFraud("e1", "e2").with(acceptUnlisted()))),
		aWarning(destroyKeeps, "", "gone"))
	session.expectState(object{"unlisted_event_ids": []string{"e2"},
		"resolutions": fraudOf("e1", "e2")})
	expectWrites(t, s, 1)
}
