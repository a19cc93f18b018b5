// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// application applies the decisions of a plan to those of a state.
type application struct {
	planned, stored records
	steps           map[string]*step // by event id in lower case
}

// newApplication determines the steps. Removing a decision is a step only if its event is to be
// reopened.
func newApplication(planned, stored records, last memories, reactivate bool) *application {
	a := &application{planned: planned, stored: stored, steps: map[string]*step{}}
	for id, r := range planned {
		var before *declaration
		if r, exists := stored[id]; exists {
			before = r.declaration()
		}
		a.steps[id] = newStep(r.declaration(), before, last.of(id))
	}
	if reactivate {
		for id, r := range stored.without(planned) {
			a.steps[id] = newStep(nil, r.declaration(), last.of(id))
		}
	}
	return a
}

// pending returns the steps to carry out.
func (a *application) pending() []*step {
	var all []*step
	for _, s := range a.steps {
		if s.pending {
			all = append(all, s)
		}
	}
	return all
}

// carryOut carries out the changes together, so that equal decisions share a call. A failed change
// does not stop the others.
func (a *application) carryOut(ctx context.Context, book *ledger.Ledger, diags *diag.Diagnostics) {
	pending := a.pending()
	changes := make([]fraud.Change, len(pending))
	for i, s := range pending {
		changes[i] = s.change
	}
	results := book.DecideAll(ctx, changes)
	later := newLaterReading(ctx, book)
	defer later.end()
	var audit fraud.Outcome // added once, however many lines the audit log lacks
	for i, result := range results {
		if audit.AuditErr == nil {
			audit = result.Outcome
		}
		pending[i].finish(result, later)
	}
	fraudevents.WarnNotAudited(diags, audit)
}

// kept returns the resulting decisions in state. A failed change keeps the previous decision, with
// the event as Partner Center reports it, if known.
func (a *application) kept(ctx context.Context, diags *diag.Diagnostics) records {
	kept := records{}
	for id, s := range a.steps {
		planned, stored := a.planned[id], a.stored[id]
		switch {
		case s.err == nil && s.planned != nil:
			if s.outcome != nil {
				planned.fill(*s.outcome)
			}
			kept[id] = planned
		case s.err != nil && s.stored != nil:
			if s.reported != nil {
				stored.observe(ctx, *s.reported, diags)
			}
			if s.tookEffect {
				stored.known().PreviousStatus = planned.known().PreviousStatus
			}
			kept[id] = stored
		}
	}
	return kept
}

// memories returns the resulting memories in private state.
func (a *application) memories() memories {
	next := memories{}
	for id, s := range a.steps {
		if s.memory != nil {
			next[id] = *s.memory
		}
	}
	return next
}

// failed returns the failed decisions, and the number of all changes.
func (a *application) failed() (failed explain.Failures, of int) {
	for _, s := range a.steps {
		if s.pending || s.err != nil {
			of++
		}
		if s.err != nil {
			failed.Add(s.change.Key.EventID, s.err)
		}
	}
	return failed, of
}

// spared returns the events that were not reopened, by name, with the reason.
func (a *application) spared() map[string]string {
	spared := map[string]string{}
	for _, s := range a.steps {
		if s.spared != "" {
			spared[s.stored.name] = s.spared
		}
	}
	return spared
}
