// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const showHelp = `Show one fraud event in full: its facts, the affected resources, and its
history. EVENT is the id of the event, or the ids of the subscription and
the event with a slash between them.`

// dashboard is the page of all alerts. Microsoft documents no address for a single one.
const dashboard = "https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts"

func newEventsShowCommand(env environment) *cobra.Command {
	var in eventsFlags
	cmd := &cobra.Command{
		Use:   "show [flags] EVENT",
		Short: "Show one fraud event in full",
		Long:  showHelp,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUsage("name one event, by its id.")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runEventsShow(cmd.Context(), in, args[0], env)
		},
	}
	in.signIn.register(cmd.Flags())
	outputVar(cmd, &in.output, "`format` of the output: text, or json (the data source's attributes)",
		outputText, outputJSON)
	cmd.Flags().DurationVar(&in.timeout, "timeout", 5*time.Minute,
		"`time` limit for the whole command")
	return cmd
}

func runEventsShow(ctx context.Context, in eventsFlags, id string, env environment) error {
	var query eventsQuery
	subscription, event, found := strings.Cut(id, "/")
	if found && fraud.CheckGUID(subscription) == nil {
		query.filter.SubscriptionID, id = subscription, event
	}
	query.eventIDs = []string{id}
	events, err := in.list(ctx, query, time.Now(), env)
	if err != nil {
		return err
	}
	events, err = fraud.SelectNamed(id).Pick(events)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if in.output == outputJSON {
		if err := writeVisibleJSON(&out, events[0]); err != nil {
			return err
		}
	} else if err := writeEventText(&out, events[0]); err != nil {
		return err
	}
	if _, err := io.Copy(env.stdout, &out); err != nil {
		return fmt.Errorf("the event could not be written in full: %w", err)
	}
	return nil
}

// writeEventText writes one line for each value that the service provides.
func writeEventText(out *bytes.Buffer, e fraud.Event) error {
	document, err := json.Marshal(e)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value any
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		writeValue(out, "", fmt.Sprint(name), value)
	}
	fmt.Fprintf(out, "\nAll alerts: %s\n", dashboard)
	return nil
}

// writeValue writes lists and maps below their name, indented.
func writeValue(out *bytes.Buffer, indent, name string, value any) {
	switch v := value.(type) {
	case nil:
	case map[string]any:
		fmt.Fprintf(out, "%s%s:\n", indent, visible(name))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeValue(out, indent+"  ", key, v[key])
		}
	case []any:
		fmt.Fprintf(out, "%s%s:\n", indent, visible(name))
		for i, item := range v {
			writeValue(out, indent+"  ", strconv.Itoa(i+1), item)
		}
	default:
		fmt.Fprintf(out, "%s%s: %s\n", indent, visible(name), visible(fmt.Sprint(v)))
	}
}
