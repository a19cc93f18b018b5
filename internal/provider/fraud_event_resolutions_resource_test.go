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

// fraudOf decides Resolved (Fraud) about each of those events.
func fraudOf(ids ...string) map[string]any {
	all := map[string]any{}
	for _, id := range ids {
		all[id] = resolved("Fraud")
	}
	return all
}

func allFraud(ids ...string) object { return decideAll(fraudOf(ids...)) }

// lines are what the plural resource says of those events, when all are standard ones.
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
