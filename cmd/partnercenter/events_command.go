// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// runEvents lists fraud events. It never writes to Partner Center.
func runEvents(ctx context.Context, in eventsFlags, query eventsQuery, env environment) error {
	now := time.Now()
	events, err := in.list(ctx, query, now, env)
	if err != nil {
		return err
	}
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
		return errListed
	}
	return nil
}

// list uses a service that cannot write.
func (in eventsFlags) list(ctx context.Context, query eventsQuery, now time.Time,
	env environment) ([]fraud.Event, error) {
	_, connection, err := connect(in.signIn, env, func(_ context.Context, message string) {
		say(env.stderr, "Warning: %s\n", message)
	})
	if err != nil {
		return nil, err
	}
	book := ledger.New(ledger.ReadOnly(connection.Events), nil)
	if !book.Limits().AllFields {
		if err := query.checkClassic(); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, in.timeout)
	defer cancel()
	events, err := book.Search(ctx, query.filter)
	if err == nil && len(events) == 0 && query.filter.SubscriptionID != "" {
		err = warnUnknown(ctx, book, query.filter.SubscriptionID, env)
	}
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(events, func(e fraud.Event) bool { return !query.wants(e, now) }), nil
}

// warnUnknown distinguishes a subscription without events from an unknown one: a gate lets both
// pass.
func warnUnknown(ctx context.Context, book *ledger.Ledger, subscriptionID string,
	env environment) error {
	survey, err := book.Survey(ctx, []string{subscriptionID})
	if err == nil && len(survey.Unknown) > 0 {
		say(env.stderr, "Warning: Partner Center does not know subscription %s . Check the id, "+
			"and that the credentials have access to this customer.\n", subscriptionID)
	}
	return err
}

// print writes the events in one piece, so that a partial listing cannot pass for a complete one.
func (in eventsFlags) print(env environment, events []fraud.Event, query eventsQuery,
	now time.Time) error {
	var out bytes.Buffer
	switch in.output {
	case outputJSON:
		if err := writeEventsJSON(&out, events); err != nil {
			return err
		}
	case outputLedger:
		writeEventsLedger(&out, in.drafts(env, events))
	case outputMarkdown:
		writeEventsMarkdown(&out, events, now)
	case outputCSV:
		writeEventsCSV(&out, events)
	default:
		if len(events) > 0 {
			if !writeEventsTable(&out, events, now, in.terminal(env)) {
				say(env.stderr, "Some columns do not fit the terminal. To see all, use --wide.\n")
			}
			break
		}
		say(env.stderr, "No fraud events match.\n")
		if query.unresolved {
			say(env.stderr, "Resolved events were omitted. To list them, use --status.\n")
		}
	}
	if out.Len() == 0 {
		return nil
	}
	if _, err := io.Copy(env.stdout, &out); err != nil {
		return fmt.Errorf("the listing could not be written in full: %w", err)
	}
	return nil
}
