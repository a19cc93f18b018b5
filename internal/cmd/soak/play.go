// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// counts is what a session has done.
type counts struct {
	games, steps, commands, writes, moves, faults, signals int
	kinds                                                  map[string]int // of steps
}

func (c counts) String() string {
	var kinds []string
	for _, name := range slices.Sorted(maps.Keys(c.kinds)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", c.kinds[name], name))
	}
	return fmt.Sprintf("%d games, %d steps, %d commands of the CLI, %d writes, %d moves, %d faults, "+
		"%d signals\nSteps: %s", c.games, c.steps, c.commands, c.writes, c.moves, c.faults, c.signals,
		strings.Join(kinds, ", "))
}

func (c *counts) add(o *observation) {
	if c.kinds == nil {
		c.kinds = map[string]int{}
	}
	c.steps++
	c.kinds[cmp.Or(o.kind, "at the end")]++
	c.faults += len(o.faults)
	for _, r := range o.runs() {
		c.commands++
		c.writes += len(r.writes) + len(areaWrites(r))
		if r.killed != "" {
			c.signals++
		}
	}
}

// The numbers of the steps at the end of every game.
const (
	convergenceStep = 0
	destroyStep     = -1
)

// failure is a step that broke an invariant.
type failure struct {
	steps   []int // up to the broken one
	broken  []string
	log     string
	endless bool // a command did not end, so shorter games would take too long
}

func (f *failure) step() string {
	switch last := f.steps[len(f.steps)-1]; last {
	case convergenceStep:
		return "convergence"
	case destroyStep:
		return "destroy"
	default:
		return strconv.Itoa(last)
	}
}

// edits returns the steps without the last two, which every game has.
func (f *failure) edits() []int {
	return slices.DeleteFunc(slices.Clone(f.steps), func(n int) bool { return n <= 0 })
}

// play plays one game. An error means that it could not begin, or was interrupted.
func (s *soak) play(ctx context.Context, seed uint64, steps []int, show bool) (_ *failure,
	err error) {
	dir, err := os.MkdirTemp("", "partnercenter-soak-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	log := &journal{show: show}
	_, _ = fmt.Fprintf(log, "seed %d\n", seed)
	g, err := open(seed, dir, s.cli, s.bin, log)
	if err != nil {
		return nil, fmt.Errorf("seed %d: %w", seed, err)
	}
	g.program.limit = s.limit
	defer func() { err = errors.Join(err, g.close()) }()
	s.counted.games++
	defer func() { s.counted.moves += len(g.moves) }()
	for n, number := range append(slices.Clone(steps), convergenceStep, destroyStep) {
		if number > 0 && time.Now().After(s.ends) {
			continue
		}
		broken, err := s.judge(ctx, g, number)
		if ctx.Err() != nil {
			return nil, errors.Join(err, ctx.Err())
		}
		if err != nil {
			broken = []string{err.Error()}
		}
		if len(broken) > 0 {
			endless := (*endlessError)(nil)
			return &failure{append(slices.Clone(steps[:min(n, len(steps))]), number), broken,
				log.text.String(), errors.As(err, &endless)}, nil
		}
	}
	return nil, nil
}

// judge plays one step, and returns the promises that it broke. An error is a command without a
// result that can be judged, such as one that did not end.
func (s *soak) judge(ctx context.Context, g *game, number int) ([]string, error) {
	o, err := g.round(ctx, number)
	if err != nil {
		return nil, err
	}
	s.counted.add(o)
	broken := check(o)
	if len(broken) == 0 {
		o.remember()
	}
	return broken, nil
}

func (g *game) round(ctx context.Context, number int) (*observation, error) {
	switch number {
	case convergenceStep:
		return g.converge(ctx)
	case destroyStep:
		return g.destroy(ctx)
	}
	return g.step(ctx, number)
}

// shrink leaves out each earlier step once, as long as the last one still fails.
func (s *soak) shrink(ctx context.Context, seed uint64, f *failure) []int {
	steps := f.edits()
	s.ends = time.Now().Add(2 * time.Minute)
	for n := 0; n < len(steps)-1 && time.Now().Before(s.ends); {
		fewer := slices.Delete(slices.Clone(steps), n, n+1)
		again, err := s.play(ctx, seed, fewer, false)
		if err == nil && again != nil && again.step() == f.step() {
			steps = fewer
		} else {
			n++
		}
	}
	return steps
}

func join(steps []int) string {
	var all []string
	for _, n := range steps {
		all = append(all, strconv.Itoa(n))
	}
	return strings.Join(all, ",")
}

// journal keeps the log of a game, which only a failure prints.
type journal struct {
	show bool
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	if j.show {
		fmt.Print(string(p))
	}
	return j.text.Write(p)
}
