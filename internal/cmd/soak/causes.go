// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// errorsWithoutCause finds failed commands of a step in which nothing excuses that: no fault, no
// signal, no move, and no decision that the rules refuse.
func errorsWithoutCause(o *observation) []string {
	if !o.calm() || o.game.refuses(o) {
		return nil
	}
	for _, r := range []*run{o.planning, o.applying} {
		if r != nil && r.exit != 0 && !o.throttled(r) {
			return []string{fmt.Sprintf("%s:\n%s", r.line, tail(r.output, 40))}
		}
	}
	return nil
}

// throttled reports whether a command may have failed because the service throttles: it may not
// repeat a call often, or the time of an operation is up.
func (o *observation) throttled(r *run) bool {
	c := o.game.config
	timeout, err := time.ParseDuration(c.timeout)
	return o.game.throttles && (err == nil && r.took >= timeout ||
		c.maxRetries < manyRetries && strings.Contains(r.output, "HTTP 429"))
}

// refuses reports whether the rules may refuse a part of the configuration.
func (g *game) refuses(o *observation) bool {
	if o.imported != nil {
		return g.history.left(o.imported.event, o.plan.began)
	}
	switch a := o.areas; {
	case a != nil && a.action != "":
		return o.mayFail()
	case a != nil && a.shown != nil:
		return len(a.statuses) == 0 // then, the customer may be unknown
	case a != nil:
		return g.refusesAreas(o)
	case o.queried != nil:
		return false
	}
	if o.invoked() {
		return g.refusesToInvoke(o)
	}
	if o.planning == nil || g.refusesToInvoke(o) {
		return true // the plan is older than the state
	}
	for _, e := range g.config.entries {
		if g.refusesEntry(o, e) {
			return true
		}
	}
	for _, i := range o.plan.intents {
		if g.config.readOnly && i.writes() {
			return true
		}
	}
	return false
}

func (g *game) refusesEntry(o *observation, e *entry) bool {
	return slices.ContainsFunc(g.history.since(e.event, o.plan.began, g.lag),
		func(m moment) bool { return g.refusesAt(o, e, m) })
}

// refusesAt reports whether the rules may refuse a decision about an event as it was at a moment.
func (g *game) refusesAt(o *observation, e *entry, now moment) bool {
	held, kept := o.before.at(e.address(), e.event)
	kept = kept && !held.tainted
	switch {
	case e.form == own && e.ignore && kept:
		return false
	case !now.listed && len(o.before.events[e.event]) > 0:
		return o.before.events[e.event][0].standing != e.decision || !e.unlisted
	case !now.listed:
		return !e.unlisted || len(g.config.imports) > 0
	case now.standing == e.decision || e.overwrite:
		return false
	case kept:
		remembered := g.memory[e.event]
		return len(remembered) == 0 || remembered[e.decision] || len(g.config.moved) > 0
	default:
		return !now.standing.open() || len(g.config.imports) > 0
	}
}
