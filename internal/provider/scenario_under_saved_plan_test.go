// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

// Configuration and state can change under a saved plan. What Terraform makes of that is its own
// doing: it applies the configuration of the plan, and no plan of another state.
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

// tellUnderSavedPlan tells the story beside a decision that stays, so that there always is a state.
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

// consenting is the story with an option more, which gives a plan something to do.
func (st story) consenting() story {
	st.consents = true
	return st
}
