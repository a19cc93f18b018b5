// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// pick returns one of several values.
func pick[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

func pickDecision(r *rand.Rand) standing {
	return pick(r, standing{Status: investigating}, standing{Status: active},
		standing{resolved, "Fraud"}, standing{resolved, "Fraud"}, standing{resolved, "Ignore"},
		standing{resolved, "Legitimate"})
}

// edit changes the configuration as a user would, and describes that.
func (g *game) edit(r *rand.Rand) {
	g.config.moved, g.config.imports = nil, nil
	g.config.readOnly = r.IntN(12) == 0
	g.config.maxRetries = pick(r, manyRetries, manyRetries, 2, 0)
	if g.config.timeout = g.patience(); g.throttles && r.IntN(3) == 0 {
		g.config.timeout = shortTimeout
	}
	for range 1 + r.IntN(4) {
		if len(g.config.entries) < 4 || r.IntN(3) == 0 {
			g.addEntry(r)
			continue
		}
		e := g.config.entries[r.IntN(len(g.config.entries))]
		g.editEntry(r, e)
	}
}

// patience is the timeout of operations without faults.
func (g *game) patience() string {
	if g.refusal != "" {
		return shortTimeout
	}
	return longTimeout
}

// repair does what a user does after refusals: consent, follow what stands, or remove the decision.
func (g *game) repair(r *rand.Rand) {
	for _, e := range slices.Clone(g.config.entries) {
		found, listed := g.service.Event(e.event)
		switch differs := listed && standingOf(found) != e.decision; {
		case !listed:
			e.unlisted = true
		case differs && r.IntN(3) == 0:
			e.overwrite = true
			g.say("allow_overwrite of %s", g.name(e.event))
		case differs && r.IntN(2) == 0:
			e.decision = standingOf(found)
			g.say("follow %s: %s", g.name(e.event), e.decision)
		case differs && r.IntN(4) == 0:
			g.config.remove(e)
			g.say("remove %s", g.name(e.event))
		}
	}
}

func (g *game) addEntry(r *rand.Rand) {
	event := g.events[r.IntN(len(g.events))]
	if g.config.entry(event.id) != nil {
		return
	}
	e := &entry{event: event.id, subscription: event.subscription, decision: pickDecision(r),
		form: pick(r, keyed, keyed, own, many, many), overwrite: r.IntN(5) == 0,
		unlisted: r.IntN(5) == 0, reactivate: r.IntN(3) == 0, ignore: r.IntN(4) == 0,
		createFirst: r.IntN(3) == 0, note: fmt.Sprintf("SEC-%d", r.IntN(1000))}
	e.key = g.newKey(r)
	g.config.entries = append(g.config.entries, e)
	if e.form == many {
		g.config.manyReactivate[e.subscription] = e.reactivate
	}
	if e.form == own && r.IntN(2) == 0 {
		g.config.imports = append(g.config.imports, g.config.importOf(e))
	}
	g.say("add %s as %s: %s", event.name, e.address(), e.decision)
}

func (g *game) newKey(r *rand.Rand) string {
	for {
		key, used := fmt.Sprintf("k%d", r.IntN(50)), false
		for _, e := range g.config.entries {
			used = used || e.key == key
		}
		if !used {
			return key
		}
	}
}

func (g *game) editEntry(r *rand.Rand, e *entry) {
	name := g.name(e.event)
	switch r.IntN(9) {
	case 0:
		g.config.remove(e)
		g.say("remove %s", name)
	case 1, 2, 3:
		e.decision = pickDecision(r)
		g.say("decide %s: %s", name, e.decision)
	case 4:
		e.overwrite = !e.overwrite
		g.say("allow_overwrite of %s: %t", name, e.overwrite)
	case 5:
		e.reactivate = !e.reactivate
		if e.form == many {
			g.config.manyReactivate[e.subscription] = e.reactivate
		}
		g.say("reactivate_on_destroy of %s: %t", name, e.reactivate)
	case 6:
		e.unlisted, e.note = !e.unlisted, fmt.Sprintf("SEC-%d", r.IntN(1000))
		g.say("allow_unlisted of %s: %t", name, e.unlisted)
	case 7:
		g.rename(r, e)
	case 8:
		e.form = pick(r, keyed, own, many)
		g.say("move %s to %s", name, e.address())
	}
}

// rename changes a key, with or without a moved block.
func (g *game) rename(r *rand.Rand, e *entry) {
	if e.form == many {
		return
	}
	from := e.address()
	e.key = g.newKey(r)
	if r.IntN(2) == 0 {
		g.config.moved = append(g.config.moved, map[string]string{"from": from, "to": e.address()})
	}
	g.say("rename %s from %s to %s, moved: %d", g.name(e.event), from, e.address(),
		len(g.config.moved))
}

// pickMoved returns the event of a move, which mostly has a decision: other moves matter less.
func (g *game) pickMoved(r *rand.Rand) event {
	other := g.events[r.IntN(len(g.events))]
	if len(g.config.entries) == 0 || r.IntN(3) == 0 {
		return other
	}
	decided := g.config.entries[r.IntN(len(g.config.entries))].event
	return g.events[slices.IndexFunc(g.events, func(e event) bool { return e.id == decided })]
}

// move is what a colleague or Microsoft does to an event.
func (g *game) move(r *rand.Rand) func() {
	event := g.pickMoved(r)
	by := pick(r, "colleague@contoso-partner.example", "auditor@contoso-partner.example", "")
	to, kind := pickDecision(r), r.IntN(10)
	return func() {
		_, listed := g.service.Event(event.id)
		switch {
		case !listed:
			g.service.Inject(emulatedEvent(event))
			g.say("list %s again", event.name)
		case kind == 1 && to.open(): // rare
			g.service.RemoveSubscription(event.subscription)
			g.say("forget the subscription of %s", event.name)
		case kind == 0:
			_ = g.service.Remove(event.id)
			g.say("unlist %s", event.name)
		default:
			_ = g.service.ChangeStatus(event.id, to.Status, to.Reason, by)
			g.say("%q moves %s to %s", by, event.name, to)
		}
		g.moved()
	}
}
