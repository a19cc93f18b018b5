// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

// Forms of the report, apart from JSON.
const (
	outputHTML = "html"
)

const (
	byWeek  = "week"
	byMonth = "month"
)

const reportHelp = `Report how fast fraud events are handled, against Microsoft's 24 hours on
average: one page that needs no network, Markdown, CSV, or JSON. The command never writes
to Partner Center.

An answer counts in the period in which it was given. Weeks are ISO weeks; weeks and months are in
UTC. Open events do not count into averages; the report shows what they would make of them.

Partner Center stops listing events some time after they are resolved. With --keep, the command
keeps what it sees in a folder, and reports what is in the folder. The folder and the report contain
names of customers and colleagues.`

const reportExamples = `  partnercenter report --out report.html
  partnercenter report --month 2026-11 --keep kept --out november.html
  partnercenter report --since 90d --by month -o markdown`

// reportFlags are the flags of "partnercenter report", apart from its filters.
type reportFlags struct {
	signIn              signInFlags
	output, by          string
	since, month        string
	auditLog, keep, out string
	timeout             time.Duration
}

func newReportCommand(env environment) *cobra.Command {
	var in reportFlags
	given := map[string][]string{}
	cmd := &cobra.Command{
		Use:     "report",
		Short:   "Report how fast fraud events are handled, as a page, Markdown, CSV, or JSON",
		Long:    reportHelp,
		Example: reportExamples,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := time.Now()
			query, mistakes := newEventsQuery(given)
			window, err := in.window(now)
			if err != nil {
				mistakes = append(mistakes, err.Error()+".")
			}
			if in.month != "" && cmd.Flags().Changed("since") {
				mistakes = append(mistakes, "--since conflicts with --month.")
			}
			if in.timeout <= 0 {
				mistakes = append(mistakes, "--timeout must be greater than 0.")
			}
			if len(mistakes) > 0 {
				return wrongUsage("%s", strings.Join(mistakes, "\n"))
			}
			return in.run(cmd.Context(), query, window, now, env)
		},
	}
	flags := cmd.Flags()
	in.signIn.register(flags)
	outputVar(cmd, &in.output, "`format` of the output: html, markdown, csv, or json", outputHTML,
		outputMarkdown, outputCSV, outputJSON)
	in.by = byWeek
	flags.Var(choice{&in.by, []string{byWeek, byMonth}}, "by",
		"`period` of the figures: week or month")
	completeWith(cmd, "by", byWeek, byMonth)
	flags.StringVar(&in.since, "since", "30d", "report this `age` up to now: 24h, 30d")
	flags.StringVar(&in.month, "month", "", "report this `month`, in UTC: 2026-11")
	pathVar(flags, env, &in.auditLog, "audit-log",
		"`file` with the provider's audit log: it says who decided, where the service knows only who\n"+
			"signed in")
	pathVar(flags, env, &in.keep, "keep", "`folder` that keeps what the report needs of all events")
	pathVar(flags, env, &in.out, "out", "write to this `file`, accessible only by its owner")
	flags.DurationVar(&in.timeout, "timeout", 5*time.Minute, "`time` limit for the whole command")
	for _, f := range filterFlags() {
		if f.name != "older-than" { // a window has ages already
			f.register(flags, given)
		}
	}
	return cmd
}

// window is the span that the flags ask for. Its error lacks the full stop.
func (in reportFlags) window(now time.Time) (report.Window, error) {
	if in.month == "" {
		age, err := parseAge(in.since)
		if err != nil {
			return report.Window{}, fmt.Errorf("--since %w", err)
		}
		return report.Window{Since: now.Add(-age)}, nil
	}
	since, err := time.Parse("2006-01", in.month)
	if err != nil {
		return report.Window{}, fmt.Errorf("--month must be a month such as 2026-11, got %q",
			in.month)
	}
	return report.Window{Since: since, Until: since.AddDate(0, 1, 0)}, nil
}

func (in reportFlags) run(ctx context.Context, query eventsQuery, window report.Window,
	now time.Time, env environment) error {
	var by map[string]string
	if in.auditLog != "" {
		var err error
		if by, err = report.Deciders(in.auditLog); err != nil {
			return err
		}
	}
	records, unlisted, err := in.records(ctx, query, env)
	if err != nil {
		return err
	}
	b := report.NewBuilder(window, now, in.by == byMonth, by)
	for _, r := range records {
		if r.Matches(query.filter) {
			b.Add(r)
		}
	}
	figures := b.Report()
	figures.Unlisted = unlisted
	return in.write(figures, env)
}

// records are the listed events and, with a folder, those that were listed before. The folder
// keeps all events, whatever the filters are.
func (in reportFlags) records(ctx context.Context, query eventsQuery,
	env environment) (records []report.Record, unlisted int, err error) {
	_, connection, err := connect(in.signIn, env, func(_ context.Context, message string) {
		say(env.stderr, "Warning: %s\n", message)
	})
	if err != nil {
		return nil, 0, err
	}
	book := ledger.New(ledger.ReadOnly(connection.Events), nil)
	if !book.Limits().AllFields {
		if err := query.checkClassic(); err != nil {
			return nil, 0, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, in.timeout)
	defer cancel()
	filter := query.filter
	if in.keep != "" {
		filter = fraud.Filter{}
	}
	events, err := book.Collect(ctx, filter, report.Slim)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range events {
		records = append(records, report.NewRecord(e))
	}
	if in.keep == "" {
		return records, 0, nil
	}
	return report.Keep(in.keep, records)
}

// write prints or saves the report in one piece.
func (in reportFlags) write(figures report.Report, env environment) error {
	var out bytes.Buffer
	write := map[string]func(io.Writer) error{outputHTML: figures.WriteHTML,
		outputMarkdown: figures.WriteMarkdown, outputCSV: figures.WriteCSV, outputJSON: figures.WriteJSON}
	if err := write[in.output](&out); err != nil {
		return err
	}
	if in.out != "" {
		return files.WritePrivate(in.out, out.Bytes())
	}
	if _, err := io.Copy(env.stdout, &out); err != nil {
		return errors.Join(errors.New("the report could not be written in full"), err)
	}
	return nil
}
