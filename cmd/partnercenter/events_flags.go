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

const eventsHelp = `List the fraud events of the partner's customers, newest first. The command never
writes to Partner Center.

The filters are the same as in the data source partnercenter_fraud_events. An event must match all
filters. Without --status, the command lists events of every status. With --older-than, --exit-code,
or -o ledger, it omits resolved events. Filters other than --older-than omit events that lack the
filtered value: a gate with --severity High misses an alert without a severity. The flags for the
sign-in are below. All other settings come from the PARTNERCENTER_* variables, as for the provider.

Exit status: 0, or with --exit-code 2 if at least one event is listed; 1 for every error, including
an invalid command line.`

const eventsExamples = `  partnercenter events --status Active,Investigating --severity High
  partnercenter events --older-than 24h --exit-code
  partnercenter events -o json | jq -r '.[].event_id'`

// eventsFlags are the flags of "partnercenter events", apart from its filters.
type eventsFlags struct {
	signIn   signInFlags
	output   string
	exitCode bool
	timeout  time.Duration
}

func newEventsCommand(env environment) *cobra.Command {
	var in eventsFlags
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
			"or ledger (undecided entries for a decisions file)",
		outputTable, outputJSON, outputLedger)
	flags.BoolVar(&in.exitCode, flagExitCode, false,
		"exit with status 2 if at least one event is listed")
	flags.DurationVar(&in.timeout, "timeout", 5*time.Minute, "`time` limit for the whole command")
	for _, f := range filterFlags() {
		f.register(flags, given)
		if f.many {
			completeList(cmd, f.name, f.values)
		}
	}
	return cmd
}

// query reads the filters.
func (in eventsFlags) query(given map[string][]string) (eventsQuery, error) {
	query, mistakes := newEventsQuery(given)
	if in.timeout <= 0 {
		mistakes = append(mistakes, "--timeout must be greater than 0.")
	}
	if len(mistakes) > 0 {
		return query, wrongUsage("%s", strings.Join(mistakes, "\n"))
	}
	query.unresolved = len(query.filter.Statuses) == 0 &&
		(query.olderThan != nil || in.exitCode || in.output == outputLedger)
	return query, nil
}
