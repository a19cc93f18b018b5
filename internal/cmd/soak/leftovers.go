// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// leftovers returns the events that the plan reopens although another object, which the plan does
// not change, holds a decision about them. A destroy or replacement that failed leaves two objects.
// moved-events.md says that an apply that only destroys the old one does not see the new one.
func (o *observation) leftovers() []string {
	var all []string
	for _, event := range slices.Sorted(maps.Keys(o.before.events)) {
		destroyed, reopens, decided := 0, false, false
		for _, i := range o.plan.intents {
			switch {
			case i.event != event:
			case i.action == "delete":
				destroyed++
				reopens = reopens || i.reactivate
			default:
				decided = true
			}
		}
		if reopens && !decided && len(o.before.events[event]) > destroyed {
			all = append(all, event)
		}
	}
	return all
}

// forgetLeftovers does as moved-events.md advises: it removes old objects from state if another one
// holds a decision about the same event.
func (g *game) forgetLeftovers(ctx context.Context) error {
	s, err := g.state()
	if err != nil {
		return err
	}
	if err := g.removeFromState(ctx, g.leftoversIn(s)); err != nil {
		return err
	}
	if s, err = g.state(); err != nil {
		return err
	}
	for _, e := range g.events {
		if len(s.events[e.id]) == 0 {
			g.forget(e.id)
		}
	}
	return nil
}

// removeFromState removes objects from state, which makes no call.
func (g *game) removeFromState(ctx context.Context, addresses map[string]bool) error {
	for _, address := range slices.Sorted(maps.Keys(addresses)) {
		done, err := g.command(ctx, during{}, "state", "rm", address)
		if err == nil && (done.exit != 0 || done.lists+len(done.writes) > 0) {
			err = fmt.Errorf("%s: %d lists, %d writes: %s", done.line, done.lists, len(done.writes),
				done.output)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *game) leftoversIn(s *state) map[string]bool {
	all := map[string]bool{}
	for event, held := range s.events {
		e := g.config.entry(event)
		for _, h := range held {
			if len(held) > 1 && (e == nil || h.deposed || h.address != e.address()) {
				all[h.address] = true
			}
		}
	}
	return all
}

// settle lists until the listings show late writes: each shows after a number of listings.
func (g *game) settle(ctx context.Context) error {
	err := g.writeConfig()
	for range g.lag {
		if err == nil {
			_, err = g.command(ctx, during{}, "plan", "-input=false")
		}
	}
	g.unsettled = false
	return err
}
