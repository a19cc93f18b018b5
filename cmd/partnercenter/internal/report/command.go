// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package report reports how fast fraud events are handled.
package report

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/filters"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

const (
	html = "html"

	byWeek  = "week"
	byMonth = "month"
)

const help = `Report how fast fraud events are handled, compared with the average of 24 hours
that Microsoft requires: as a self-contained page, Markdown, CSV, or JSON. The command never writes
to Partner Center.

An answer counts in the period in which it was given. Weeks are ISO weeks; weeks and months are in
UTC. Open events do not count toward averages; the report shows how they would change the average.

Partner Center stops listing events some time after they are resolved. With --keep, the command
keeps the events that it reads in a folder, and reports on all events in the folder. The folder and
the report contain names of customers and colleagues.`

const examples = `  partnercenter report --out report.html
  partnercenter report --month 2026-11 --keep kept --out november.html
  partnercenter report --since 90d --by month -o markdown`

// flags are the flags of "partnercenter report", except its filters.
type flags struct {
	access              access.Flags
	output, by          string
	since, month        string
	auditLog, keep, out string
	timeout             time.Duration
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	var given filters.Given
	cmd := &cobra.Command{
		Use:     "report",
		Short:   "Report how fast fraud events are handled, as a page, Markdown, CSV, or JSON",
		Long:    help,
		Example: examples,
		Args:    cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := time.Now()
			query, mistakes := given.Query()
			window, err := in.window(now)
			if err != nil {
				mistakes = append(mistakes, err.Error()+".")
			}
			if in.month != "" && cmd.Flags().Changed("since") {
				mistakes = append(mistakes, "--since conflicts with --month.")
			}
			if err := cli.WrongUsages(mistakes); err != nil {
				return err
			}
			return in.run(cmd.Context(), query, window, now, env)
		},
	}
	flags := cmd.Flags()
	in.access.RegisterAPI(cmd)
	in.access.Register(cmd)
	cli.OutputVar(cmd, &in.output, "`format` of the output: html, markdown, csv, or json", html,
		cli.Markdown, cli.CSV, cli.JSON)
	in.by = byWeek
	cli.ChoiceVar(cmd, &in.by, "by", "", "`period` of the figures: week or month", byWeek, byMonth)
	flags.StringVar(&in.since, "since", "30d", "report this `age` up to now: 24h, 30d")
	flags.StringVar(&in.month, "month", "", "report this `month`, in UTC: 2026-11")
	cli.PathVar(cmd, env, &in.auditLog, "audit-log",
		"`file` with the provider's audit log, which names who decided; the service names only\n"+
			"who signed in")
	cli.PathVar(cmd, env, &in.keep, "keep", "`folder` that keeps the report's data about all events")
	cli.OutVar(cmd, env, &in.out, "out", "write to this `file`, accessible only by its owner",
		"omit the flag")
	cli.TimeoutVar(cmd, &in.timeout)
	given = filters.Register(cmd, "older-than") // a window already limits the age
	return cmd
}

// window returns the span that the flags request. Its error lacks the full stop.
func (in flags) window(now time.Time) (report.Window, error) {
	if in.month == "" {
		age, err := filters.ParseAge(in.since)
		if err != nil {
			return report.Window{}, fmt.Errorf("--since %w", err)
		}
		return report.Window{Since: now.Add(-age)}, nil
	}
	since, err := time.Parse("2006-01", in.month)
	if err != nil {
		return report.Window{}, fmt.Errorf("--month must be a month such as 2026-11, got %s",
			anatomy.Typed(in.month))
	}
	return report.Window{Since: since, Until: since.AddDate(0, 1, 0)}, nil
}

func (in flags) run(ctx context.Context, query filters.Query, window report.Window,
	now time.Time, env cli.Environment) error {
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
		if r.Matches(query.Filter) {
			b.Add(r)
		}
	}
	figures := b.Report()
	figures.Unlisted = unlisted
	return in.write(figures, env)
}

// records returns the listed events and, with a folder, those of earlier listings. The folder keeps
// all events, whatever the filters are.
func (in flags) records(ctx context.Context, query filters.Query,
	env cli.Environment) (records []report.Record, unlisted int, err error) {
	book, done, err := in.access.Ledger(env)
	if err != nil {
		return nil, 0, err
	}
	defer done()
	if err := query.CheckModel(book.Limits()); err != nil {
		return nil, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, in.timeout)
	defer cancel()
	if in.keep == "" {
		records, err = collect(ctx, book, query.Filter)
		return records, 0, err
	}
	folder, err := report.OpenFolder(ctx, in.keep)
	if err != nil {
		return nil, 0, err
	}
	defer folder.Close() //nolint:errcheck // the lock ends with the process
	if records, err = collect(ctx, book, fraud.Filter{}); err != nil {
		return nil, 0, err
	}
	return folder.Keep(records)
}

func collect(ctx context.Context, book *ledger.Ledger, filter fraud.Filter) ([]report.Record,
	error) {
	events, err := book.Collect(ctx, filter, report.Slim)
	if err != nil {
		return nil, err
	}
	records := make([]report.Record, len(events))
	for i, e := range events {
		records[i] = report.NewRecord(e)
	}
	return records, nil
}

// write prints or saves the report in one piece.
func (in flags) write(figures report.Report, env cli.Environment) error {
	content, err := in.render(figures)
	if err != nil {
		return err
	}
	if in.out != "" {
		return files.WritePrivate(in.out, content)
	}
	return env.Print("the report", content)
}

func (in flags) render(figures report.Report) ([]byte, error) {
	if in.output == cli.JSON {
		return terminal.JSON(figures)
	}
	var out bytes.Buffer
	write := map[string]func(io.Writer) error{html: figures.WriteHTML,
		cli.Markdown: figures.WriteMarkdown, cli.CSV: figures.WriteCSV}
	err := write[in.output](&out)
	return out.Bytes(), err
}
