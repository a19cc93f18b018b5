// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestEventsTable_FitsTheTerminalAndKeepsIDs(t *testing.T) {
	t.Parallel()
	server := night(t)
	var environ []string
	for name, value := range server.Env() {
		environ = append(environ, name+"="+value)
	}
	const hint = "To see all, use --wide."
	for _, c := range []struct {
		columns int
		wide    bool
		hidden  string // the first omitted column
	}{{80, false, "SUBSCRIPTION ID"}, {130, false, "EVENT TIME"}, {60, false, "EVENT TYPE"},
		{50, false, "CUSTOMER"}, {300, false, ""}, {0, false, ""}, {80, true, ""}} {
		var out, errs bytes.Buffer
		args := []string{"events"}
		if c.wide {
			args = append(args, "--wide")
		}
		expect.Equal(t, "exit status", exitOK, run(t.Context(), args, cli.Environment{Stdout: &out,
			Stderr: &errs, Values: environ, Columns: c.columns}))
		for line := range strings.Lines(out.String()) {
			if c.columns > 0 && !c.wide && terminal.Width(strings.TrimSuffix(line, "\n")) > c.columns {
				t.Errorf("%d Columns: %q is wider", c.columns, line)
			}
		}
		expect.Contains(t, out.String(), "EVENT ID", "old-investigating", "STATUS")
		hides := c.hidden != ""
		if hides && strings.Contains(out.String(), c.hidden) ||
			!hides && !strings.Contains(out.String(), "EVENT TIME") ||
			strings.Contains(errs.String(), hint) != hides {
			t.Errorf("%+v:\n%s%s", c, &out, &errs)
		}
	}
}
