// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/filters"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const showHelp = `Show one fraud event in full: its facts, the affected resources, and its
history. EVENT is the id of the event, or the ids of the subscription and
the event with a slash between them.`

// dashboard is the page with all alerts. Microsoft documents no address for a single one.
const dashboard = "https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts"

func newShow(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:   "show [flags] EVENT",
		Short: "Show one fraud event in full",
		Long:  showHelp,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return cli.WrongUsage("name one event, by its id.")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return in.show(cmd.Context(), args[0], env)
		},
	}
	in.access.RegisterAPI(cmd)
	in.access.Register(cmd)
	cli.OutputVar(cmd, &in.output, "`format` of the output: text, or json (the data source's attributes)",
		cli.Text, cli.JSON)
	cli.TimeoutVar(cmd, &in.timeout)
	return cmd
}

func (in flags) show(ctx context.Context, id string, env cli.Environment) error {
	var query filters.Query
	subscription, event, found := strings.Cut(id, "/")
	if found && fraud.CheckGUID(subscription) == nil {
		query.Filter.SubscriptionID, id = subscription, event
	}
	query.EventIDs = []string{id}
	events, err := in.list(ctx, query, env)
	if err != nil {
		return err
	}
	events, err = fraud.SelectNamed(id).Pick(query.Select(events, time.Now()))
	if err != nil {
		return err
	}
	document, err := terminal.JSON(events[0])
	if err == nil && in.output == cli.Text {
		document, err = asText(document)
		document = []byte(env.Message(string(document))) // names of details begin lines
	}
	if err != nil {
		return err
	}
	return env.Print("the event", document)
}

// asText writes one line for each value that the service provides.
func asText(document []byte) ([]byte, error) {
	var out bytes.Buffer
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		writeValue(&out, "", fmt.Sprint(name), value)
	}
	fmt.Fprintf(&out, "\nAll alerts: %s\n", dashboard)
	return out.Bytes(), nil
}

// writeValue writes lists and maps below their name, indented.
func writeValue(out *bytes.Buffer, indent, name string, value any) {
	switch v := value.(type) {
	case nil:
	case map[string]any:
		fmt.Fprintf(out, "%s%s:\n", indent, terminal.Visible(name))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeValue(out, indent+"  ", key, v[key])
		}
	case []any:
		fmt.Fprintf(out, "%s%s:\n", indent, terminal.Visible(name))
		for i, item := range v {
			writeValue(out, indent+"  ", strconv.Itoa(i+1), item)
		}
	default:
		fmt.Fprintf(out, "%s%s: %s\n", indent, terminal.Visible(name), terminal.Visible(fmt.Sprint(v)))
	}
}
