// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

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
		hidden  string // the first column that is left out
	}{{80, false, "SUBSCRIPTION ID"}, {130, false, "EVENT TIME"}, {60, false, "EVENT TYPE"},
		{50, false, "CUSTOMER"}, {300, false, ""}, {0, false, ""}, {80, true, ""}} {
		var out, errs bytes.Buffer
		args := []string{"events"}
		if c.wide {
			args = append(args, "--wide")
		}
		expect.Equal(t, "exit status", exitOK, run(t.Context(), args, environment{stdout: &out,
			stderr: &errs, values: environ, columns: c.columns}))
		for line := range strings.Lines(out.String()) {
			if c.columns > 0 && !c.wide && width(strings.TrimSuffix(line, "\n")) > c.columns {
				t.Errorf("%d columns: %q is wider", c.columns, line)
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

func TestColumnsOf_AFileIsNoTerminal(t *testing.T) {
	t.Parallel()
	expect.Equal(t, "columns", 0, columnsOf(expect.Must(os.Open(os.DevNull))(t)))
}
