// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"
)

// invariant is a promise that holds after every step, whatever happened.
type invariant struct {
	name string
	// promise says where the promise is documented: a rule of DESIGN.md, or a page of docs/.
	promise string
	broken  func(o *observation) []string
}

// invariants are all promises that each step is checked for. That every command ends is checked
// while it runs: see endlessError.
func invariants() []invariant {
	return append(areaInvariants(), []invariant{
		{"a data source is true", "the pages of the data sources", untrueData},
		{"an action does what it says, once", "cancel_azure_entitlement.md, What it never does",
			badActions},
		{"a plan writes nothing", "DESIGN.md, the plan is the review", planWrites},
		{"a write names its events", "DESIGN.md, rule 2", malformedWrites},
		{"only named events change", "DESIGN.md, first paragraph", unnamedChanges},
		{"a write is in the plan", "moved-events.md: apply does what the plan shows", unplannedWrites},
		{"an event stands as the plan shows it", "moved-events.md: apply does what the plan shows",
			unseenWrites},
		{"a long wait ends with another look", "decision 5", blindRepetitions},
		{"nothing is overwritten without consent",
			"moved-events.md: somebody else's decision stays", overwritesWithoutConsent},
		{"destroy reopens only with consent", "decision 1", reopensWithoutConsent},
		{"read_only writes nothing", "decision 27", readOnlyWrites},
		{"state agrees with the service", "DESIGN.md, rule 5", untrueState},
		{"a successful apply decides", "decision 10", unconfirmedApplies},
		{"the audit log has each write", "decision 28", missingAuditLines},
		{"the audit log has one line per decision", "decision 28", surplusAuditLines},
		{"the audit log is true", "decision 28", untrueAuditLines},
		{"a second plan is empty", "fraud_event_resolution.md, What to expect", secondPlans},
		{"an error has a cause", "fraud_event_resolution.md, What to expect", errorsWithoutCause},
		{"the provider keeps the protocol", "fraud_event_resolution.md, Saved plans", protocolErrors},
		{"reads share listings", "DESIGN.md, calls do not grow", surplusLists},
		{"no secret is shown or kept", "DESIGN.md, rule 6", leaks},
		{"the service has no complaint", "docs-dev/api.md", violations},
		{"only the configured API is called", "microsoft-graph.md, Set it up", foreignCalls},
		{"a state of the other API is refused", "microsoft-graph.md, Move", foreignStates},
		{"a query is true", "fraud_event_resolution.md, List Resource", untrueQueries},
		{"generated configuration plans no changes", "fraud_event_resolution.md, List Resource",
			unsteadyQueries},
		{"a list block takes one listing", "fraud_event_resolution.md, List Resource", surplusQueries},
		{"a query changes no state", "fraud_event_resolution.md, List Resource", changedStates},
		{"an import shows the event", "fraud_event_resolution.md, Import", badImports},
		{"without trouble, one apply converges", "decision 3", convergence},
		{"a destroy forgets", "fraud_event_resolution.md, Destroy", remnants},
	}...)
}

// check returns the broken promises.
func check(o *observation) []string {
	var all []string
	for _, i := range invariants() {
		for _, what := range i.broken(o) {
			all = append(all, fmt.Sprintf("%s (%s): %s", i.name, i.promise, what))
		}
	}
	return all
}

func planWrites(o *observation) []string {
	var all []string
	for _, r := range []*run{o.planning, o.again} {
		if r != nil && len(r.writes) > 0 {
			all = append(all, fmt.Sprintf("%s sent %d writes", r.line, len(r.writes)))
		}
	}
	return all
}

func malformedWrites(o *observation) []string {
	var all []string
	for _, w := range o.writes() {
		if w.malformed != "" {
			all = append(all, "a write is malformed: "+w.malformed)
		}
	}
	return all
}

func readOnlyWrites(o *observation) []string {
	if n := len(o.writes()); n > 0 && o.plan.readOnly {
		return []string{fmt.Sprintf("%d writes", n)}
	}
	return nil
}

