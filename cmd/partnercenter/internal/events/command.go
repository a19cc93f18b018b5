// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package events lists fraud events, and shows one of them.
package events

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/filters"
)

// Formats that only this listing has.
const (
	table         = "table"
	ledgerEntries = "ledger"
)

const help = `List the fraud events of the partner's customers, newest first. The command
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

const examples = `  partnercenter events --status Active,Investigating --severity High
  partnercenter events --older-than 24h --exit-code
  partnercenter events -o json | jq -r '.[].event_id'
  partnercenter events --newer-than 1d -o markdown
  partnercenter events -o ledger --merge decisions.yaml --write
  partnercenter events -o ledger --merge decisions.yaml --write --adopt --evidence ticket=SEC-1042`

// flags are the flags of "partnercenter events", except its filters.
type flags struct {
	access   access.Flags
	output   string
	exitCode bool
	wide     bool
	timeout  time.Duration

	mergeFile string
	write     bool
	adopt     bool
	evidence  evidence
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	in := flags{evidence: evidence{}}
	var given filters.Given
	cmd := &cobra.Command{
		Use:     "events",
		Short:   "List fraud events, as a table, as JSON, or as entries for a decisions file",
		Long:    help,
		Example: examples,
		Args:    cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, err := in.query(given)
			if err != nil {
				return err
			}
			return in.run(cmd.Context(), query, env)
		},
	}
	in.access.RegisterAPI(cmd)
	in.access.Register(cmd)
	cli.OutputVar(cmd, &in.output,
		"`format` of the output: table, json (an array with the data source's attributes),\n"+
			"markdown, csv, or ledger (entries for a decisions file)",
		table, cli.JSON, cli.Markdown, cli.CSV, ledgerEntries)
	cmd.Flags().BoolVar(&in.wide, "wide", false,
		"show all columns of the table, even if they do not fit the terminal")
	cli.ExitCodeVar(cmd, &in.exitCode, "exit with status 2 if at least one event is listed")
	cli.TimeoutVar(cmd, &in.timeout)
	given = filters.Register(cmd)
	in.registerLedger(cmd, env)
	cmd.AddCommand(newShow(env))
	return cmd
}

func (in *flags) registerLedger(cmd *cobra.Command, env cli.Environment) {
	flags := cmd.Flags()
	cli.InputVar(cmd, env, &in.mergeFile, "merge",
		"with -o ledger, the decisions `file` to add entries to; - is standard input;\n"+
			"the result goes to standard output, unless --write is set")
	flags.BoolVar(&in.write, "write", false, "change the file of --merge")
	flags.BoolVar(&in.adopt, "adopt", false,
		"with -o ledger, write complete entries for events that were decided in the portal")
	flags.Func("evidence", "with --adopt, evidence as `KEY=TEXT`, for example ticket=SEC-1042;\n"+
		"repeat the flag for each key", in.evidence.add)
}

// ledgerMistakes reports flags without the flag that they require.
func (in flags) ledgerMistakes() (mistakes []string) {
	for _, rule := range []struct {
		given, fits bool
		mistake     string
	}{
		{in.mergeFile != "", in.output == ledgerEntries, "--merge requires -o ledger."},
		{in.write, in.mergeFile != "", "--write requires --merge."},
		{in.write, in.mergeFile != cli.StandardInput,
			"--write conflicts with standard input as the file."},
		{in.adopt, in.output == ledgerEntries, "--adopt requires -o ledger."},
		{len(in.evidence) > 0, in.adopt, "--evidence requires --adopt."},
	} {
		if rule.given && !rule.fits {
			mistakes = append(mistakes, rule.mistake)
		}
	}
	return mistakes
}

func (in flags) query(given filters.Given) (filters.Query, error) {
	query, mistakes := given.Query()
	query.Decided = in.adopt
	query.Unresolved = len(query.Filter.Statuses) == 0 && !in.adopt &&
		(query.OlderThan != nil || in.exitCode || in.output == ledgerEntries)
	return query, cli.WrongUsages(append(mistakes, in.ledgerMistakes()...))
}
