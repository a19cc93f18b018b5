// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// runAction carries out the scenario with the action, which decides Resolved (Fraud).
func (r scenario) runAction(t *testing.T, s *emulator.Server, when moment) result {
	t.Helper()
	if r.found != "" {
		moveEvent(t, s, "e1", r.found, colleague)
	}
	move := func(now moment) {
		if now == when && r.moves() != "" {
			moveEvent(t, s, "e1", r.moves(), r.who.by())
		}
	}
	config := ignoring(named("e1"), object{"reason": "Fraud"})
	if r.who == we {
		expectDiagnostics(t, invoke(t, s, config.with(object{"reason": "Legitimate"}),
			r.environment()).diagnostics)
	}
	before := acceptedWrites(s)
	move(beforePlan)
	planned := configuredClient(t, s, r.environment()).planAction(config)
	if len(planned) != 1 || planned[0].Summary != previewSummary {
		t.Fatalf("the plan says %+v", planned)
	}
	found := says(saidOf(planned[0].Detail)...)
	move(betweenRuns)
	if when == duringApply { // the write is delayed
		s.AddFault(emulator.Fault{
			Kind: r.updateKind(), Status: http.StatusTooManyRequests, RetryAfter: "1",
		})
	}
	i := configuredClient(t, s, r.environment()).invokeAction(config, onPicked(func() {
		move(duringApply)
		move(lastSeconds)
	}))
	expectDiagnostics(t, i.diagnostics)
	found.Apply, found.Says = ofInvocation(i, found.Plan)
	found.Writes = acceptedWrites(s) - before
	found.Stands = standingNow(t, s, "e1")
	return found
}

// saidOf returns the text of a preview, or of the announcement of an invocation, about the one
// event.
func saidOf(text string) (says []string) {
	for _, phrase := range []struct{ in, means string }{
		{"1 event: 1 to be changed", toBeChanged},
		{" 1 already match", soAlready},
		{" 1 resolved otherwise and skipped", leftAlone},
		{"Under investigation, ", watched},
		{"Reopened", openedAgain},
	} {
		if strings.Contains(text, phrase.in) {
			says = append(says, phrase.means)
		}
	}
	return says
}

// ofInvocation returns the effect of an invocation, and its messages about the event beyond its
// plan.
func ofInvocation(i invocation, planned []string) (verb, []string) {
	result := i.messages[len(i.messages)-1]
	switch {
	case strings.Contains(result, "1 changed by somebody else"):
		return skipsIt, []string{meanwhile}
	case strings.Contains(result, "1 resolved otherwise was skipped"):
		return skipsIt, []string{leftAlone}
	case strings.HasPrefix(result, "Changed 0 of 1"):
		return adoptsIt, nil
	}
	known := map[string]bool{toBeChanged: true}
	for _, phrase := range planned {
		known[phrase] = true
	}
	var says []string
	for _, phrase := range saidOf(strings.Join(i.messages, "\n")) {
		if !known[phrase] {
			says = append(says, phrase)
		}
	}
	return writesIt, says
}

// acceptedWrites counts the writes that changed something.
func acceptedWrites(s *emulator.Server) (n int) {
	for _, r := range s.Requests() {
		updates := r.Kind == emulator.KindUpdate || r.Kind == emulator.KindUpdateAlert
		if updates && r.Status == http.StatusOK {
			n++
		}
	}
	return n
}

// Two features protect against a change under an approved preview: a filter selects by standing,
// and a changed count ends the invocation.
func TestScenarios_AFilterAndACountKeepTheActionFromMovedEvents(t *testing.T) {
	t.Parallel()
	for _, move := range []struct{ from, to, by string }{
		{isActive, isInvestigating, colleague},
		{isFraud, isActive, "system"},
	} {
		s := startEmulator(t, event("e1"), event("e2"))
		moveEvent(t, s, "e1", move.from, colleague)
		picked := 2
		if move.from != isActive {
			picked = 1
		}
		active := matching(object{"statuses": []string{"Active"}})
		config := ignoring(active, object{"expected_count": picked})
		planned := configuredClient(t, s).planAction(config)
		expectDiagnostics(t, planned, aWarning(previewSummary, ""))
		moveEvent(t, s, "e1", move.to, move.by)
		said := invoke(t, s, config)
		expectDiagnostics(t, said.diagnostics, anError(countSummary, "expected_count"))
		expectWrites(t, s, 0)
	}
}

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
