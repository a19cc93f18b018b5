// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// whatApplied sorts what an apply said beyond its plan.
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

// splitStanding reads "Resolved (Fraud)".
func splitStanding(standing string) (status, reason string) {
	status, reason, _ = strings.Cut(strings.TrimSuffix(standing, ")"), " (")
	return status, reason
}

// standingNow is where an event stands.
func standingNow(t *testing.T, s *emulator.Server, id string) string {
	t.Helper()
	e, ok := s.Event(id)
	if !ok {
		t.Fatalf("there is no event %s", id)
	}
	return standingText(e.EventStatus, e.ResolvedReason)
}

// allow_overwrite is consent to what the plan shows. What moves after the plan is refused all the
// same.
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
