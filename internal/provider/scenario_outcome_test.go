// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// whatApplied classifies the messages of an apply beyond its plan.
func whatApplied(said diagnostics, planned []string) (verb, []string) {
	does := writesIt
	for _, d := range said {
		switch {
		case d.Severity == "ERROR" && d.Summary == inconsistent:
			does = stops
		case d.Severity == "ERROR":
			return refusesIt, []string{d.Summary}
		}
	}
	beyond := slices.DeleteFunc(summaries(said), func(s string) bool {
		return s == inconsistent || slices.Contains(planned, s)
	})
	return does, beyond
}

func summaries(said diagnostics) (all []string) {
	for _, d := range said {
		all = append(all, d.Summary)
	}
	return all
}

// moveEvent decides about an event in the portal.
func moveEvent(t *testing.T, s *emulator.Server, id, standing, by string) {
	t.Helper()
	status, reason := splitStanding(standing)
	expect.NoError(t, s.ChangeStatus(id, status, reason, by))
}

// splitStanding parses "Resolved (Fraud)".
func splitStanding(standing string) (status, reason string) {
	status, reason, _ = strings.Cut(strings.TrimSuffix(standing, ")"), " (")
	return status, reason
}

// standingNow returns the standing of an event.
func standingNow(t *testing.T, s *emulator.Server, id string) string {
	t.Helper()
	e, ok := s.Event(id)
	if !ok {
		t.Fatalf("there is no event %s", id)
	}
	return standingText(e.EventStatus, e.ResolvedReason)
}

// allow_overwrite is consent to the changes in the plan. An event that moves after the plan is
// refused all the same.
func TestScenarios_ConsentIsForWhatThePlanShows(t *testing.T) {
	t.Parallel()
	for _, row := range scenarios() {
		refused := []verb{refusesIt, stops, neverComes}
		if !slices.Contains(refused, row.Apply) || row.cli || slices.Contains(row.forms, anAction) {
			continue
		}
		row.consented = true
		for _, h := range row.forms {
			for _, m := range row.when {
				t.Run(row.name(h, m), func(t *testing.T) {
					t.Parallel()
					got := row.run(t, startEmulator(t, event("e1"), event("e2")), h, m)
					if m == beforePlan {
						if got.Apply != writesIt || got.Stands != row.decided() {
							t.Errorf("with consent to what the plan shows: %+v", got)
						}
						return
					}
					still := got.Apply == refusesIt || got.Apply == stops
					if !still || got.Writes != 0 || got.Stands != row.Stands {
						t.Errorf("the event moved after the plan, and consent covers it: %+v", got)
					}
				})
			}
		}
	}
}

// Configuration and state can change under a saved plan. Terraform itself handles that: it applies
// the configuration of the plan, but no plan of another state.
func TestScenarios_EndAsTheTableSaysUnderASavedPlan(t *testing.T) {
	t.Parallel()
	for _, row := range scenarios() {
		if !row.cli {
			continue
		}
		for _, h := range row.forms {
			for _, m := range row.when {
				t.Run(row.name(h, m), func(t *testing.T) {
					t.Parallel()
					st := newStory(row, h, m, 1)
					got := st.tellUnderSavedPlan(t)
					if diff := cmp.Diff(row.result, got, asSets()...); diff != "" {
						t.Errorf("(-table +found):\n%s", diff)
					}
				})
			}
		}
	}
}

// tellUnderSavedPlan runs the story next to a decision that stays, so that there always is a state.
func (st story) tellUnderSavedPlan(t *testing.T) result {
	t.Helper()
	other := newStory(scenario{}, singular, never, 2)
	s := startEmulator(t, eventsOf([]story{st, other})...)
	before := other.block(isFraud)
	if st.decision != isNew {
		before += st.block(isFraud)
	}
	run := &cliRun{Workspace: newWorkspace(t, s, before), t: t, s: s}
	configure := func(standing string) {
		decisions := other.block(isFraud) + st.consenting().block(standing)
		run.Write("main.tf", acctest.RequiredProviders+decisions)
	}
	run.Must("apply", "-auto-approve")
	s.ResetCounts()

	configure(st.decided())
	planned := heard(t, run.MustPlanChanges("-json", "-out=tfplan"))
	switch st.who {
	case we:
		configure(isLegitimate)
	case stateIsLost:
		run.Must("state", "rm", st.address)
	case importFinds:
		run.Must("import", st.address, st.subscription+"/"+st.event)
	default:
		t.Fatalf("nothing to do for %s", st.who)
	}
	output, status := run.Run(must(acctest.Program())(t), "apply", "-json", "tfplan")
	found := run.resultOf(st, planned, heard(t, output))
	if status != 0 {
		found.Apply, found.Says = stops, nil
		for _, m := range heard(t, output) {
			if m.Diagnostic.Summary != "" {
				found.Says = append(found.Says, m.Diagnostic.Summary)
			}
		}
	}
	if st.decision == isLost {
		found.Next = summaries(st.messages(heard(t, run.MustPlanChanges("-json"))))
	}
	return found
}

// consenting returns the story with a further option, so that the plan has a change.
func (st story) consenting() story {
	st.consents = true
	return st
}
