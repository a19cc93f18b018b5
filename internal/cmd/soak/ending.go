// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
)

// converge ends a game: without faults and moves, one apply with consent does all.
func (g *game) converge(ctx context.Context) (*observation, error) {
	_, _ = fmt.Fprintln(g.log, "  convergence")
	g.config.moved, g.config.imports, g.config.readOnly = nil, nil, false
	g.config.maxRetries, g.config.timeout, g.late, g.refusal = manyRetries, longTimeout, nil, ""
	g.service.SetBehaviour(accept)
	if err := g.forgetLeftovers(ctx); err != nil {
		return nil, err
	}
	if err := g.consent(); err != nil {
		return nil, err
	}
	if err := g.settle(ctx); err != nil {
		return nil, err
	}
	return g.undisturbed(ctx, "", true)
}

// consent makes every decision acceptable.
func (g *game) consent() error {
	held, err := g.state()
	if err != nil {
		return err
	}
	for _, e := range g.config.entries {
		e.overwrite, e.unlisted = true, true
		if _, listed := g.service.Event(e.event); !listed {
			// The decision about an unlisted event in state cannot change.
			for _, h := range held.events[e.event] {
				e.decision = h.standing
			}
		}
	}
	return nil
}

// destroy ends a game: without faults and moves, Terraform forgets every decision.
func (g *game) destroy(ctx context.Context) (*observation, error) {
	_, _ = fmt.Fprintln(g.log, "  destroy")
	return g.undisturbed(ctx, "-destroy", false)
}

// undisturbed plans with an option, and applies.
func (g *game) undisturbed(ctx context.Context, option string, final bool) (*observation, error) {
	o, err := g.begin()
	if err != nil {
		return nil, err
	}
	o.final, o.undisturbed = final, true
	if err := g.makePlan(ctx, o, during{}, option); err != nil {
		return nil, err
	}
	if o.planning.ok() {
		o.applying, err = g.command(ctx, during{}, "apply", "-input=false", o.plan.file)
		if err != nil {
			return nil, err
		}
	}
	return o, g.finish(ctx, o)
}
