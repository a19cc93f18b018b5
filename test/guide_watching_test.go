// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// setDetected sets the times of events.
func setDetected(at time.Time, events ...emulator.Event) []emulator.Event {
	for i := range events {
		events[i].EventTime = at.UTC().Format("2006-01-02T15:04:05.00")
	}
	return events
}

// A failing check is a warning: it stops no pipeline.
func TestGuideGate_CheckOnlyWarns(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	w.Write("decisions.yaml", "{}\n")
	var tr transcript
	tr.add("terraform plan; echo $?", diagnosticBoxes(w.Must("plan")), "0")
	tr.compare(t, "gate-check")
}

func TestGuideGate_FailsWhileAHighAlertIsOverdue(t *testing.T) {
	t.Parallel()
	now := time.Now()
	overdue := setDetected(now.Add(-25*time.Hour), decidedEvents()[0])
	recent := setDetected(now.Add(-23*time.Hour), emulator.NewEvent(fabrikam, "recent"))
	recent[0].Severity = "High"
	medium := setDetected(now.Add(-48*time.Hour), emulator.NewEvent(fabrikam, "medium"))
	s := acctest.StartEmulator(t, append(append(overdue, recent...), medium...)...)
	w := newWorkspace(t, s.Env(), "guides/gate")
	var tr transcript

	tr.add("terraform plan; echo $?", diagnosticBoxes(w.MustFail("plan")), "1")
	colleagueSets(t, s, adatumMiner, "Investigating", "")
	w.MustFail("plan")
	colleagueSets(t, s, adatumMiner, "Resolved", "Fraud")
	outputs := regexp.MustCompile(`(?m)^Changes to Outputs:\n.*\n`).FindString(w.Must("plan"))
	tr.add("terraform plan; echo $?     # once the alert is resolved", outputs, "0")
	tr.compare(t, "gate")
	w.MustFail("plan", "-var=resolve_within=22h")
}

// A day is not a unit of Terraform's durations, although it is one of partnercenter events
// --older-than.
func TestGuideGate_SaysWhatADurationIs(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t)
	gate, decisions := newWorkspace(t, s.Env(), "guides/gate"),
		newWorkspace(t, s.Env(), "decisions-as-code")
	decisions.Write("decisions.yaml", "{}\n")
	for _, wrong := range []string{"7d", "24", "-24h", "a day", ""} {
		for name, w := range map[string]*acctest.Workspace{"resolve_within": gate,
			"review_within": decisions} {
			if out := w.MustFail("plan", "-var="+name+"="+wrong); !strings.Contains(out,
				name+" must be a duration such as 24h") {
				t.Errorf("%s = %q:\n%s", name, wrong, out)
			}
		}
	}
	gate.Must("plan", "-var=resolve_within=1h30m")
	decisions.Must("plan", "-var=review_within=168h")
}

// sayingLittle returns alerts with missing values, or with new ones.
func sayingLittle() map[string]emulator.Event {
	alerts := map[string]emulator.Event{}
	for name, change := range map[string]func(*emulator.Event){
		"no time":      func(e *emulator.Event) { e.EventTime = "" },
		"year 1":       func(e *emulator.Event) { e.EventTime = "0001-01-01T00:00:00" },
		"year 9999":    func(e *emulator.Event) { e.EventTime = "9999-12-31T23:59:59" },
		"no severity":  func(e *emulator.Event) { e.Severity = "" },
		"new severity": func(e *emulator.Event) { e.Severity = "Critical" },
		"no status":    func(e *emulator.Event) { e.EventStatus = "" },
		"new status":   func(e *emulator.Event) { e.EventStatus = "InProgress" },
	} {
		alert := emulator.NewEvent(adatum, "alert")
		alert.Severity = "High"
		change(&alert)
		alerts[name] = alert
	}
	return alerts
}

