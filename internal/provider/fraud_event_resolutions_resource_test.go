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

// openBody is the write of another status, which carries an empty reason.
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

func TestResolutions_CreateWritesByDecisionAndAdoptsWhatStandsAsDecided(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Event-One"), event("e2"), event("e3"), event("e4"), event("e5"),
		event("other"))
	colleagueResolves(t, s, "e5", "Fraud")
	session := newPluralSession(t, s)
	config := decideAll(decisions{"event-ONE": resolved("Fraud"), "e2": resolved("Ignore"),
		"e3": resolved("Fraud"), "e4": open("Investigating"), "e5": resolved("Fraud")})
	session.create(config)
	expectBodiesInAnyOrder(t, s, body("Fraud", "Event-One", "e3"), body("Ignore", "e2"),
		openBody("Investigating", "e4"))
	expectStanding(t, s, "other", "Active", "None")
	session.expectNoChange(session.plan(config))
	session.expectState(object{"unlisted_event_ids": []string{}, "allow_overwrite": nil,
		"events": map[string]any{"event-ONE": standardLine(), "e2": standardLine(),
			"e3": standardLine(), "e4": standardLine(), "e5": standardLine()}})
}
