// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// manyDecisions are so many events and decisions about them, for the given reasons in turn.
func manyDecisions(n int, reasons ...string) ([]emulator.Event, decisions) {
	var events []emulator.Event
	all := decisions{}
	for i := range n {
		id := fmt.Sprintf("e%04d", i)
		events = append(events, event(id))
		all[id] = resolved(reasons[i%len(reasons)])
	}
	return events, all
}

// TestResolutionsScale_AThousandDecisionsTakeAHandfulOfCalls counts pages of 500 events or fewer,
// and writes of at most a hundred.
func TestResolutionsScale_AThousandDecisionsTakeAHandfulOfCalls(t *testing.T) {
	t.Parallel()
	events, all := manyDecisions(1000, "Fraud", "Ignore")
	s := startEmulator(t, events...)
	session := newPluralSession(t, s)
	p := session.plan(decideAll(all))
	expectDiagnostics(t, p.diagnostics)
	oneListing := s.Count(emulator.KindList)
	acctest.AtMost(t, "plan", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: 4})

	s.ResetCounts()
	began := time.Now()
	expectDiagnostics(t, session.applyAsPlanned(p))
	// A write is reviewed by a listing of the last four seconds, of which a busy machine needs more.
	listings := oneListing * (1 + int(time.Since(began)/(4*time.Second)))
	acctest.AtMost(t, "apply", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: listings,
			emulator.KindUpdate: 10})
	expectEqual(t, "events", map[string]int{"Resolved Fraud": 500, "Resolved Ignore": 500},
		standings(s))

	s.ResetCounts()
	p = session.plan(decideAll(all))
	session.expectNoChange(p)
	acctest.AtMost(t, "plan without changes", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: oneListing})

	all["e0007"] = resolved("Legitimate")
	p = session.plan(decideAll(all))
	if diff := cmp.Diff(map[string][]string{"resolutions": {"e0007"}},
		session.changedDecisions(p)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	s.ResetCounts()
	expectDiagnostics(t, session.apply(p))
	acctest.AtMost(t, "one change", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: oneListing,
			emulator.KindUpdate: 1})
	expectStanding(t, s, "e0007", "Resolved", "Legitimate")
}

// TestResolutionsScale_AFewBadEventsAmongManyFailAlone takes events off the list after an apply has
// listed it.
func TestResolutionsScale_AFewBadEventsAmongManyFailAlone(t *testing.T) {
	t.Parallel()
	events, all := manyDecisions(300, "Fraud")
	s := startEmulator(t, events...)
	session := newPluralSession(t, s)
	p := session.plan(decideAll(all))
	s.SetBehaviour(func(b *emulator.Behaviour) { b.MaxEventIDs = 40 }) // refuses larger batches, too
	ageOut(t, s, "e0042", "e0142")
	found := session.applyAsPlanned(p)
	expectDiagnostics(t, found, anError(notListed, "resolutions", "2 of 300 changes failed",
		"event e0042 ", "event e0142 "))
	session.expectNoState()
	expectEqual(t, "events", map[string]int{"Resolved Fraud": 298}, standings(s))
}

func TestResolutions_WithTheCommandLine(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"),
		emulator.NewEvent(subscriptionB, "e4"))
	w := newWorkspace(t, s, `
		resource "partnercenter_fraud_event_resolutions" "test" {
			for_each        = jsondecode(file("decisions.json"))
			subscription_id = each.key
			resolutions     = each.value
		}`)
	decide := func(a, b decisions) {
		content, err := json.Marshal(map[string]any{subscriptionA: a, subscriptionB: b})
		if err != nil {
			t.Fatal(err)
		}
		w.Write("decisions.json", string(content))
	}
	inB := decisions{"e4": map[string]any{"status": "Resolved", "reason": "Ignore"}}
	decide(decisions{"e1": resolved("Fraud"), "e2": open("Investigating")}, inB)
	expectOutput(t, w.MustPlanChanges("-no-color"), "2 to add", standardLine())
	w.Must("apply", "-auto-approve", "-no-color")
	w.MustPlanNothing()
	// Terraform accepts the spelling in state
	decide(decisions{"E1": resolved("Fraud"), "e2": open("Investigating")}, inB)
	w.MustPlanNothing()

	decide(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud"), "e3": resolved("Ignore")}, inB)
	expectOutput(t, w.MustPlanChanges("-no-color"), "0 to add, 1 to change, 0 to destroy",
		"1 unchanged element hidden",
		`name = "`+standardLine()+`"`, `~ previous_status = "Active" -> "Investigating"`)
	colleagueResolves(t, s, "e3", "Legitimate")
	expectOutput(t, w.MustFail("apply", "-auto-approve", "-no-color"), "already resolved otherwise")
	expectStanding(t, s, "e2", "Investigating", "None") // the plan refused before anything was written

	decide(decisions{"e2": resolved("Fraud"), "e3": resolved("Legitimate")}, inB)
	expectOutput(t, w.MustPlanChanges("-no-color"), destroyKeeps, "e1")
	w.Must("apply", "-auto-approve", "-no-color")
	w.MustPlanNothing()
	w.Must("destroy", "-auto-approve", "-no-color")
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Resolved", "Fraud")
}
