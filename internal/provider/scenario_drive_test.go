// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Whoever moves an event, at any moment: the plan shows it, or the apply refuses, or the table says
// why neither is possible.
func TestScenarios_EndAsTheTableSays(t *testing.T) {
	t.Parallel()
	eachScenario(t, func(t *testing.T, row scenario, f holder, when moment) {
		t.Helper()
		row.expect(t, startEmulator(t, event("e1"), event("e2")), f, when)
	})
}

// The table does not depend on the API.
func TestGraphScenarios_EndAsTheTableSays(t *testing.T) {
	t.Parallel()
	eachScenario(t, func(t *testing.T, row scenario, f holder, when moment) {
		t.Helper()
		s := startEmulator(t, alert("e1"), alert("e2"))
		row.inGraph().expect(t, s, f, when)
		expectEqual(t, "calls of Partner Center's API", 0,
			s.Count(emulator.KindList)+s.Count(emulator.KindUpdate))
	})
}

// eachScenario runs a test for each row that the protocol shows, in each form and at each moment.
func eachScenario(t *testing.T, test func(*testing.T, scenario, holder, moment)) {
	t.Helper()
	for _, row := range scenarios() {
		if row.Apply == cannotBe || row.cli {
			continue
		}
		for _, f := range row.forms {
			for _, when := range row.when {
				t.Run(row.name(f, when), func(t *testing.T) {
					t.Parallel()
					test(t, row, f, when)
				})
			}
		}
	}
}

// expect compares the result of the scenario with the row.
func (r scenario) expect(t *testing.T, s *emulator.Server, f holder, when moment) {
	t.Helper()
	if diff := cmp.Diff(r.result, r.run(t, s, f, when), asSets()...); diff != "" {
		t.Errorf("(-table +found):\n%s", diff)
	}
}

// inGraph returns the row for the other API, whose name its summaries have.
func (r scenario) inGraph() scenario {
	r.graph = true
	for _, summaries := range []*[]string{&r.Plan, &r.Says, &r.Next} {
		var named []string
		for _, s := range *summaries {
			named = append(named, strings.ReplaceAll(s, "Partner Center", "Microsoft Graph"))
		}
		*summaries = named
	}
	return r
}

// updateKind is the kind of the scenario's writes.
func (r scenario) updateKind() string {
	if r.graph {
		return emulator.KindUpdateAlert
	}
	return emulator.KindUpdate
}

// environment has the variables of the scenario's API.
func (r scenario) environment() map[string]string {
	if r.graph {
		return throughGraph()
	}
	return nil
}

// asSets compares summaries without their order, because the framework does not keep it.
func asSets() []cmp.Option {
	inOrder := cmpopts.SortSlices(func(a, b string) bool { return a < b })
	return []cmp.Option{cmpopts.EquateEmpty(), inOrder}
}

// run carries out the scenario through the protocol.
func (r scenario) run(t *testing.T, s *emulator.Server, f holder, when moment) result {
	t.Helper()
	if f == anAction {
		return r.runAction(t, s, when)
	}
	d := newDriver(t, s, r, f)
	d.arrange(when)
	before := s.Count(r.updateKind())
	d.moveAt(beforePlan, when)
	found := d.planAndApply(when)
	found.Writes = s.Count(r.updateKind()) - before
	found.Stands = standingNow(t, s, "e1")
	d.expectTrueState(found)
	if found.Apply == writesIt && found.Writes == 0 {
		found.Apply = adoptsIt
		if r.decision == isLeftOver {
			found.Apply = letsGo
		}
	}
	return found
}
