// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestGuideBulkCleanUp_FromDryRunToAnEmptyPlan(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := acctest.StartEmulator(t, emulator.StoryEvents(emulator.StoryCleanUp)...)
	w := newWorkspace(t, s.Env(), "guides/bulk-clean-up")
	w.Environment["PARTNERCENTER_AUDIT_LOG_PATH"] = "clean-up.jsonl"
	const until = "-var=looked_through_until=2026-01-15T12:00:00Z"
	invoke := func(command string, more ...string) []string {
		return append([]string{command, "-invoke=action.partnercenter_update_fraud_events.ignore_old",
			until}, more...)
	}
	const typed = " -invoke=action.partnercenter_update_fraud_events.ignore_old \\\n    " + until

	var dry transcript
	plan := w.Must(invoke("plan")...)
	dry.add("terraform plan"+typed, shortened(diagnosticBoxes(plan)))
	out := w.Must(invoke("apply", "-auto-approve")...)
	dry.add("terraform apply"+typed,
		progress(out, "Selected", "Already", "skipped: ", "Would change to Resolved (Ignore) [1 to ",
			"Would change to Resolved (Ignore) [201 to ", "Dry run"))
	dry.compare(t, "bulk-clean-up-dry-run")
	expectWrites(t, s, 0)

	var count transcript
	out = w.MustFail(invoke("apply", "-var=dry_run=false")...)
	count.add("terraform apply"+typed+" -var=dry_run=false", diagnosticBoxes(out))
	out = w.MustFail(invoke("apply", "-auto-approve", "-var=dry_run=false",
		"-var=expected_count=229")...)
	boxes := regexp.MustCompile(`(?s)╷\n│ Error.*?╵`).FindString(out)
	count.add("terraform apply"+typed+" -var=dry_run=false -var=expected_count=229", boxes)
	count.compare(t, "bulk-clean-up-count")
	expectWrites(t, s, 0)

	writing := []string{"-var=dry_run=false", "-var=expected_count=230"}
	var done transcript
	out = w.Must(invoke("apply", append(writing, "-auto-approve")...)...)
	done.add("terraform apply"+typed+" "+strings.Join(writing, " "),
		progress(out, "Selected", "so far) [1 to ", "Changed 212"), lineWith(t, out, "Apply complete!"))
	done.compare(t, "bulk-clean-up-invoke")
	expectWrites(t, s, 3)

	tonight := emulator.NewEvent(fabrikam, "tonight")
	tonight.EventTime = "2026-01-15T22:10:00.00"
	s.Inject(tonight)
	var again transcript
	plan = w.Must(invoke("plan", writing...)...)
	again.add("terraform plan"+typed+" "+strings.Join(writing, " "), diagnosticBoxes(plan))
	again.compare(t, "bulk-clean-up-again")

	expectStandings(t, s, map[string]int{"Resolved Ignore": 224, "Resolved Fraud": 6, "Active": 1})
	if n := strings.Count(w.Read("clean-up.jsonl"), `"ticket":"SEC-1107"`); n != 230 {
		t.Errorf("the ticket is in %d lines of the audit log, want 230", n)
	}

	// old-018 was written, and a colleague has changed the decision since; the first 18 were resolved
	// before.
	colleagueSets(t, s, "old-018", "Resolved", "Fraud")
	var undone transcript
	const undo = "-invoke=action.partnercenter_update_fraud_events.undo"
	undoing := []string{"-var=audit_log=clean-up.jsonl", "-var=dry_run=false",
		"-var=expected_count=211"}
	out = w.Must(append([]string{"apply", "-auto-approve", undo, until}, undoing...)...)
	undone.add("terraform apply "+undo+" \\\n    "+until+" "+strings.Join(undoing, " "),
		progress(out, "Selected", "Changed 211"), lineWith(t, out, "Apply complete!"))
	undone.compare(t, "bulk-clean-up-undo")
	expectStandings(t, s, map[string]int{"Resolved Ignore": 12, "Resolved Fraud": 7, "Active": 212})
}

