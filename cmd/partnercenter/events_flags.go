// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"slices"
	"strings"
	"time"
)

// Forms of the listing.
const (
	outputTable  = "table"
	outputJSON   = "json"
	outputLedger = "ledger"
)

const eventsHelp = `Usage: partnercenter events [flags]

Lists the fraud events of the partner's customers, newest first. It never writes to Partner Center.

The filters are those of the data source partnercenter_fraud_events, and all given ones must match. Without --status
events of every status are listed, unless --older-than, --exit-code or -o ledger asks for what still waits for a
decision: then resolved events are left out. Filters other than --older-than leave out events that do not say what
they ask for: a gate with --severity High misses an alert without a severity. The flags of sign-in are below; everything else comes from the
PARTNERCENTER_* variables, as for the provider.

Exit status: 0, or with --exit-code 2 if at least one event is listed; 1 for every error, a wrong command line included.

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
		"`form` of the listing: table, json (an array of what the data source has) or ledger\n"+
			"(entries for a decisions file, their decisions left open)")
	flags.BoolVar(&in.exitCode, "exit-code", false,
		"exit with status 2 if at least one event is listed")
	flags.DurationVar(&in.timeout, "timeout", 5*time.Minute, "`time` after which to give up")
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
		mistakes = append(mistakes, "`--timeout` must be longer than 0.")
	}
	if len(mistakes) > 0 {
		return in, query, usageError(environment{stderr: stderr}, strings.Join(mistakes, "\n"))
	}
	query.unresolved = len(query.filter.Statuses) == 0 &&
		(query.olderThan != nil || in.exitCode || in.output == outputLedger)
	return in, query, nil
}
