// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// observation is all that a step has seen.
type observation struct {
	game          *game
	before, after *state
	plan          *savedPlan // the one that was applied or, without an apply, made
	tainting      *run       // nil if nothing was tainted
	planning      *run       // or importing; nil if a plan of an earlier step was applied
	applying      *run       // nil if there was none
	again         *run       // another plan, if nobody has moved since; nil if there was none
	faults        []string
	audit         []auditLine
	final         bool   // all decisions must stand afterwards
	undisturbed   bool   // no faults, signals, or moves during a command
	imported      *entry // what the command import was run for; nil if it was not
}

// calm reports whether nothing happened that excuses an error.
func (o *observation) calm() bool {
	return len(o.faults) == 0 && o.game.refusal == "" && !o.killed() &&
		!o.moved() && o.plan.refreshed
}

// moved reports whether an event may have moved since the plan, as the listings show it.
func (o *observation) moved() bool { return o.plan.unsettled || o.game.movedSince(o.plan.began) }

// misled reports whether the service said that a subscription does not exist, so that its events
// counted as unlisted for a while.
func (o *observation) misled() bool {
	return o.plan.misled || slices.Contains(o.faults, unknownSubscription)
}

// killed reports whether a command has ended without a chance to finish.
func (o *observation) killed() bool {
	return o.planning != nil && o.planning.killed != "" || o.applying != nil && o.applying.killed != ""
}

// runs returns the commands of the step.
func (o *observation) runs() []*run {
	var all []*run
	for _, r := range []*run{o.tainting, o.planning, o.applying, o.again} {
		if r != nil {
			all = append(all, r)
		}
	}
	return all
}

// writes returns the writes of the apply.
func (o *observation) writes() []write {
	if o.applying == nil {
		return nil
	}
	return o.applying.writes
}

// step is one round: edit, move, plan, move, apply, and look at what they left.
func (g *game) step(ctx context.Context, number int) (*observation, error) {
	r := source(g.seed, number)
	_, _ = fmt.Fprintf(g.log, "  step %d\n", number)
	switch kind := r.IntN(24); {
	case kind >= 19:
		return g.destroyMoved(ctx, r)
	case kind >= 15:
		return g.writeNothing(ctx, r)
	case kind < 2:
		return g.importEvent(ctx, r)
	case kind < 4 && g.actions:
		return g.invoke(ctx, r)
	}
	if r.IntN(3) > 0 {
		g.repair(r)
	}
	g.edit(r)
	for range r.IntN(3) {
		g.move(r)()
	}
	tainting, err := g.taint(ctx, r)
	if err != nil {
		return nil, err
	}
	faults := g.addFaults(r)
	if len(faults) > 0 && r.IntN(3) == 0 {
		g.config.timeout = shortTimeout
	}
	o, err := g.begin()
	if err != nil {
		return nil, err
	}
	o.tainting, o.faults = tainting, faults
	if err := g.planAndApply(ctx, r, o); err != nil {
		return nil, err
	}
	g.service.ClearFaults()
	return o, g.finish(ctx, o)
}

// addFaults makes the service fail during the next commands, mostly, and returns the faults' names.
func (g *game) addFaults(r *rand.Rand) (names []string) {
	if r.IntN(3) == 0 {
		return nil
	}
	for _, f := range pickFaults(r) {
		g.service.AddFault(f.fault)
		names = append(names, f.name)
		g.say("fault: %s, after %d", f.name, f.fault.Skip)
	}
	return names
}

func (g *game) begin() (o *observation, err error) {
	o = &observation{game: g}
	if o.before, err = g.state(); err != nil {
		return nil, err
	}
	return o, g.writeConfig()
}

// finish observes what the commands have left.
func (g *game) finish(ctx context.Context, o *observation) (err error) {
	g.history.look(g.service.Events(), time.Now())
	if o.applying != nil {
		g.unsettled = g.lag > 0 && !o.applying.ok() && len(o.applying.writes) > 0
	}
	if o.after, err = g.state(); err != nil {
		return err
	}
	if o.audit, err = g.readAudit(); err != nil {
		return err
	}
	if o.planning != nil && o.applying.ok() && o.calm() && !o.plan.destroys &&
		len(o.leftovers()) == 0 {
		o.again, err = g.command(ctx, during{}, "plan", "-input=false", "-detailed-exitcode")
	}
	return err
}

func (g *game) planAndApply(ctx context.Context, r *rand.Rand, o *observation) (err error) {
	late := g.late != nil && r.IntN(2) == 0
	if late {
		o.plan, g.late = g.late, nil
		g.say("apply the saved plan of an earlier step")
	} else if err := g.makePlan(ctx, o, g.pickDuring(r), g.pickOption(r)); err != nil ||
		!o.planning.ok() {
		return err
	}
	if !late && r.IntN(6) == 0 {
		g.late = o.plan
		g.say("keep the plan for later")
		return nil
	}
	if r.IntN(4) == 0 {
		g.move(r)()
	}
	o.applying, err = g.command(ctx, g.pickDuring(r), "apply", "-input=false", o.plan.file)
	return err
}

// pickOption returns an option of the plan, if any.
func (g *game) pickOption(r *rand.Rand) string {
	switch r.IntN(12) {
	case 0:
		return "-refresh=false"
	case 1:
		if n := len(g.config.entries); n > 0 {
			return "-replace=" + g.config.entries[r.IntN(n)].address()
		}
	case 2:
		return "-destroy"
	case 3:
		return "-parallelism=1"
	}
	return ""
}

// makePlan saves a plan in a file, and reads it.
func (g *game) makePlan(ctx context.Context, o *observation, d during, option string) error {
	g.plans++
	file := filepath.Join(g.program.dir, fmt.Sprintf("plan-%d", g.plans))
	o.plan = &savedPlan{file: file, began: time.Now(), readOnly: g.config.readOnly,
		refreshed: option != "-refresh=false", destroys: option == "-destroy",
		misled: slices.Contains(o.faults, unknownSubscription), unsettled: g.unsettled}
	args := []string{"plan", "-input=false", "-out=" + file}
	if option != "" {
		args = append(args, option)
	}
	var err error
	if o.planning, err = g.command(ctx, d, args...); err != nil || !o.planning.ok() {
		return err
	}
	shown, err := g.program.do(ctx, &victim{}, "show", "-json", file)
	if err != nil {
		return err
	}
	// Warnings about dev_overrides can precede the JSON.
	_, content, found := strings.Cut(shown.output, "{\"format_version")
	if shown.exit != 0 || !found {
		return fmt.Errorf("%s: %s", shown.line, shown.output)
	}
	o.plan.intents, err = readIntents([]byte("{\"format_version" + content))
	return err
}

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

var errorLine = regexp.MustCompile(`(?m)^[│╷ ]*Error: .*$`)

func firstErrors(output string) string {
	return strings.Join(errorLine.FindAllString(output, 4), "; ")
}
