// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// The rows also hold with the CLI under test, unless something must happen during an apply. All of
// them are planned and applied at once, each about a separate event, except those whose plan fails.
func TestScenarios_EndAsTheTableSaysWithTheCLI(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]bool{"planned": false, "refused by the plan": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stories := storiesFor(failing)
			s := startEmulator(t, eventsOf(stories)...)
			w := newWorkspace(t, s, initially(stories))
			(&cliRun{Workspace: w, t: t, s: s, stories: stories}).tell(failing)
		})
	}
}

// story is a row of the table in one form and at one moment, about its own event.
type story struct {
	scenario
	holder holder
	moment moment

	subscription, event, address string
	consents                     bool
}

// storiesFor returns those that the CLI can carry out.
func storiesFor(failing bool) (all []story) {
	for _, row := range scenarios() {
		protocolOnly := row.Apply == cannotBe || row.cli || row.decision == isLeftOver
		if protocolOnly || (row.Apply == neverComes) != failing {
			continue
		}
		for _, h := range row.forms {
			for _, m := range row.when {
				if h == anAction || m == duringApply || m == lastSeconds {
					continue
				}
				all = append(all, newStory(row, h, m, len(all)))
			}
		}
	}
	return all
}

func newStory(row scenario, h holder, m moment, n int) story {
	typeName := resolutionTypeName
	if h == plural {
		typeName = resolutionsTypeName
	}
	return story{
		scenario: row, holder: h, moment: m,
		event:        fmt.Sprintf("event-%03d", n),
		subscription: fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", n),
		address:      fmt.Sprintf("%s.story-%03d", typeName, n),
	}
}

func eventsOf(stories []story) (all []emulator.Event) {
	for _, st := range stories {
		all = append(all, emulator.NewEvent(st.subscription, st.event))
	}
	return all
}

// initially returns the configuration with the decisions before the stories begin.
func initially(stories []story) string {
	var config strings.Builder
	for _, st := range stories {
		if slices.Contains([]decisionState{isKept, isChanged, isReplaced, isLost}, st.decision) {
			config.WriteString(st.block(isFraud))
		}
	}
	return config.String()
}

// finally returns the configuration that the stories plan.
func finally(stories []story) string {
	var config strings.Builder
	for _, st := range stories {
		config.WriteString(st.block(st.decided()))
		if st.decision == isImported {
			id := st.subscription + "/" + st.event
			fmt.Fprintf(&config, "import {\n  to = %s\n  id = %q\n}\n", st.address, id)
		}
	}
	return config.String()
}

// block returns the story's resource with a decision.
func (st story) block(standing string) string {
	status, reason := splitStanding(standing)
	options := ""
	if st.who == deposedIsDestroyed {
		options = "reactivate_on_destroy = true\n  " + createsFirst + "\n"
	}
	if st.consents {
		options = "allow_overwrite = true\n"
	}
	typeName, label, _ := strings.Cut(st.address, ".")
	decision := fmt.Sprintf("event_id = %q\nstatus = %q\nreason = %q", st.event, status, reason)
	if st.holder == plural {
		decision = fmt.Sprintf("resolutions = { %q = { status = %q, reason = %q } }",
			st.event, status, reason)
	}
	return fmt.Sprintf("resource %q %q {\nsubscription_id = %q\n%s\n%s}\n",
		typeName, label, st.subscription, decision, options)
}

// cliRun runs many stories at once.
type cliRun struct {
	*acctest.Workspace

	t       *testing.T
	s       *emulator.Server
	stories []story
}

