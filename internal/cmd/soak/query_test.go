// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// queriedFor returns what a step with a query has seen, about one event that stood so all the time.
func queriedFor(now standing, listed bool) *observation {
	o := planned()
	o.queried = &queried{limit: 100}
	o.game.history = &history{moments: map[string][]moment{
		plannedEvent: {{at: o.plan.began.Add(-time.Minute), listed: listed, standing: now}}}}
	return o
}

func TestOracle_NoticesAnUntrueQuery(t *testing.T) {
	t.Parallel()
	fraud := standing{resolved, "Fraud"}
	const found, other = "Fabrikam, Resolved (Fraud), 2026", "Fabrikam, Active, 2026"
	for name, test := range map[string]struct {
		listed   bool
		statuses []string
		names    []string
		limit    int
		broken   bool
	}{
		"found":                       {true, nil, []string{found}, 9, false},
		"found by its status":         {true, []string{resolved}, []string{found}, 9, false},
		"left out":                    {true, nil, nil, 9, true},
		"left out, for its status":    {true, []string{active}, nil, 9, false},
		"found in spite of it":        {true, []string{active}, []string{found}, 9, true},
		"unlisted":                    {false, nil, nil, 9, false},
		"found although unlisted":     {false, nil, []string{found}, 9, true},
		"found twice":                 {true, nil, []string{found, found}, 9, true},
		"with another status":         {true, nil, []string{other}, 9, true},
		"left out, beyond the limit":  {true, nil, nil, 0, false},
		"found, but beyond the limit": {true, nil, []string{found}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := queriedFor(fraud, test.listed)
			q := o.queried
			q.limit, q.statuses, q.size = test.limit, test.statuses, len(test.names)
			q.found = map[string][]string{plannedEvent: test.names}
			expect.Equal(t, "broken", test.broken, len(untrueQueries(o)) > 0)
		})
	}
}

// An event that moves while a query runs may be found or not.
func TestOracle_AQueryMayMeetAMove(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{nil, {"Fabrikam, Active, 2026"}} {
		o := queriedFor(standing{Status: active}, true)
		o.queried.statuses, o.queried.size = []string{active}, len(names)
		o.queried.found = map[string][]string{plannedEvent: names}
		o.game.history.add(plannedEvent, moment{at: time.Now(), listed: true,
			standing: standing{resolved, "Fraud"}})
		expect.Equal(t, "broken", 0, len(untrueQueries(o)))
	}
}

func TestQuery_ReadsItsResults(t *testing.T) {
	t.Parallel()
	q := &queried{}
	expect.NoError(t, q.read("Warning: development overrides\n"+
		`{"type":"list_start","list_start":{}}`+"\n"+
		`{"type":"list_resource_found","list_resource_found":{"display_name":"a","identity":`+
		`{"event_id":"e1","subscription_id":"s"}}}`+"\n", strings.ToUpper))
	expect.Equal(t, "results", 1, q.size)
	expect.Equal(t, "name", "a", strings.Join(q.found["E1"], ","))
}

// Generated configuration imports, and does nothing else.
func TestOracle_NoticesGeneratedConfigurationThatChangesEvents(t *testing.T) {
	t.Parallel()
	const change = `{"address":"a","change":{"actions":["%A"]%I,"after":{"event_id":"e1",` +
		`"status":"Active"}}}`
	for name, test := range map[string]struct {
		actions, importing string
		broken             int
	}{
		"an import":             {"no-op", `,"importing":{"id":"x"}`, 0},
		"an import that writes": {"update", `,"importing":{"id":"x"}`, 1},
		"a create":              {"create", "", 1},
		"a change":              {"no-op", "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := queriedFor(standing{Status: active}, true)
			text := strings.NewReplacer("%A", test.actions, "%I", test.importing).Replace(change)
			expect.NoError(t, o.queried.readPlan([]byte(`{"resource_changes":[`+text+`]}`),
				strings.ToLower))
			expect.Equal(t, "results", 1, o.queried.size)
			expect.Equal(t, "broken", test.broken, len(unsteadyQueries(o)))
		})
	}
}

func TestOracle_AListBlockTakesOneListing(t *testing.T) {
	t.Parallel()
	for api, most := range map[string]int{partnerCenter: 1, graph: 2} {
		for n := range 4 {
			o := queriedFor(standing{}, true)
			o.game.config.api, o.planning.looks = api, make([]look, n)
			expect.Equal(t, api, n > most, len(surplusQueries(o)) > 0)
		}
	}
}

func TestOracle_NoticesAQueryThatChangesTheState(t *testing.T) {
	t.Parallel()
	o := queriedFor(standing{}, true)
	expect.Equal(t, "broken", 0, len(changedStates(o)))
	o.after.text = []byte("{}")
	expect.Equal(t, "broken by a change", 1, len(changedStates(o)))
}

// What a plan says about the action is what it may do.
func TestPlan_HasWhatATriggerInvokes(t *testing.T) {
	t.Parallel()
	text := `{"action_invocations":[{"type":"` + actionType + `","config_values":{"event_ids":["` +
		plannedEvent + `"],"status":"Resolved","reason":"Fraud","allow_overwrite":true}},` +
		`{"type":"another","config_values":{}}]}`
	all, err := readIntents([]byte(text), func(id string) string { return id })
	expect.NoError(t, err)
	expect.Equal(t, "intents", 1, len(all))
	want := intent{event: plannedEvent, subscription: plannedEvent[:36], action: "invoke",
		target: standing{resolved, "Fraud"}, consent: true}
	expect.Equal(t, "is the intent", true, want == all[0])
	// The plan is the review of an action, too: a write that is in none is noticed.
	o := watched(intent{}, standing{resolved, "Fraud"}, standing{Status: active})
	o.plan.intents = all
	expect.Equal(t, "broken", 0, len(unplannedWrites(o)))
	o.plan.intents = nil
	expect.Equal(t, "broken without the action", 1, len(unplannedWrites(o)))
}

// A failed action has a cause if one of its events is not listed.
func TestOracle_AnActionMayRefuseUnlistedEvents(t *testing.T) {
	t.Parallel()
	for _, listed := range []bool{true, false} {
		o := queriedFor(standing{Status: active}, listed)
		o.queried, o.planning.exit = nil, 1
		o.game.config.entries = nil
		o.cleanUp = &cleanUp{events: o.game.events}
		expect.Equal(t, "broken", listed, len(errorsWithoutCause(o)) > 0)
	}
}
