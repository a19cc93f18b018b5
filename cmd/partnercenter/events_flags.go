// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"slices"
	"strings"
	"time"
)

// Formats of the listing.
const (
	outputTable  = "table"
	outputJSON   = "json"
	outputLedger = "ledger"
)

const eventsHelp = `Usage: partnercenter events [flags]

Lists the fraud events of the partner's customers, newest first. It never writes to Partner Center.

The filters are the same as in the data source partnercenter_fraud_events. An event must match all
filters. Without --status, the command lists events of every status. With --older-than, --exit-code,
or -o ledger, it omits resolved events. Filters other than --older-than omit events that lack the
filtered value: a gate with --severity High misses an alert without a severity. The flags for the
sign-in are below. All other settings come from the PARTNERCENTER_* variables, as for the provider.

Exit status: 0, or with --exit-code 2 if at least one event is listed; 1 for every error, including
an invalid command line.

Examples:
  partnercenter events --status Active,Investigating --severity High
  partnercenter events --older-than 24h --exit-code
  partnercenter events -o json | jq -r '.[].event_id'

Flags:
`

// eventsFlags are the flags of "partnercenter events", apart from its filters.
type eventsFlags struct {
	signIn   signInFlags
	output   string
	exitCode bool
	timeout  time.Duration
}

// parseEventsFlags reads the command line. The error is flag.ErrHelp or errUsage, and has been
// reported.
func parseEventsFlags(args []string, stderr io.Writer) (eventsFlags, eventsQuery, error) {
	var in eventsFlags
	given := map[string][]string{}
	flags := newFlagSet("events", stderr)
	flags.Usage = func() {
		say(stderr, "%s", eventsHelp)
		flags.PrintDefaults()
	}
	in.signIn.register(flags)
	flags.StringVar(&in.output, "o", outputTable,
		"`format` of the output: table, json (an array with the data source's attributes),\n"+
			"or ledger (undecided entries for a decisions file)")
	flags.BoolVar(&in.exitCode, "exit-code", false,
		"exit with status 2 if at least one event is listed")
	flags.DurationVar(&in.timeout, "timeout", 5*time.Minute, "`time` limit for the whole command")
	for _, f := range filterFlags() {
		f.register(flags, given)
	}
	if err := parseFlags(flags, args); err != nil {
		return in, eventsQuery{}, err
	}
	query, mistakes := newEventsQuery(given)
	if !slices.Contains([]string{outputTable, outputJSON, outputLedger}, in.output) {
		mistakes = append(mistakes, "-o is table, json or ledger.")
	}
	if in.timeout <= 0 {
		mistakes = append(mistakes, "--timeout must be greater than 0.")
	}
	if len(mistakes) > 0 {
		return in, query, usageError(environment{stderr: stderr}, strings.Join(mistakes, "\n"))
	}
	query.unresolved = len(query.filter.Statuses) == 0 &&
		(query.olderThan != nil || in.exitCode || in.output == outputLedger)
	return in, query, nil
}
