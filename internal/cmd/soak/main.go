// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command soak plays random games against the emulator with the real CLI, and checks what the
// provider promises after every step. A game is a world, a configuration, and steps: edits of the
// configuration, moves of colleagues, faults of the service, signals, and saved plans.
//
//	main  play               a session, its games, and the shortest game that fails
//	game  config  edits      a world, its configuration, and what users and colleagues change
//	step  ending             the kinds of steps, and the two at the end of every game
//	situations  commands  actions  trigger  query  switch_api    further kinds of steps
//	area*                    steps about budgets, the webhook, other actions, and data sources
//	run  process  during     a command, its limit, and what happens while it runs
//	watch  standing  state  plan  audit  memory    what is observed
//	invariants  *_checks  causes  leftovers  leaks    the oracle
//	api  faults  graph_behaviour    the two APIs, and how their services behave and fail
//
// No rule of the oracle depends on seconds: a slow machine plays fewer steps, and the same rules
// hold. A command that never ends is stopped after a limit, and fails the game.
//
// The seed determines the world, the configuration, the moves, the faults, and after which call
// they happen. It does not determine timing: which of several concurrent calls comes first, and
// how far the provider is when a signal arrives. So a failure that depends on timing may take
// several attempts to repeat.
//
// Run it with "make soak" from the top of the repository. Its exit status is 0 only if every
// invariant held. The oracle is written from the documentation, and shares no code with the
// provider.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func main() {
	s := &soak{}
	flag.DurationVar(&s.length, "for", time.Minute, "start no step after this time")
	flag.Uint64Var(&s.seed, "seed", 0, "the first seed; 0 picks one")
	flag.IntVar(&s.steps, "steps", 6, "steps of a game")
	flag.IntVar(&s.games, "games", 0, "number of games; 0: until the time is over")
	flag.DurationVar(&s.limit, "limit", 20*time.Minute, "stop a command, and fail, after this time")
	flag.BoolVar(&s.verbose, "v", false, "print every step")
	flag.BoolVar(&s.shorten, "shrink", true, "after a failure, leave out steps that it does not need")
	only := flag.String("only", "", "play only these steps of a game, such as 2,5")
	flag.Parse()
	cli.Main("soak", func(ctx context.Context) error {
		var err error
		if s.only, err = parseSteps(*only); err != nil {
			return err
		}
		return s.run(ctx)
	})
}

func parseSteps(text string) ([]int, error) {
	var all []int
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-only must list steps, such as 2,5, got %q", text)
		}
		all = append(all, n)
	}
	return all, nil
}

// soak is a session of several games.
type soak struct {
	length       time.Duration
	limit        time.Duration // of a command
	seed         uint64
	steps, games int
	verbose      bool
	shorten      bool
	only         []int

	cli     cli.CLI
	bin     string
	ends    time.Time
	counted counts
}

func (s *soak) run(ctx context.Context) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	if s.cli, err = cli.Find(ctx, root, os.Stderr); err != nil {
		return err
	}
	s.bin, s.ends = filepath.Join(root, "bin"), time.Now().Add(s.length)
	if s.seed == 0 {
		s.seed = uint64(time.Now().Unix()) //nolint:gosec // G115: it is positive.
	}
	fmt.Printf("%s %s, %d invariants, from seed %d\n", s.cli.Product, s.cli.Version,
		len(invariants()), s.seed)
	steps := s.only
	if len(steps) == 0 {
		for n := range s.steps {
			steps = append(steps, n+1)
		}
	}
	seed := s.seed
	for n := 0; (s.games == 0 || n < s.games) && time.Now().Before(s.ends); n++ {
		failure, err := s.play(ctx, seed, steps, s.verbose)
		if err == nil && failure != nil {
			err = s.report(ctx, seed, failure)
		}
		if err != nil {
			return err
		}
		seed++
	}
	fmt.Println(s.counted)
	return nil
}

// report prints a failure with the shortest game that has it.
func (s *soak) report(ctx context.Context, seed uint64, f *failure) error {
	if !s.verbose {
		fmt.Print(f.log)
	}
	short := f.edits()
	if s.shorten && !f.endless {
		short = s.shrink(ctx, seed, f)
	}
	fmt.Println(s.counted)
	return fmt.Errorf("seed %d, step %s:\n  %s\nRepeat it with\n  bin/soak -games 1 -v -for 10m "+
		"-seed %d -only %s", seed, f.step(), strings.Join(f.broken, "\n  "), seed, join(short))
}
