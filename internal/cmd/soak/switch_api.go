// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
)

// switchAPI moves all decisions to the other API, as microsoft-graph.md says. Before that, it sets
// only `api`, which must change nothing.
func (g *game) switchAPI(ctx context.Context, r *rand.Rand) (*observation, error) {
	if err := g.quieten(); err != nil {
		return nil, err
	}
	g.late = nil // it is for the API that was
	if held, err := g.state(); err != nil {
		return nil, err
	} else if len(held.events) == 0 {
		if _, err := g.makeReopenable(ctx, r); err != nil {
			return nil, err
		}
	}
	attempt, err := g.setOnlyAPI(ctx, r)
	if err == nil {
		err = g.forgetAll(ctx)
	}
	if err != nil {
		return nil, err
	}
	g.speak(g.config.otherAPI())
	for _, e := range g.config.entries {
		if _, listed := g.service.Event(e.event); listed && e.form == own && r.IntN(2) == 0 {
			g.config.imports = append(g.config.imports, g.config.importOf(e))
		}
	}
	g.say("the API is %s", g.config.api)
	o, err := g.undisturbed(ctx, "", false)
	if err == nil {
		o.otherAPI = attempt
	}
	return o, err
}

// attempt is a command with the other API on a state of this one.
type attempt struct {
	run           *run
	before, after []byte // the state
}

// setOnlyAPI runs a command with the other API, if the state has decisions; nil otherwise.
func (g *game) setOnlyAPI(ctx context.Context, r *rand.Rand) (*attempt, error) {
	before, err := g.state()
	if err != nil || len(before.events) == 0 {
		return nil, err
	}
	g.config.oldIDs = true
	g.speak(g.config.otherAPI())
	defer func() {
		g.config.oldIDs = false
		g.speak(g.config.otherAPI())
	}()
	if err := g.writeConfig(); err != nil {
		return nil, err
	}
	done, err := g.command(ctx, during{}, pick(r,
		[]string{"plan", "-input=false"}, []string{"plan", "-input=false", "-refresh=false"},
		[]string{"apply", "-input=false", "-auto-approve"},
		[]string{"destroy", "-input=false", "-auto-approve"})...)
	if err != nil {
		return nil, err
	}
	return &attempt{run: done, before: before.text, after: readOrNothing(g.stateFile())}, nil
}

// forgetAll removes all decisions from state, which makes no call.
func (g *game) forgetAll(ctx context.Context) error {
	s, err := g.state()
	if err != nil {
		return err
	}
	addresses := map[string]bool{}
	for event, held := range s.events {
		g.forget(event)
		for _, h := range held {
			addresses[h.address] = true
		}
	}
	return g.removeFromState(ctx, addresses)
}

// foreignStates finds a command that did more with a state of the other API than to refuse it.
func foreignStates(o *observation) []string {
	if o.otherAPI == nil {
		return nil
	}
	r := o.otherAPI.run
	var all []string
	if r.exit == 0 || !strings.Contains(r.output, "Fraud event recorded with another API") {
		all = append(all, fmt.Sprintf("%s does not refuse it:\n%s", r.line, tail(r.output, 40)))
	}
	if len(r.writes) > 0 {
		all = append(all, fmt.Sprintf("%s sent %d writes", r.line, len(r.writes)))
	}
	if !bytes.Equal(o.otherAPI.before, o.otherAPI.after) {
		all = append(all, r.line+" changed the state")
	}
	return all
}

// foreignCalls finds calls of the API that is not configured.
func foreignCalls(o *observation) []string {
	var all []string
	for _, r := range o.runs() {
		if len(r.foreign) > 0 {
			all = append(all, fmt.Sprintf("%s called %v", r.line, r.foreign))
		}
	}
	return all
}

// speak sets the API, whose calls the watcher then expects.
func (g *game) speak(api string) {
	g.config.api = api
	g.watcher.speak(api)
}
