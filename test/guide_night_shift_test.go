// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// nightShift is the tenant of the guide for the night shift.
func nightShift(t *testing.T) emulation {
	t.Helper()
	base := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	return newEmulation(t, emulator.Seed{Events: 8, Subscriptions: 3, Customers: 3, Random: 1, Base: base})
}

// The guide shows what the command prints. Only the age of the events depends on the day.
func TestGuideNightShift_ShowsWhatTheCommandPrints(t *testing.T) {
	t.Parallel()
	guide := readFile(t, "templates/guides/night-shift.md.tmpl")
	e := nightShift(t)
	ages := regexp.MustCompile(`(?m)^(AGE|\d+[mhd]) +`)
	for _, file := range []string{"night-shift-table.txt", "night-shift-events.json", "night-shift-ledger.yaml"} {
		shown := regexp.MustCompile("(?s)```sh\npartnercenter (events[^\n]*)\n```\n\n\\{\\{ codefile \"\\w+\" \"test/testdata/guides/" + file + `" \}\}`)
		command := shown.FindStringSubmatch(guide)
		if command == nil {
			t.Errorf("the guide does not show %s below its command", file)
			continue
		}
		want := readFile(t, "test/testdata/guides/"+file)
		got := e.events(t, strings.Fields(command[1])[1:]...)
		if file == "night-shift-table.txt" {
			want, got = ages.ReplaceAllString(want, ""), ages.ReplaceAllString(got, "")
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-shown +printed):\n%s", file, diff)
		}
	}
}

// Cron mails what is printed: nothing on a quiet night, and an outage is not a quiet night.
func TestGuideNightShift_CronScriptTellsQuietOverdueAndOutageApart(t *testing.T) {
	t.Parallel()
	script, err := filepath.Abs(filepath.Join(root, "examples", "guides", "night-shift", "overdue.sh"))
	if err != nil {
		t.Fatal(err)
	}
	overdue, quiet, outage := nightShift(t), newEmulation(t, emulator.Seed{}), newEmulation(t, emulator.Seed{})
	outage.server.AddFault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 403})
	for name, test := range map[string]struct {
		emulation
		want string // beginning of the mail
	}{
		"quiet":   {quiet, ""},
		"overdue": {overdue, "Fraud events that have waited for more than a day:\n\nAGE "},
		"outage":  {outage, "Partner Center could not be asked, so nobody knows what is open.\n\npartnercenter events: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			if err := os.MkdirAll(filepath.Join(home, ".config", "partnercenter"), 0o700); err != nil {
				t.Fatal(err)
			}
			writeText(t, filepath.Join(home, ".config", "partnercenter"), "env", "")
			cmd := test.in(exec.CommandContext(t.Context(), "sh", script))
			cmd.Env = append(cmd.Env, "HOME="+home, "PATH="+filepath.Dir(test.command)+string(filepath.ListSeparator)+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.HasPrefix(string(out), test.want) || (test.want == "") != (len(out) == 0) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
