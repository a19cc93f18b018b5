// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/filters"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// run lists fraud events. It never writes to Partner Center.
func (in flags) run(ctx context.Context, query filters.Query, env cli.Environment) error {
	now := time.Now()
	found, err := in.list(ctx, query, env)
	if err != nil {
		return err
	}
	events := query.Select(found, now)
	warnMissing(query.EventIDs, found, events, env)
	count := len(events)
	if in.mergeFile != "" {
		count, err = in.merge(env, events)
	} else {
		err = in.print(env, events, query, now)
	}
	if err != nil {
		return err
	}
	if in.exitCode && count > 0 {
		return cli.ErrFound
	}
	return nil
}

// list returns the events that match the data source's filters. It uses a service that cannot
// write.
func (in flags) list(ctx context.Context, query filters.Query,
	env cli.Environment) ([]fraud.Event, error) {
	book, done, err := in.access.Ledger(env)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := query.CheckModel(book.Limits()); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, in.timeout)
	defer cancel()
	events, err := book.Search(ctx, query.Filter)
	if err == nil && len(events) == 0 && query.Filter.SubscriptionID != "" {
		err = warnUnknown(ctx, book, query.Filter.SubscriptionID, env)
	}
	return events, err
}

// warnMissing names the events that the flags request and that are not printed: an empty result
// would look as if there were nothing to do.
func warnMissing(ids []string, found, wanted []fraud.Event, env cli.Environment) {
	has := func(events []fraud.Event, id string) bool {
		return slices.ContainsFunc(events,
			func(e fraud.Event) bool { return strings.EqualFold(e.EventID, id) })
	}
	for _, id := range ids {
		switch {
		case has(wanted, id):
		case has(found, id):
			env.Warn("event %s was omitted, because other filters do not match it.", terminal.Visible(id))
		default:
			env.Warn("no listed event has the id %s: check the id and the other filters.",
				terminal.Visible(id))
		}
	}
}

// warnUnknown distinguishes a subscription without events from an unknown one: a gate passes for
// both.
func warnUnknown(ctx context.Context, book *ledger.Ledger, subscriptionID string,
	env cli.Environment) error {
	survey, err := book.Survey(ctx, []string{subscriptionID})
	if err == nil && len(survey.Unknown) > 0 {
		env.Warn("%s does not know subscription %s: check the id, and that the credentials have "+
			"access to this customer.", book.Service(), subscriptionID)
	}
	return err
}

// print writes the events in one piece, so that a partial listing cannot pass for a complete one.
func (in flags) print(env cli.Environment, events []fraud.Event, query filters.Query,
	now time.Time) error {
	var out bytes.Buffer
	switch in.output {
	case cli.JSON:
		document, err := terminal.JSON(append([]fraud.Event{}, events...)) // not null
		if err != nil {
			return err
		}
		out.Write(document)
	case ledgerEntries:
		writeLedger(&out, in.drafts(env, events))
	case cli.Markdown:
		writeMarkdown(&out, events, now)
	case cli.CSV:
		writeCSV(&out, events)
	default:
		if len(events) > 0 {
			if !writeTable(&out, events, now, in.columns(env)) {
				env.Say("Some columns do not fit the terminal. To see all, use --wide.\n")
			}
			break
		}
		env.Say("No fraud events match.\n")
		if query.Unresolved {
			env.Say("Resolved events were omitted. To list them, use --status.\n")
		}
	}
	return env.Print("the listing", out.Bytes())
}

// columns returns the maximum width of the table, or 0.
func (in flags) columns(env cli.Environment) int {
	if in.wide {
		return 0
	}
	return env.Columns
}
