// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// An expired token is renewed once for each page, which is read only once.
func TestOracle_CountsAPageOnceIfItsTokenHasExpired(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		statuses []int
		broken   bool
	}{
		"a page":                     {[]int{200}, false},
		"throttled":                  {[]int{429, 429, 200}, false},
		"an expired token":           {[]int{401, 200}, false},
		"a token that never expired": {[]int{401, 401, 200}, true},
		"two pages":                  {[]int{200, 200}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &watcher{}
			w.begin(nil)
			for _, status := range test.statuses {
				w.heard(emulator.Request{Kind: emulator.KindList, Status: status})
			}
			o := planned()
			w.end(o.planning)
			expect.Equal(t, "surplus", test.broken, len(surplusLists(o)) > 0)
		})
	}
}

// planned returns what a step has seen: a plan for one event, without trouble.
func planned() *observation {
	e := &entry{event: plannedEvent, subscription: plannedEvent[:36], form: own, key: "k1"}
	o := &observation{planning: &run{}, before: &state{}, after: &state{},
		plan: &savedPlan{began: time.Now(), refreshed: true},
		game: &game{config: &config{entries: []*entry{e}, timeout: "20s", maxRetries: manyRetries,
			api: partnerCenter, names: &naming{}},
			memory: map[string]map[standing]bool{}, followed: map[string]map[standing]bool{},
			history: &history{},
			events:  []event{{"A0", plannedEvent, plannedEvent[:36]}}}}
	return o
}

// A command can lose the state. Its writes are still those of objects with a memory.
func TestOracle_ForgetsALostStateOnlyAfterTheStep(t *testing.T) {
	t.Parallel()
	ignore, fraud := standing{resolved, "Ignore"}, standing{resolved, "Fraud"}
	o := watched(intent{action: "update", shown: ignore, target: fraud}, fraud, ignore)
	o.game.memory[plannedEvent] = map[standing]bool{ignore: true}
	o.after = &state{lost: true}
	expect.Equal(t, "broken", 0, len(overwritesWithoutConsent(o)))
	o.remember()
	expect.Equal(t, "broken without a memory", 1, len(overwritesWithoutConsent(o)))
}

func TestOracle_AnImportedDecisionIsNotOurs(t *testing.T) {
	t.Parallel()
	o := planned()
	o.game.memory[plannedEvent] = map[standing]bool{{Status: active}: true}
	o.imported = o.game.config.entries[0]
	expect.Equal(t, "broken without the event in state", 1, len(badImports(o)))
	o.after.events = map[string][]held{plannedEvent: {{address: o.imported.address(), listed: true}}}
	expect.Equal(t, "broken with it", 0, len(badImports(o)))
	o.remember()
	expect.Equal(t, "remembered", 0, len(o.game.memory))
}

func TestOracle_ThrottlingIsACauseOnlyWhereACallMayNotWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		throttles bool
		retries   int
		took      time.Duration
		output    string
		want      bool
	}{
		"few retries":             {true, 2, time.Second, "HTTP 429", true},
		"many retries":            {true, manyRetries, time.Second, "HTTP 429", false},
		"another error":           {true, 2, time.Second, "HTTP 400", false},
		"another service":         {false, 2, time.Second, "HTTP 429", false},
		"time is up":              {true, manyRetries, 21 * time.Second, "", true},
		"time is up, no throttle": {false, manyRetries, 21 * time.Second, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := planned()
			o.game.throttles, o.game.config.maxRetries = test.throttles, test.retries
			r := &run{took: test.took, output: test.output}
			expect.Equal(t, "excused", test.want, o.throttled(r))
		})
	}
}

func TestOracle_AWriteIsForTheConfiguredEventsModel(t *testing.T) {
	t.Parallel()
	const body = `{"EventIds":["a"],"EventStatus":"Active","ResolvedReason":""}`
	for header, classic := range map[string]bool{"true": false, "": true} {
		r := emulator.Request{Body: body, Header: http.Header{}}
		r.Header.Set("X-NewEventsModel", header)
		expect.Equal(t, "malformed", "", readWrite(r, classic).malformed)
		if got := readWrite(r, !classic).malformed; !strings.Contains(got, "model") {
			t.Errorf("got %q for the other model", got)
		}
	}
}

