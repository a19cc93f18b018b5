// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// setDetected says when events were detected.
func setDetected(at time.Time, events ...emulator.Event) []emulator.Event {
	for i := range events {
		events[i].EventTime = at.UTC().Format("2006-01-02T15:04:05.00")
	}
	return events
}

// A failing check is a warning: it stops no pipeline.
func TestGuideGate_CheckOnlyWarns(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.NewEvent(adatum, "undecided"))
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

// A day is no unit of Terraform's durations, though it is one of partnercenter events --older-than.
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

// sayingLittle are alerts that Partner Center describes badly, or with words that are new.
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

// What does not say that it is resolved, of a lower severity, or recent, counts as overdue.
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

// Such alerts do not keep anybody from deciding, and they count as waiting for long.
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