// An alert without a status, with an unknown severity, or without a time counts as overdue.
func TestGuideGate_FailsClosed(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t)
	w := newWorkspace(t, s.Env(), "guides/gate")
	w.Must("plan")
	for name, alert := range sayingLittle() {
		s.Inject(alert)
		if out, status := w.Run(w.Environment["TERRAFORM"], "plan"); status != 1 ||
			!strings.Contains(out, "Unresolved for longer than 24h: alert.") {
			t.Errorf("%s: exit status %d\n%s", name, status, out)
		}
		expect.NoError(t, s.Remove(alert.EventID))
	}
	low := emulator.NewEvent(adatum, "low")
	low.Severity = "low"
	s.Inject(low)
	w.Must("plan")
	w.MustFail("plan", "-var=lower_severities=[]")
}

// Such alerts do not prevent decisions, and they count as waiting for a long time.
func TestGuideDecisions_AlertsThatSayLittleWait(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t)
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	w.Write("decisions.yaml", "# none yet\n")
	for name, alert := range sayingLittle() {
		s.Inject(alert)
		plan := w.Must("plan")
		if !strings.Contains(plan, "Some events have waited longer than 24h") ||
			!strings.Contains(plan, `+ alert = {`) {
			t.Errorf("%s:\n%s", name, plan)
		}
		expect.NoError(t, s.Remove(alert.EventID))
	}
	if plan := w.Must("plan"); strings.Contains(plan, "Warning") {
		t.Errorf("nothing waits:\n%s", plan)
	}
}

func TestGuideDrift_ExitStatusTells(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "decisions-as-code", "guides/drift-detection")
	w.Must("apply", "-auto-approve")
	var tr transcript
	detect := func(want int, comment string) {
		t.Helper()
		out, status := w.Run("./detect.sh")
		if status != want {
			t.Fatalf("exit status %d instead of %d\n%s", status, want, out)
		}
		tr.add("./detect.sh; echo $?"+comment, out+strconv.Itoa(status))
	}

	detect(0, "")
	colleagueSets(t, s, adatumMiner, "Resolved", "Legitimate")
	detect(2, "     # a colleague has changed a decision in the portal")
	drift := w.Read("drift.txt")
	tr.add("cat drift.txt", plannedChanges(drift),
		regexp.MustCompile(`(?s)\nWarning: .*`).FindString(drift))
	s.Inject(emulator.NewEvent(fabrikam, "new"))
	colleagueSets(t, s, adatumMiner, "Resolved", "Fraud")
	detect(2, "     # the decision is as it was; a new alert waits")
	s.RevokeRefreshTokens()
	if out, status := w.Run("./detect.sh"); status != 1 {
		t.Errorf("with a revoked refresh token: exit status %d\n%s", status, out)
	}
	tr.compare(t, "drift-detection")
}

// guideDay is the present day of the guide.
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

// onGuideDay changes the ages in a table to those on the day of the guide.
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
		command := regexp.MustCompile("```sh\npartnercenter events ((?:[^\n]+\\\\\n)?[^\n]+)\n```\n\n" +
			"(?:```powershell\n[^`]+`\n[^`]+```\n\n)?\\{\\{ codefile " +
			"\"\\w+\" \"test/testdata/guides/" + name + `" \}\}`).FindStringSubmatch(guide)
		if command == nil {
			t.Errorf("the guide does not show %s below its command", name)
			continue
		}
		got := listEvents(t, w, strings.Fields(strings.ReplaceAll(command[1], "\\\n", ""))...)
		if name == "night-shift-table.txt" {
			got = onGuideDay(t, got)
		}
		compareGolden(t, filepath.Join("testdata", "guides", name), got)
	}
}

// notInstalledFor is a night on which cron does not find the command.
const notInstalledFor = "not installed"

// installIn puts the command into a folder.
func installIn(t *testing.T, folder string) {
	t.Helper()
	expect.NoError(t, os.MkdirAll(folder, 0o700))
	expect.NoError(t, os.Symlink(acctest.CompanionProgram(t), filepath.Join(folder, "partnercenter")))
}

// Cron mails all output: there is none on a quiet night, but there is after an outage.
func TestGuideNightShift_CronScriptDistinguishesQuietOverdueAndOutage(t *testing.T) {
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
