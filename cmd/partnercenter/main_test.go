// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestRun_WithoutACommandIsAUsageError(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"nonsense"}, {"emulator", "--nonsense"},
		{"emulator", "stray"}, {"emulator", "--seed-events", "-1"}} {
		var out, errs bytes.Buffer
		if got := run(context.Background(), args, &out, &errs, nil); got != exitUsage {
			t.Errorf("%q: exit status %d, want %d", args, got, exitUsage)
		}
		if errs.Len() == 0 || out.Len() != 0 {
			t.Errorf("%q: standard output %q, standard error %q", args, out.String(), errs.String())
		}
	}
}

func TestRun_HelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	if got := run(context.Background(), []string{"--help"}, &out, &errs, nil); got != exitOK {
		t.Errorf("exit status %d", got)
	}
	for _, c := range commands() {
		if !strings.Contains(out.String(), c.name+" ") || !strings.Contains(out.String(), c.summary) {
			t.Errorf("the usage text does not explain %s:\n%s", c.name, out.String())
		}
	}
}

func TestRun_HelpOfACommandSucceeds(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	if got := run(context.Background(), []string{"emulator", "-h"}, &out, &errs, nil); got != exitOK {
		t.Errorf("exit status %d", got)
	}
	if !strings.Contains(errs.String(), "-data-dir") {
		t.Errorf("no flags explained: %s", errs.String())
	}
}
