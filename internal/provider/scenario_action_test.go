// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"strings"
	"testing"

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
		expectDiagnostics(t, invoke(t, s, config.with(object{"reason": "Legitimate"})).diagnostics)
	}
	before := acceptedWrites(s)
	move(beforePlan)
	planned := configuredClient(t, s).planAction(config)
	if len(planned) != 1 || planned[0].Summary != previewSummary {
		t.Fatalf("the plan says %+v", planned)
	}
	found := says(saidOf(planned[0].Detail)...)
	move(betweenRuns)
	if when == duringApply { // the write is delayed
		s.AddFault(emulator.Fault{
			Kind: emulator.KindUpdate, Status: http.StatusTooManyRequests, RetryAfter: "1",
		})
	}
	i := configuredClient(t, s).invokeAction(config, onPicked(func() {
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
		if r.Kind == emulator.KindUpdate && r.Status == http.StatusOK {
			n++
		}
	}
	return n
}

// Two features protect against a change under an approved preview: a filter selects by standing,
// and a changed count ends the invocation.
func TestScenarios_AFilterAndACountKeepTheActionFromWhatMoved(t *testing.T) {
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
