// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const plannedEvent = "11111111-1111-4111-8111-111111111111_a"

// watched returns what a step has seen: a plan with one intent, and an apply that sent one write.
func watched(i intent, sent standing, now standing) *observation {
	began := time.Now()
	g := &game{config: &config{api: partnerCenter, names: &naming{}},
		history: &history{moments: map[string][]moment{
			plannedEvent: {{at: began.Add(-time.Minute), listed: true, standing: now}}}},
		memory: map[string]map[standing]bool{}, followed: map[string]map[standing]bool{}}
	i.event, i.subscription, i.known = plannedEvent, plannedEvent[:36], true
	w := write{at: began, subscription: i.subscription, ids: []string{plannedEvent}, target: sent}
	return &observation{game: g, plan: &savedPlan{began: began, intents: []intent{i}},
		applying: &run{writes: []write{w}, looks: []look{{at: began.Add(-time.Second)}}}}
}

// TestOracle_NoticesWritesThatBreakAPromise shows that the checks of writes can fail, and that they
// pass a write that keeps the promise.
func TestOracle_NoticesWritesThatBreakAPromise(t *testing.T) {
	t.Parallel()
	open, fraud, ignore := standing{Status: active}, standing{resolved, "Fraud"},
		standing{resolved, "Ignore"}
	for name, test := range map[string]struct {
		intent    intent
		sent, now standing
		memory    []standing // what the object remembers
		want      string     // a part of the invariant's name; empty: nothing is broken
	}{
		"a decision": {intent{action: "create", shown: open, target: fraud}, fraud, open, nil, ""},
		"another standing than planned": {intent{action: "create", shown: open, target: fraud},
			ignore, open, nil, "is in the plan"},
		"an option only": {intent{action: "update", shown: fraud, target: fraud}, fraud, fraud, nil,
			"is in the plan"},
		"an event that has moved": {intent{action: "create", shown: open, target: fraud}, fraud,
			ignore, nil, "stands as the plan shows"},
		"an overwritten decision": {intent{action: "create", shown: ignore, target: fraud}, fraud,
			ignore, nil, "without consent"},
		"an overwrite with consent": {
			intent{action: "create", shown: ignore, target: fraud, consent: true}, fraud, ignore, nil, ""},
		"an import": {intent{action: "update", shown: ignore, target: fraud}, fraud, ignore, nil,
			"without consent"},
		"a changed decision": {intent{action: "update", shown: ignore, target: fraud}, fraud, ignore,
			[]standing{ignore}, ""},
		"an unchanged decision": {intent{action: "update", shown: ignore, target: fraud}, fraud,
			ignore, []standing{fraud}, "without consent"},
		"a destroy": {intent{action: "delete", shown: fraud, target: open, reactivate: true}, open,
			fraud, []standing{fraud}, ""},
		"a destroy without consent": {intent{action: "delete", shown: fraud, target: open}, open,
			fraud, []standing{fraud}, "destroy reopens"},
		"a destroy of somebody else's decision": {
			intent{action: "delete", shown: fraud, target: open, reactivate: true}, open, fraud,
			[]standing{ignore}, "destroy reopens"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := watched(test.intent, test.sent, test.now)
			for _, s := range test.memory {
				o.game.memory[plannedEvent] = map[standing]bool{s: true}
			}
			var broken []string
			for _, i := range invariants() {
				if aboutWrites(i.name) && len(i.broken(o)) > 0 {
					broken = append(broken, i.name)
				}
			}
			if test.want == "" && len(broken) > 0 || test.want != "" && !slices.ContainsFunc(broken,
				func(name string) bool { return strings.Contains(name, test.want) }) {
				t.Errorf("broken are %q, want %q", broken, test.want)
			}
		})
	}
}

func aboutWrites(name string) bool {
	return slices.Contains([]string{"a write is in the plan", "an event stands as the plan shows it",
		"nothing is overwritten without consent", "destroy reopens only with consent"}, name)
}