func secondPlans(o *observation) []string {
	if o.again == nil || o.again.exit == 0 || o.throttled(o.again) {
		return nil
	}
	if !o.game.movedSince(o.plan.began) {
		return []string{fmt.Sprintf("exit status %d:\n%s", o.again.exit, tail(o.again.output, 40))}
	}
	return nil
}

// protocolErrors finds the errors with which the CLI blames the provider. One of them is documented
// for an event that moves between the plan and the apply.
func protocolErrors(o *observation) []string {
	var all []string
	for _, r := range o.runs() {
		for _, blame := range []string{"panic: ", "Error: Provider ", "Error: Plugin did not respond",
			"Error: Request cancelled", "Error: Value Conversion Error", "bug in the provider"} {
			if !strings.Contains(r.output, blame) ||
				r.killed != "" && !strings.HasPrefix(blame, "panic") || o.movedPlan(r) {
				continue
			}
			all = append(all, fmt.Sprintf("%s says %q:\n%s", r.line, blame, tail(r.output, 40)))
		}
	}
	return all
}

// movedPlan reports whether the CLI has stopped because an event has moved since the plan.
func (o *observation) movedPlan(r *run) bool {
	return strings.Contains(r.output, "Error: Provider produced inconsistent final plan") &&
		(o.moved() || !o.plan.refreshed || o.misled())
}

// surplusLists compares the lists of a plan without trouble with one listing of each subscription.
// A listing of the fillers has further pages, and is repeated once for an event that it lacks. Each
// page may be refused once, for an expired token. Every listing of Graph can have further pages, so
// only the first ones count there, and one more that finds out whether Graph filters.
func surplusLists(o *observation) []string {
	if o.planning == nil || o.queried != nil || o.areas != nil || !o.calm() || o.planning.exit != 0 {
		return nil
	}
	most, seen := 0, map[string]bool{}
	count := func(subscription string) {
		if !seen[subscription] {
			seen[subscription] = true
			most++
			if o.game.fillers > 0 && subscription == o.game.events[0].subscription {
				most += 8
			}
		}
	}
	if o.cleanUp != nil {
		for _, e := range o.cleanUp.events {
			count(e.subscription)
		}
	}
	for _, e := range o.game.events {
		if o.game.config.entry(e.id) != nil || len(o.before.events[e.id]) > 0 {
			count(e.subscription)
		}
	}
	if o.game.config.api == graph {
		most = 2*most + 1
		if n := len(o.planning.looks); n > most {
			return []string{fmt.Sprintf("%s listed %d times, want %d at the most", o.planning.line, n,
				most)}
		}
		return nil
	}
	if o.planning.lists > most || o.planning.refused > most {
		return []string{fmt.Sprintf("%s read %d pages, and %d were refused, want %d at the most",
			o.planning.line, o.planning.lists, o.planning.refused, most)}
	}
	return nil
}

func violations(o *observation) []string {
	var all []string
	for _, r := range o.runs() {
		all = append(all, r.complaints...)
	}
	return all
}

// remnants finds decisions in state after a destroy that succeeds, as the last one of a game must.
func remnants(o *observation) []string {
	if o.plan.destroys && (o.applying.ok() || o.undisturbed) && len(o.after.events) > 0 {
		return []string{fmt.Sprintf("the state still has %v", o.after.events)}
	}
	return nil
}

func convergence(o *observation) []string {
	if !o.final {
		return nil
	}
	var all []string
	for _, r := range []*run{o.planning, o.applying} {
		if !r.ok() {
			all = append(all, "a command fails")
			if r != nil {
				all = append(all, tail(r.output, 40))
			}
			return all
		}
	}
	for _, e := range o.game.config.entries {
		found, listed := o.game.service.Event(e.event)
		ignored := e.form == own && e.ignore
		if listed && !ignored && standingOf(found) != e.decision {
			all = append(all, fmt.Sprintf("%s is %s, want %s", o.game.name(e.event), standingOf(found),
				e.decision))
		}
	}
	return all
}
