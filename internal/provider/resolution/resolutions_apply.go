// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// application turns the decisions of a state into those of a plan. Maps are by event id in lower
// case.
type application struct {
	planned, stored entries
	steps           map[string]*step
}

// newApplication works out what there is to do. An entry that is taken out is no step, unless its
// event is to be reopened, as last applied.
func newApplication(plan, state *resolutionsModel, last memories) *application {
	a := &application{planned: plan.entries(), stored: state.entries(), steps: map[string]*step{}}
	for id, e := range a.planned {
		var stored *declaration
		if before, exists := a.stored[id]; exists {
			stored = state.declaration(before)
		}
		a.steps[id] = newStep(plan.declaration(e), stored, last.of(id))
	}
	if state.ReactivateOnDestroy.ValueBool() {
		for id, e := range a.stored.without(a.planned) {
			a.steps[id] = newStep(nil, state.declaration(e), last.of(id))
		}
	}
	return a
}

// pending reports whether something is to be carried out.
func (a *application) pending() bool {
	for _, s := range a.steps {
		if s.pending {
			return true
		}
	}
	return false
}

func (a *application) carryOut(ctx context.Context, book *ledger.Ledger, diags *diag.Diagnostics) {
	carryOut(ctx, book, diags, slices.Collect(maps.Values(a.steps))...)
}

// kept are the entries that the state then holds. A change that failed leaves what was there
// before, as Partner Center reports its event, where that is known.
func (a *application) kept(ctx context.Context, diags *diag.Diagnostics) entries {
	kept := entries{}
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
				stored.PreviousStatus = planned.PreviousStatus
			}
			kept[id] = stored
		}
	}
	return kept
}

// memories are what is remembered then.
func (a *application) memories() memories {
	next := memories{}
	for id, s := range a.steps {
		if s.memory != nil {
			next[id] = *s.memory
		}
	}
	return next
}

// report says what failed, which events were spared, and what follows.
func (a *application) report(c *connection.Connection, diags *diag.Diagnostics,
	consequence string) {
	var (
		failed explain.Failures
		spared []string
		all    int
	)
	for id, s := range a.steps {
		e := a.stored[id]
		if s.planned != nil {
			e = a.planned[id]
		}
		if s.pending || s.err != nil {
			all++
		}
		switch {
		case s.spared != "":
			spared = append(spared, fmt.Sprintf("%s: %s", e.id, s.spared))
		case s.err != nil && s.planned == nil:
			failed.Add(e.id, &reactivationError{err: s.err, advice: adviceReactivations})
		case s.err != nil:
			failed.Add(e.id, s.err)
		}
	}
	warnSpared(diags, spared)
	intro := fmt.Sprintf("%d of %d changes failed. ", len(failed), all)
	if len(failed) < all {
		intro += "The others were carried out. "
	}
	failed.Report("resolutions", c.Failures(), diags, intro+consequence)
}
