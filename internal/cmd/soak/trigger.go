// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// trigger invokes the action of the configuration when a resource changes.
type trigger struct {
	events []string // of the resource's lifecycle
	on     *entry   // a resource of its own; nil: one that changes in every step
	input  string   // of that one
}

// blocks are the action_trigger blocks of a lifecycle.
func (t *trigger) blocks() []object {
	return []object{{"events": t.events, "actions": []string{"action." + actionType + ".some"}}}
}

// data is the resource that changes in every step.
func (t *trigger) data() object {
	return object{"trigger": object{"input": t.input,
		"lifecycle": object{"action_trigger": t.blocks()}}}
}

// addTrigger declares an action that the change of a resource invokes. It is about events that no
// resource decides: in one apply, either could be first.
func (g *game) addTrigger(r *rand.Rand) error {
	held, err := g.state()
	if err != nil {
		return err
	}
	clean := &cleanUp{decision: pickDecision(r), overwrite: r.IntN(3) == 0}
	for _, n := range r.Perm(len(g.events)) {
		e := g.events[n]
		if len(clean.events) < 3 && g.config.entry(e.id) == nil && len(held.events[e.id]) == 0 {
			clean.events = append(clean.events, e)
		}
	}
	if len(clean.events) == 0 {
		return nil
	}
	t := &trigger{input: fmt.Sprint(r.IntN(1_000_000)), events: pick(r,
		[]string{"before_create", "before_update"}, []string{"after_create", "after_update"})}
	for _, e := range g.config.entries {
		if e.form == own && r.IntN(2) == 0 {
			t.on = e
		}
	}
	g.config.cleanUp, g.config.trigger = clean, t
	for _, e := range clean.events {
		g.say("%v of %s, clean up %s: %s", t.events, t.address(), e.name, clean.decision)
	}
	return nil
}

func (t *trigger) address() string {
	if t.on != nil {
		return t.on.address()
	}
	return "terraform_data.trigger"
}

// dropAction removes the action from the configuration.
func (g *game) dropAction() { g.config.cleanUp, g.config.trigger = nil, nil }

// invocation is what a plan says about an action.
type invocation struct {
	Type   string `json:"type"`
	Values struct {
		element
		Events []string `json:"event_ids"`
	} `json:"config_values"`
}

// intents are what the invocation may do.
func (i invocation) intents() []intent {
	if i.Type != actionType {
		return nil
	}
	var all []intent
	for _, id := range i.Values.Events {
		all = append(all, intent{event: id, action: "invoke", target: i.Values.standing(),
			consent: i.Values.Overwrite})
	}
	return all
}

// refusesToInvoke reports whether the action may fail: its events must be listed.
func (g *game) refusesToInvoke(o *observation) bool {
	return o.cleanUp != nil && (o.plan.readOnly || slices.ContainsFunc(o.cleanUp.events,
		func(e event) bool { return g.history.left(e.id, o.plan.began) }))
}
