// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
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
	if err := s.ChangeStatus(adatumMiner, "Investigating", "", colleague); err != nil {
		t.Fatal(err)
	}
	w.MustFail("plan")
	if err := s.ChangeStatus(adatumMiner, "Resolved", "Fraud", colleague); err != nil {
		t.Fatal(err)
	}
	plan := w.Must("plan")
	tr.add("terraform plan; echo $?     # once the alert is resolved", lineWith(t, plan, "No changes."), "0")
	tr.compare(t, "gate")
	w.MustFail("plan", "-var=resolve_within=22h")
}
