// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// guideDay is the day on which the guide is read.
func guideDay() time.Time { return time.Date(2026, 1, 16, 0, 0, 0, 0, time.UTC) }

// nightShift is the tenant of the guide.
func nightShift(t *testing.T) *emulator.Server {
	t.Helper()
	s := expect.Must(emulator.Start(emulator.Options{Seed: emulator.Seed{Events: 8, Subscriptions: 3,
		Customers: 3, Random: 1, Base: guideDay()}}))(t)
	t.Cleanup(func() {
		expect.NoError(t, s.Close())
	})
	return s
}

// onGuideDay makes the ages in a table those of the day of the guide.
func onGuideDay(t *testing.T, table string) string {
	t.Helper()
	table = regexp.MustCompile(`^AGE +`).ReplaceAllString(table, "AGE  ")
	line := regexp.MustCompile(`(?m)^\d+d +(.* {2}(20\d\d-[0-9T:-]+Z) {2}.*)$`)
	return line.ReplaceAllStringFunc(table, func(found string) string {
		parts := line.FindStringSubmatch(found)
		detected := expect.Must(time.Parse(time.RFC3339, parts[2]))(t)
		return fmt.Sprintf("%dd  %s", guideDay().Sub(detected)/(24*time.Hour), parts[1])
	})
}

// The guide shows each output below the command that prints it.
func TestGuideNightShift_ShowsWhatTheCommandPrints(t *testing.T) {
	t.Parallel()
	guide := readFile(t, "templates/guides/night-shift.md.tmpl")
	w := newWorkspace(t, nightShift(t).Env())
	for _, name := range []string{"night-shift-table.txt", "night-shift-events.json",
		"night-shift-ledger.yaml"} {
		command := regexp.MustCompile("```sh\npartnercenter events ([^\n]+)\n```\n\n\\{\\{ codefile " +
			"\"\\w+\" \"test/testdata/guides/" + name + `" \}\}`).FindStringSubmatch(guide)
		if command == nil {
			t.Errorf("the guide does not show %s below its command", name)
			continue
		}
		got := listEvents(t, w, strings.Fields(command[1])...)
		if name == "night-shift-table.txt" {
			got = onGuideDay(t, got)
		}
		compareGolden(t, filepath.Join("testdata", "guides", name), got)
	}
}

// notInstalledFor is the night on which the command is not where cron looks for it.
const notInstalledFor = "not installed"

// installIn puts the command into a folder.
func installIn(t *testing.T, folder string) {
	t.Helper()
	expect.NoError(t, os.MkdirAll(folder, 0o700))
	expect.NoError(t, os.Symlink(acctest.CompanionProgram(t), filepath.Join(folder, "partnercenter")))
}

// Cron mails what is printed: nothing on a quiet night, and an outage is not a quiet night.
func TestGuideNightShift_CronScriptTellsQuietOverdueAndOutageApart(t *testing.T) {
	t.Parallel()
	script := absolute(t, "examples/guides/night-shift/overdue.sh")
	outage := acctest.StartEmulator(t)
	outage.AddFault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 403})
	const unasked = "Partner Center could not be asked, so nobody knows what is open.\n\n"
	for name, test := range map[string]struct {
		server *emulator.Server
		want   string // beginning of the mail
	}{
		"quiet":         {acctest.StartEmulator(t), ""},
		"overdue":       {nightShift(t), "Fraud events that have waited for more than a day:\n\nAGE "},
		"outage":        {outage, unasked + "partnercenter events: "},
		notInstalledFor: {acctest.StartEmulator(t), unasked},
	} {
		w := newWorkspace(t, test.server.Env())
		settings := filepath.Join(w.Folder, ".config", "partnercenter")
		expect.NoError(t, os.MkdirAll(settings, 0o700))
		w.Write(".config/partnercenter/env", "")
		w.Environment["HOME"] = w.Folder
		if name != notInstalledFor {
			installIn(t, filepath.Join(w.Folder, "bin"))
		}
		w.Environment["PATH"] = "/usr/bin:/bin" // cron's
		out, status := w.Run("sh", script)
		if status != 0 || !strings.HasPrefix(out, test.want) || (test.want == "") != (out == "") {
			t.Errorf("%s: exit status %d\n%s", name, status, out)
		}
	}
}