// expectStandings compares the number of events with each standing.
func expectStandings(t *testing.T, s *emulator.Server, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, standing := range standings(s) {
		got[standing]++
	}
	expect.Equal(t, "Partner Center", want, got)
}

func expectWrites(t *testing.T, s *emulator.Server, want int) {
	t.Helper()
	expect.Equal(t, "writes", want, s.Count(emulator.KindUpdate))
}

// shortened omits most of the events in a preview.
func shortened(box string) string {
	lines := strings.SplitAfter(box, "\n")
	var kept []string
	events := 0
	for _, line := range lines {
		if strings.HasPrefix(line, "│ - old-") {
			events++
		}
		if events == 4 {
			kept = append(kept, "│ ...\n")
			events++
		}
		if events < 4 || !strings.HasPrefix(line, "│ - old-") &&
			!regexp.MustCompile(`^│ [0-9A-Z]\S+, |^│ 2026`).MatchString(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// progress returns the messages of an action that contain one of the texts, each shortened to a
// line.
func progress(output string, texts ...string) string {
	const most = 160
	var kept []string
	for line := range strings.Lines(output) {
		_, message, found := strings.Cut(line, "(triggered by CLI): ")
		for _, text := range texts {
			if !found || !strings.Contains(message, text) {
				continue
			}
			message = strings.TrimSpace(message)
			if len(message) > most {
				message = message[:strings.LastIndex(message[:most], ", ")] + ", ..."
			}
			kept = append(kept, message)
			break
		}
	}
	return strings.Join(kept, "\n")
}

// openIncident prepares the example without the parts that need other providers.
func openIncident(t *testing.T) (*emulator.Server, *acctest.Workspace) {
	t.Helper()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := acctest.NewWorkspace(t, s.Env())
	copyExample(t, w, "guides/compromised-subscription")
	w.Write("containment.tf", "")
	w.Write("versions.tf", acctest.RequiredProviders)
	w.Must("init")
	return s, w
}

// closeIncident returns the incident as resolved, with that many steps of the checklist done; -1
// for all.
func closeIncident(incident string, steps int) string {
	return strings.Replace(strings.Replace(incident, "status: Investigating", "status: Resolved", 1),
		`: ""`, ": kim", steps)
}

func TestGuideCompromisedSubscription_CancelledOnTheDashboard(t *testing.T) {
	t.Parallel()
	s, w := openIncident(t)
	w.Must("apply", "-auto-approve")
	s.CancelSubscription(fabrikam)
	if plan := w.MustPlanChanges(); !strings.Contains(plan,
		"Fraud event resolved otherwise by somebody else") {
		t.Errorf("the plan does not warn:\n%s", plan)
	}
	w.Write("incident.yaml", closeIncident(w.Read("incident.yaml"), -1))
	writes := s.Count(emulator.KindUpdate)
	w.Must("apply", "-auto-approve")
	w.MustPlanNothing()
	expect.Equal(t, "writes", 0, s.Count(emulator.KindUpdate)-writes)
}

func TestGuideCompromisedSubscription_IsNotResolvedBeforeTheChecklistIs(t *testing.T) {
	t.Parallel()
	s, w := openIncident(t)
	var tr transcript

	tr.add("terraform apply     # opens the incident",
		lineWith(t, w.Must("apply", "-auto-approve"), "Apply complete!"))
	expectDecisions(t, "an open incident", s,
		map[string]string{fabrikamTest: "Investigating", fabrikamRegion: "Investigating"})

	opened := w.Read("incident.yaml")
	w.Write("incident.yaml", closeIncident(opened, 5))
	plan := w.MustFail("plan")
	tr.add("terraform plan     # with status: Resolved, and five steps done", diagnosticBoxes(plan))

	w.Write("incident.yaml", closeIncident(opened, -1))
	plan = w.MustPlanChanges("-out=tfplan")
	tr.add("terraform plan     # with all steps done", firstChange(t, plan, 40))
	w.Must("apply", "tfplan")
	expectDecisions(t, "a closed incident", s,
		map[string]string{fabrikamTest: "Resolved Fraud", fabrikamRegion: "Resolved Fraud"})
	w.MustPlanNothing()
	tr.compare(t, "compromised-subscription")
}
