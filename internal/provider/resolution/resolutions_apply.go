// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// task is one change that an apply carries out.
type task struct {
	id     string // of the entry, in lower case
	change fraud.Change
	result ledger.Result
}

// carryOut carries all tasks out together, so that equal decisions travel together. One that fails
// stops no other.
func carryOut(ctx context.Context, book *ledger.Ledger, tasks []task) {
	changes := make([]fraud.Change, len(tasks))
	for i, t := range tasks {
		changes[i] = t.change
	}
	for i, result := range book.DecideAll(ctx, changes) {
		tasks[i].result = result
	}
}

// application turns the decisions of a state into those of a plan, and keeps what comes of it.
type application struct {
	plan, state resolutionsModel
	prior       entries
	last        memories // before

	tasks  []task
	held   entries  // after
	next   memories // after
	failed explain.Failures
	letGo  []string
}

func newApplication(plan, state resolutionsModel, last memories) *application {
	return &application{plan: plan, state: state, prior: state.entries(), last: last,
		held: plan.entries(), next: memories{}}
}

// prepare finds out what there is to do. What stands as decided already costs no call.
func (a *application) prepare() {
	for id, e := range a.held {
		declared := a.plan.declaration(e)
		before, exists := a.prior[id]
		change, err := declared.creation()
		if exists {
			change, err = declared.revision(before.standing(), a.last.of(id))
		}
		switch {
		case err != nil:
			a.undecidable(id, e, err)
			continue
		case !exists || changesAnything(change):
			a.tasks = append(a.tasks, task{id: id, change: change})
			a.next[id] = fraud.Remember(change.Decision)
		default:
			a.next[id] = a.last.of(id).Affirmed(change.Decision)
		}
	}
	if a.state.ReactivateOnDestroy.ValueBool() { // as last applied
		a.prepareReactivations()
	}
}

// undecidable keeps what there was of an entry that makes no decision. That is a fault unless it
// comes from state as it is.
func (a *application) undecidable(id string, e entry, err error) {
	before, exists := a.prior[id]
	a.keepLast(id, a.last.of(id))
	if exists && a.plan.declaration(e).sameAs(a.state.declaration(before)) {
		return
	}
	a.failed.Add(e.id, err)
	if delete(a.held, id); exists {
		a.held[id] = before
	}
}

func (a *application) prepareReactivations() {
	for id, e := range a.prior.without(a.held) {
		if last := a.last.of(id); last != nil {
			a.tasks = append(a.tasks, task{id: id, change: a.state.declaration(e).reactivation(*last)})
		} else {
			a.letItGo(e, letGoUnremembered)
		}
	}
}

// run carries the tasks out and keeps, for each that fails, what was there before.
func (a *application) run(ctx context.Context, book *ledger.Ledger, diags *diag.Diagnostics) {
	carryOut(ctx, book, a.tasks)
	a.warnNotAudited(diags)
	look := lookAfterwards(ctx, book)
	defer look.end()
	for _, t := range a.tasks {
		e, declared := a.held[t.id]
		before, existed := a.prior[t.id]
		err := t.result.Err
		switch {
		case err == nil && declared:
			a.held[t.id] = e.settled(t.result.Outcome)
		case err == nil:
		case !existed:
			a.failed.Add(e.id, err)
			delete(a.held, t.id)
			delete(a.next, t.id)
		case !declared:
			a.refusedReactivation(t, before)
		default:
			a.failed.Add(e.id, refusedRevision(err))
			a.revert(ctx, t, before, look.reported(t.change.Key, err), diags)
		}
	}
}

// revert keeps the decision in state as Partner Center reports its event, where that is known.
func (a *application) revert(ctx context.Context, t task, before entry, event *fraud.Event,
	diags *diag.Diagnostics) {
	if event != nil {
		before = before.observed(ctx, *event, diags)
	}
	planned := a.held[t.id].previous
	a.held[t.id] = before
	// it took effect all the same, and so is ours
	if event != nil && event.Carries(t.change.Decision) {
		before.previous = planned
		a.held[t.id] = before
		return
	}
	a.keepMemory(t)
}

func (a *application) refusedReactivation(t task, before entry) {
	if why := letGo(t.result.Err); why != "" {
		a.letItGo(before, why)
		return
	}
	a.failed.Add(before.id, &reactivationError{err: t.result.Err, advice: adviceReactivations})
	a.held[t.id] = before
	a.keepMemory(t)
}

// keepMemory remembers what a failed task leaves of our part in its event.
func (a *application) keepMemory(t task) {
	delete(a.next, t.id)
	a.keepLast(t.id, a.last.of(t.id).AfterFailure(t.change, t.result.Err))
}

func (a *application) keepLast(id string, memory *fraud.Memory) {
	if memory != nil {
		a.next[id] = *memory
	}
}

func (a *application) letItGo(e entry, why string) {
	a.letGo = append(a.letGo, fmt.Sprintf("%s: %s", e.id, why))
}

// report says what failed, what was let go, and what follows.
func (a *application) report(c *connection.Connection, diags *diag.Diagnostics,
	consequence string) {
	warnLetGoAll(diags, a.letGo)
	intro := fmt.Sprintf("%d of %d changes failed. ", len(a.failed), len(a.tasks))
	if len(a.failed) < len(a.tasks) {
		intro += "The others were carried out. "
	}
	a.failed.Report("resolutions", c.Failures(), diags, intro+consequence)
}

// warnNotAudited tells once that the audit log lacks lines.
func (a *application) warnNotAudited(diags *diag.Diagnostics) {
	for _, t := range a.tasks {
		if t.result.Outcome.AuditErr != nil {
			explain.WarnNotAudited(diags, t.result.Outcome)
			return
		}
	}
}
