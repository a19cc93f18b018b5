// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"math/rand/v2"
)

// Random edits seldom reach the situations below, so some steps arrange one. Neither has faults,
// moves during a command, or signals.

// writeNothing plans a decision that needs a write, and applies it with read_only.
func (g *game) writeNothing(ctx context.Context, r *rand.Rand) (*observation, error) {
	if err := g.quieten(); err != nil {
		return nil, err
	}
	g.config.readOnly = true
	if e := g.pickListed(r); e != nil {
		g.decideAnew(r, e)
	}
	g.say("read_only")
	return g.undisturbed(ctx, "", false)
}

// destroyMoved destroys a decision with reactivate_on_destroy after a colleague has made another
// decision about its event. If there is no such decision yet, it makes one first. Nothing checks
// that: many other steps do the same.
func (g *game) destroyMoved(ctx context.Context, r *rand.Rand) (*observation, error) {
	if err := g.quieten(); err != nil {
		return nil, err
	}
	e, err := g.reopenable()
	if err == nil && e == nil {
		e, err = g.makeReopenable(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	if e != nil {
		to := pick(r, others(e.decision)...)
		_ = g.service.ChangeStatus(e.event, to.Status, to.Reason, "colleague@contoso-partner.example")
		g.say("a colleague moves %s to %s, and it is removed", g.name(e.event), to)
		g.moved()
		g.config.remove(e)
		if err := g.settle(ctx); err != nil {
			return nil, err
		}
	}
	return g.undisturbed(ctx, "", false)
}

// quieten undoes what earlier steps may have configured, and makes every decision acceptable.
func (g *game) quieten() error {
	c := g.config
	c.moved, c.imports, c.readOnly = nil, nil, false
	c.maxRetries, c.timeout = manyRetries, g.patience()
	return g.consent()
}

// pickListed returns an entry, perhaps a new one, for a listed event; nil if none is listed.
func (g *game) pickListed(r *rand.Rand) *entry {
	for _, n := range r.Perm(len(g.events)) {
		event := g.events[n]
		if _, listed := g.service.Event(event.id); !listed {
			continue
		}
		e := g.config.entry(event.id)
		if e == nil {
			e = &entry{event: event.id, subscription: event.subscription, key: g.newKey(r),
				form: pick(r, keyed, own, many)}
			g.config.entries = append(g.config.entries, e)
		}
		return e
	}
	return nil
}

// decideAnew declares another decision than the present one, with consent.
func (g *game) decideAnew(r *rand.Rand, e *entry) {
	found, _ := g.service.Event(e.event)
	e.overwrite, e.ignore = true, false
	e.decision = pick(r, others(standingOf(found))...)
	g.say("decide %s as %s: %s", g.name(e.event), e.address(), e.decision)
}

// others returns the resolved standings apart from one.
func others(than standing) []standing {
	var all []standing
	for _, reason := range []string{"Fraud", "Ignore", "Legitimate"} {
		if s := (standing{resolved, reason}); s != than {
			all = append(all, s)
		}
	}
	return all
}

// makeReopenable makes a decision that a destroy reopens. It returns nil if the service refuses.
func (g *game) makeReopenable(ctx context.Context, r *rand.Rand) (*entry, error) {
	if e := g.pickListed(r); e != nil {
		g.decideAnew(r, e)
		e.reactivate = true
		if e.form == many {
			g.config.manyReactivate[e.subscription] = true
		}
	}
	o, err := g.undisturbed(ctx, "", false)
	if err != nil {
		return nil, err
	}
	o.remember()
	return g.reopenable()
}

// reopenable returns a decision that the provider has made, that is in force, and that a destroy
// reopens; nil if there is none.
func (g *game) reopenable() (*entry, error) {
	s, err := g.state()
	if err != nil {
		return nil, err
	}
	for _, e := range g.config.entries {
		h, kept := s.at(e.address(), e.event)
		found, listed := g.service.Event(e.event)
		if kept && listed && h.listed && h.reactivate && !h.tainted && !h.standing.open() &&
			len(s.events[e.event]) == 1 && standingOf(found) == h.standing &&
			g.memory[e.event][h.standing] {
			return e, nil
		}
	}
	return nil, nil //nolint:nilnil // None is an answer, not an error.
}