func TestOracle_ALeftoverReopensOnlyIfNothingElseDecides(t *testing.T) {
	t.Parallel()
	gone := intent{event: plannedEvent, action: "delete", reactivate: true}
	kept := gone
	kept.reactivate = false
	two := []held{{address: "old"}, {address: "new"}}
	for name, test := range map[string]struct {
		before  []held
		intents []intent
		want    int
	}{
		"two objects":            {two, []intent{gone}, 1},
		"one object":             {two[:1], []intent{gone}, 0},
		"both are destroyed":     {two, []intent{gone, gone}, 0},
		"the new one is changed": {two, []intent{gone, {event: plannedEvent, action: "update"}}, 0},
		"nothing is reopened":    {two, []intent{kept}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := planned()
			o.before.events = map[string][]held{plannedEvent: test.before}
			o.plan.intents = test.intents
			expect.Equal(t, "leftovers", test.want, len(o.leftovers()))
		})
	}
}

// Destroying an imported decision reopens its event only if an apply has followed the import.
func TestOracle_AnImportThatAnApplyFollowsCanBeReopened(t *testing.T) {
	t.Parallel()
	ignore := standing{resolved, "Ignore"}
	options := intent{event: plannedEvent, action: "update", shown: ignore, target: ignore,
		address: "a", known: true}
	o := watched(intent{action: "delete", shown: ignore, target: standing{Status: active},
		reactivate: true}, standing{Status: active}, ignore)
	expect.Equal(t, "broken after the import", 1, len(reopensWithoutConsent(o)))
	before := planned()
	before.game, before.applying, before.plan.intents = o.game, &run{}, []intent{options}
	before.after.events = map[string][]held{plannedEvent: {{address: "a", standing: ignore}}}
	before.remember()
	expect.Equal(t, "broken after an apply", 0, len(reopensWithoutConsent(o)))
}

func TestOracle_ADestroyWithoutTroubleForgets(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		exit        int
		undisturbed bool
		want        int
	}{
		"a destroy that succeeds":  {0, false, 1},
		"a destroy that fails":     {1, false, 0},
		"the last one of the game": {1, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := planned()
			o.plan.destroys, o.undisturbed, o.applying = true, test.undisturbed, &run{exit: test.exit}
			expect.Equal(t, "broken by an empty state", 0, len(remnants(o)))
			o.after.events = map[string][]held{plannedEvent: {{}}}
			expect.Equal(t, "broken", test.want, len(remnants(o)))
		})
	}
}

// Two objects about one event can decide the same: one writes, and the other one adopts.
func TestOracle_AnAdoptionIsTrueBesideTheLineOfTheWrite(t *testing.T) {
	t.Parallel()
	open := standing{Status: active}
	o := watched(intent{action: "create", target: open}, open, open)
	line := func(result string) auditLine {
		return auditLine{Phase: "apply", EventID: plannedEvent, To: (*lineStatus)(&open), Result: result}
	}
	o.audit = []auditLine{line("adopted")}
	expect.Equal(t, "broken alone", 1, len(untrueAuditLines(o)))
	o.audit = append(o.audit, line("written"))
	expect.Equal(t, "broken beside a write", 0, len(untrueAuditLines(o)))
}

// A write that the provider has not seen can look like a move, if it shows late.
func TestOracle_ALateWriteIsAMoveUntilItShows(t *testing.T) {
	t.Parallel()
	for unsettled := range map[bool]bool{true: true, false: true} {
		o := planned()
		o.plan.unsettled = unsettled
		o.planning.output = "Error: Provider produced inconsistent final plan"
		expect.Equal(t, "calm", !unsettled, o.calm())
		expect.Equal(t, "broken", !unsettled, len(protocolErrors(o)) > 0)
	}
}
