// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// kind is a kind of steps.
type kind struct {
	name     string
	weight   int
	possible bool
	play     func(ctx context.Context, r *rand.Rand) (*observation, error)
}

func (g *game) kinds() []kind {
	return []kind{
		{"change", 11, true, g.change},
		{"import", 2, true, g.importEvent},
		{"action", 2, g.actions, g.invoke},
		{"query", 3, g.actions, g.query},
		{"read_only", 4, true, g.writeNothing},
		{"moved destroy", 5, true, g.destroyMoved},
		{"other API", 3, !g.config.classic, g.switchAPI},
		{"areas", 4, true, g.changeAreas},
		{"data sources", 2, true, g.readData},
		{"action of an area", 2, g.actions, g.invokeArea},
	}
}

// step plays one step of a random kind.
func (g *game) step(ctx context.Context, number int) (o *observation, err error) {
	r := source(g.seed, number)
	_, _ = fmt.Fprintf(g.log, "  step %d\n", number)
	all := slices.DeleteFunc(g.kinds(), func(k kind) bool { return !k.possible })
	total := 0
	for _, k := range all {
		total += k.weight
	}
	n := r.IntN(total)
	for _, k := range all {
		if n -= k.weight; n < 0 {
			if o, err = k.play(ctx, r); err == nil {
				o.kind = k.name
			}
			return o, err
		}
	}
	return nil, errors.New("no kind of steps is possible")
}

// change is a round: edit, move, plan, move, apply, and look at what they left.
func (g *game) change(ctx context.Context, r *rand.Rand) (*observation, error) {
	if r.IntN(3) > 0 {
		g.repair(r)
	}
	g.edit(r)
	for range r.IntN(3) {
		g.move(r)()
	}
	if g.actions && r.IntN(4) == 0 {
		if err := g.addTrigger(r); err != nil {
			return nil, err
		}
		defer g.dropAction()
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
	for _, f := range pickFaults(r, g.config.api) {
		g.service.AddFault(f.fault)
		names = append(names, f.name)
		g.say("fault: %s, after %d", f.name, f.fault.Skip)
	}
	return names
}

func (g *game) begin() (o *observation, err error) {
	o = &observation{game: g, cleanUp: g.config.cleanUp}
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
	if o.areas == nil && o.planning != nil && o.applying.ok() && o.calm() && !o.plan.destroys &&
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
	shown, err := g.showIn(ctx, g.program.dir, file)
	if err == nil {
		o.plan.intents, err = readIntents(shown, g.config.event)
	}
	return err
}

// showIn returns a saved plan of a folder as JSON.
func (g *game) showIn(ctx context.Context, dir, file string) ([]byte, error) {
	p := *g.program
	p.dir = dir
	shown, err := p.do(ctx, &victim{}, "show", "-json", file)
	if err != nil {
		return nil, err
	}
	// Warnings about dev_overrides can precede the JSON.
	_, content, found := strings.Cut(shown.output, "{\"format_version")
	if shown.exit != 0 || !found {
		return nil, fmt.Errorf("%s: %s", shown.line, shown.output)
	}
	return []byte("{\"format_version" + content), nil
}

var errorLine = regexp.MustCompile(`(?m)^[│╷ ]*Error: .*$`)

func firstErrors(output string) string {
	return strings.Join(errorLine.FindAllString(output, 4), "; ")
}
