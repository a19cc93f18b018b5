// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command bench measures the provider's cost at realistic sizes: calls, as the emulator counts
// them, wall time compared with Terraform's own terraform_data in a configuration of the same
// shape, and peak memory.
//
// Run it with "make bench" from the top of the repository. It prints one table and writes
// bin/bench.json. Times depend on the machine, so read the ratios and the counts. A missed target
// does not change the exit status, but a failed command does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

type benchCase struct {
	name string
	run  func(context.Context, *bench) error
}

func cases() []benchCase {
	return []benchCase{
		{"singular", singular},
		{"reasons", reasons},
		{"tenant", tenant},
		{"ledger", ledger},
		{"instance", instance},
		{"memory", memory},
		{"throttled", throttled},
		{"audit", audit},
		{"budgets", budgets},
		{"graph", graph},
	}
}

func main() { cli.Main("bench", runCases) }

func runCases(ctx context.Context) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	names := flags.String("case", "", "only these `cases`, separated by commas: "+
		strings.Join(caseNames(), ", "))
	quick := flags.Bool("quick", false, "a tenth of the decisions and events, to try the program out")
	if err := flags.Parse(os.Args[1:]); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	chosen, err := choose(*names)
	if err != nil {
		return err
	}

	b := &bench{shrink: 1}
	if *quick {
		b.shrink = 10
	}
	if b.root, err = os.Getwd(); err != nil {
		return err
	}
	if b.cli, err = cli.Find(ctx, b.root, os.Stderr); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "partnercenter-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()

	for _, c := range chosen {
		_, _ = fmt.Fprintf(os.Stderr, "%s ...\n", c.name)
		if err := c.run(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	printTable(os.Stdout, b)
	return writeJSON(filepath.Join(b.root, "bin", "bench.json"), b)
}

func choose(names string) ([]benchCase, error) {
	if names == "" {
		return cases(), nil
	}
	var chosen []benchCase
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(cases(), func(c benchCase) bool { return c.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no case %q; there are %s", name,
				strings.Join(caseNames(), ", "))
		}
		chosen = append(chosen, cases()[i])
	}
	return chosen, nil
}

func caseNames() []string {
	var names []string
	for _, c := range cases() {
		names = append(names, c.name)
	}
	return names
}
