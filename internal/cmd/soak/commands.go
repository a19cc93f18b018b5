// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// taint taints an instance of the state, sometimes. The next plan replaces it.
func (g *game) taint(ctx context.Context, r *rand.Rand) (*run, error) {
	if r.IntN(8) > 0 {
		return nil, nil //nolint:nilnil // No command is no error.
	}
	s, err := g.state()
	if err != nil {
		return nil, err
	}
	addresses := s.addresses()
	if len(addresses) == 0 {
		return nil, nil //nolint:nilnil // No command is no error.
	}
	return g.command(ctx, during{}, "taint", addresses[r.IntN(len(addresses))])
}

// addresses returns the addresses of all instances, apart from deposed objects.
func (s *state) addresses() []string {
	all := map[string]bool{}
	for _, held := range s.events {
		for _, h := range held {
			if !h.deposed {
				all[h.address] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// importEvent runs the command import for a decision that is new, under faults and signals.
func (g *game) importEvent(ctx context.Context, r *rand.Rand) (*observation, error) {
	g.edit(r)
	g.config.imports, g.config.maxRetries = nil, manyRetries
	e := g.newImport(r)
	o, err := g.begin()
	if err != nil {
		return nil, err
	}
	o.plan = &savedPlan{began: time.Now(), refreshed: true}
	if len(o.before.events[e.event]) > 0 {
		g.say("it is in state already")
		return o, g.finish(ctx, o)
	}
	o.faults = g.addFaults(r)
	o.imported = e
	o.planning, err = g.command(ctx, g.pickDuring(r), "import", "-input=false", e.address(),
		g.config.importID(e))
	if err != nil {
		return nil, err
	}
	g.service.ClearFaults()
	return o, g.finish(ctx, o)
}

// newImport declares an event in a resource of its own, unless it is declared so already.
func (g *game) newImport(r *rand.Rand) *entry {
	event := g.events[r.IntN(len(g.events))]
	e := g.config.entry(event.id)
	if e == nil {
		e = &entry{event: event.id, subscription: event.subscription, decision: pickDecision(r),
			key: g.newKey(r)}
		g.config.entries = append(g.config.entries, e)
	}
	if e.form == many {
		e.form = keyed
	}
	g.say("import %s as %s: %s", event.name, e.address(), e.decision)
	return e
}

// badImports finds an import that succeeded without the event in state, or that added another.
func badImports(o *observation) []string {
	if o.imported == nil {
		return nil
	}
	var all []string
	for _, event := range slices.Sorted(maps.Keys(o.after.events)) {
		if event != o.imported.event && len(o.before.events[event]) == 0 {
			all = append(all, fmt.Sprintf("%s is in state, too", o.game.name(event)))
		}
	}
	h, kept := o.after.at(o.imported.address(), o.imported.event)
	if o.planning.ok() && (!kept || !h.listed) {
		all = append(all, fmt.Sprintf("%s is not in state as listed", o.game.name(o.imported.event)))
	}
	return all
}