func (r *cliRun) tell(failing bool) {
	r.t.Helper()
	for _, st := range r.stories {
		if st.found != "" {
			moveEvent(r.t, r.s, st.event, st.found, colleague)
		}
	}
	if initially(r.stories) != "" {
		r.Must("apply", "-auto-approve")
	}
	if lost := r.lost(); len(lost) > 0 {
		r.Must(append([]string{"state", "rm"}, lost...)...)
	}
	r.s.ResetCounts()
	r.moveAt(beforePlan)
	r.Write("main.tf", acctest.RequiredProviders+finally(r.stories))
	args := []string{"plan", "-json", "-out=tfplan"}
	for _, st := range r.stories {
		if st.decision == isReplaced {
			args = append(args, "-replace="+st.address)
		}
	}
	planned, status := r.Run(must(acctest.Program())(r.t), args...)
	if (status != 0) != failing {
		r.t.Fatalf("plan: exit status %d\n%s", status, planned)
	}
	applied := ""
	if !failing {
		r.moveAt(betweenRuns)
		applied, _ = r.Run(must(acctest.Program())(r.t), "apply", "-json", "tfplan")
	}
	for _, st := range r.stories {
		got := r.resultOf(st, heard(r.t, planned), heard(r.t, applied))
		want := st.result
		want.Next = nil // which requires a separate plan
		if diff := cmp.Diff(want, got, asSets()...); diff != "" {
			r.t.Errorf("%s (-table +found):\n%s", st.name(st.holder, st.moment), diff)
		}
	}
}

// lost returns the resources whose state is lost before the plan.
func (r *cliRun) lost() (addresses []string) {
	for _, st := range r.stories {
		if st.decision == isLost {
			addresses = append(addresses, st.address)
		}
	}
	return addresses
}

func (r *cliRun) moveAt(now moment) {
	r.t.Helper()
	for _, st := range r.stories {
		if to := st.moves(); st.moment == now && to != "" {
			moveEvent(r.t, r.s, st.event, to, st.who.by())
		}
	}
}

func (r *cliRun) resultOf(st story, planned, applied []cliMessage) result {
	r.t.Helper()
	plan, apply := st.messages(planned), st.messages(applied)
	found := says(summaries(plan)...)
	found.Apply, found.Says = whatApplied(apply, found.Plan)
	found.Writes, found.Stands = r.writesTo(st.event), standingNow(r.t, r.s, st.event)
	changes := slices.ContainsFunc(planned, func(m cliMessage) bool {
		return m.Change.Resource.Address == st.address
	})
	switch {
	case hasError(plan):
		found.Apply = neverComes
	case !changes:
		found.Apply = noChanges
	case found.Apply == writesIt && found.Writes == 0:
		found.Apply = adoptsIt
	}
	return found
}

func (r *cliRun) writesTo(id string) (n int) {
	for _, w := range writes(r.t, r.s) {
		if slices.Contains(w.EventIDs, id) {
			n++
		}
	}
	return n
}

// cliMessage is one line of the CLI's -json output, as far as the stories need it.
type cliMessage struct {
	Type       string `json:"type"`
	Diagnostic struct {
		Severity string `json:"severity"`
		Summary  string `json:"summary"`
		Detail   string `json:"detail"`
		Address  string `json:"address"`
	} `json:"diagnostic"`
	Change struct {
		Resource struct {
			Address string `json:"addr"`
		} `json:"resource"`
	} `json:"change"`
}

func heard(t *testing.T, output string) (all []cliMessage) {
	t.Helper()
	for line := range strings.Lines(output) {
		var m cliMessage
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if m.Type != "planned_change" {
			m.Change.Resource.Address = ""
		}
		all = append(all, m)
	}
	return all
}

// messages returns the diagnostics about the story. Some name the resource, or the event, only in
// their text.
func (st story) messages(said []cliMessage) (all diagnostics) {
	for _, m := range said {
		d := m.Diagnostic
		named := strings.Contains(d.Detail, st.address) || strings.Contains(d.Detail, st.event)
		if d.Summary != "" && (d.Address == st.address || d.Address == "" && named) {
			all = append(all, diagnostic{Severity: strings.ToUpper(d.Severity), Summary: d.Summary})
		}
	}
	return all
}
