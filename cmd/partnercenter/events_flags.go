// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// Formats of the listing.
const (
	outputTable  = "table"
	outputLedger = "ledger"
)

const eventsHelp = `List the fraud events of the partner's customers, newest first. The command
never writes to Partner Center.

The filters are the same as in the data source partnercenter_fraud_events. An event must match all
filters. Without --status, the command lists events of every status. With --older-than, --exit-code,
or -o ledger, it omits resolved events. Filters other than --older-than omit events that lack the
filtered value: a gate with --severity High misses an alert without a severity. The flags for the
sign-in are below. All other settings come from the PARTNERCENTER_* variables, as for the provider.

With -o ledger --merge FILE, the command adds entries for the events that the decisions file does
not name yet, and keeps every other byte of the file. --adopt records decisions that were made in
the portal.

Exit status: 0, or with --exit-code 2 if at least one event is listed, or with --merge if at least
one entry is added; 1 for every error, including an invalid command line.`

const eventsExamples = `  partnercenter events --status Active,Investigating --severity High
  partnercenter events --older-than 24h --exit-code
  partnercenter events -o json | jq -r '.[].event_id'
  partnercenter events --newer-than 1d -o markdown
  partnercenter events -o ledger --merge decisions.yaml --write
  partnercenter events -o ledger --merge decisions.yaml --write --adopt --evidence ticket=SEC-1042`

// eventsFlags are the flags of "partnercenter events", apart from its filters.
type eventsFlags struct {
	signIn   signInFlags
	output   string
	exitCode bool
	wide     bool
	timeout  time.Duration

	mergeFile string
	write     bool
	adopt     bool
	evidence  evidence
}

func newEventsCommand(env environment) *cobra.Command {
	in := eventsFlags{evidence: evidence{}}
	given := map[string][]string{}
	cmd := &cobra.Command{
		Use:     "events",
		Short:   "List fraud events, as a table, as JSON, or as entries for a decisions file",
		Long:    eventsHelp,
		Example: eventsExamples,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := in.query(given)
			if err != nil {
				return err
			}
			return runEvents(cmd.Context(), in, query, env)
		},
	}
	flags := cmd.Flags()
	in.signIn.register(flags)
	completeSignIn(cmd)
	outputVar(cmd, &in.output,
		"`format` of the output: table, json (an array with the data source's attributes),\n"+
			"markdown, csv, or ledger (entries for a decisions file)",
		outputTable, outputJSON, outputMarkdown, outputCSV, outputLedger)
	flags.BoolVar(&in.wide, "wide", false,
		"show all columns of the table, even if they do not fit the terminal")
	flags.BoolVar(&in.exitCode, flagExitCode, false,
		"exit with status 2 if at least one event is listed")
	flags.DurationVar(&in.timeout, "timeout", 5*time.Minute, "`time` limit for the whole command")
	for _, f := range filterFlags() {
		f.register(flags, given)
		if f.many {
			completeList(cmd, f.name, f.values)
		}
	}
	in.registerLedger(cmd)
	cmd.AddCommand(newEventsShowCommand(env))
	return cmd
}

// registerLedger adds the flags of -o ledger.
func (in *eventsFlags) registerLedger(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&in.mergeFile, "merge", "",
		"with -o ledger, the decisions `file` to add entries to;\n"+
			"the result goes to standard output, unless --write is set")
	flags.BoolVar(&in.write, "write", false, "change the file of --merge")
	flags.BoolVar(&in.adopt, "adopt", false,
		"with -o ledger, write entries of what was decided in the portal, filled in")
	flags.Func("evidence", "with --adopt, evidence as `KEY=TEXT`, for example ticket=SEC-1042;\n"+
		"repeat the flag for each key", in.evidence.add)
}

// ledgerMistakes are flags that lack the flag that they belong to.
func (in eventsFlags) ledgerMistakes() (mistakes []string) {
	for _, rule := range []struct {
		given, fits bool
		mistake     string
	}{
		{in.mergeFile != "", in.output == outputLedger, "--merge requires -o ledger."},
		{in.write, in.mergeFile != "", "--write requires --merge."},
		{in.write, in.mergeFile != standardInput, "--write conflicts with standard input as the file."},
		{in.adopt, in.output == outputLedger, "--adopt requires -o ledger."},
		{len(in.evidence) > 0, in.adopt, "--evidence requires --adopt."},
	} {
		if rule.given && !rule.fits {
			mistakes = append(mistakes, rule.mistake)
		}
	}
	return mistakes
}

// query reads the filters.
func (in eventsFlags) query(given map[string][]string) (eventsQuery, error) {
	query, mistakes := newEventsQuery(given)
	mistakes = append(mistakes, in.ledgerMistakes()...)
	if in.timeout <= 0 {
		mistakes = append(mistakes, "--timeout must be greater than 0.")
	}
	if len(mistakes) > 0 {
		return query, wrongUsage("%s", strings.Join(mistakes, "\n"))
	}
	query.decided = in.adopt
	query.unresolved = len(query.filter.Statuses) == 0 && !in.adopt &&
		(query.olderThan != nil || in.exitCode || in.output == outputLedger)
	return query, nil
}
