// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

type outcome string

const (
	passed  outcome = "passed"
	skipped outcome = "skipped"
	failed  outcome = "failed"
)

// result is one test with one CLI.
type result struct {
	name    string // package.Test, or package.Test/subtest
	outcome outcome
	reason  string // why it was skipped
}

// run is the suite with one CLI.
type run struct {
	cli     cli.CLI
	results []result
	took    time.Duration
}

func (r run) title() string {
	return r.cli.Product + " " + r.cli.Version
}

func count(results []result, as outcome) int {
	n := 0
	for _, r := range results {
		if r.outcome == as {
			n++
		}
	}
	return n
}

func report(w io.Writer, runs []run) error {
	for _, r := range runs {
		listSkipped(w, r)
		listFailed(w, r)
	}
	if err := printFeatures(w, runs); err != nil {
		return err
	}
	return printTotals(w, runs)
}

// listSkipped names the skipped tests of a run, by reason.
func listSkipped(w io.Writer, r run) {
	byReason := map[string][]string{}
	for _, result := range r.results {
		if result.outcome == skipped {
			byReason[result.reason] = append(byReason[result.reason], result.name)
		}
	}
	if len(byReason) == 0 {
		return
	}
	_, _ = fmt.Fprintf(w, "\nSkipped with %s\n", r.title())
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		slices.Sort(byReason[reason])
		_, _ = fmt.Fprintf(w, "  %s:\n    %s\n", reason, strings.Join(byReason[reason], "\n    "))
	}
}

// listFailed names the failed tests of a run, and how to run one again.
func listFailed(w io.Writer, r run) {
	if count(r.results, failed) == 0 {
		return
	}
	_, _ = fmt.Fprintf(w, "\nFailed with %s; again: %s=%s make test TEST_ARGS='-run TestName'\n",
		r.title(), cli.PathVariable, r.cli.Path)
	for _, result := range r.results {
		if result.outcome == failed {
			_, _ = fmt.Fprintf(w, "    %s\n", result.name)
		}
	}
}

// printFeatures prints the table of features by CLI. A feature without tests has no row.
func printFeatures(w io.Writer, runs []run) error {
	rows := features()
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	_, _ = fmt.Fprint(table, "\nFeature")
	for _, r := range runs {
		_, _ = fmt.Fprintf(table, "\t%s", r.title())
	}
	_, _ = fmt.Fprintln(table)
	for _, row := range rows {
		line, tested := row.name, false
		for _, r := range runs {
			var of []result
			for _, result := range r.results {
				if featureOf(rows, result.name) == row.name {
					of = append(of, result)
				}
			}
			line += "\t" + cell(of)
			tested = tested || len(of) > 0
		}
		if tested {
			_, _ = fmt.Fprintln(table, line)
		}
	}
	return table.Flush()
}

// cell summarizes the results of one feature with one CLI.
func cell(results []result) string {
	var parts []string
	for _, o := range []outcome{failed, passed, skipped} {
		if n := count(results, o); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, ", ")
}

func printTotals(w io.Writer, runs []run) error {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	_, _ = fmt.Fprintln(table, "\nCLI\tpassed\tskipped\tfailed\ttime")
	for _, r := range runs {
		_, _ = fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\n", r.title(),
			count(r.results, passed), count(r.results, skipped), count(r.results, failed),
			r.took.Round(time.Second))
	}
	return table.Flush()
}
