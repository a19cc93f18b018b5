// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"
)

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
