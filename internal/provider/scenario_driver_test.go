// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"sync/atomic"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// driver carries out one scenario for one resource.
type driver struct {
	t   *testing.T
	s   *emulator.Server
	row scenario

	form    form
	session *session
	old     *session // the replaced object; nil without one
}

func newDriver(t *testing.T, s *emulator.Server, r scenario, f holder) *driver {
	t.Helper()
	for _, resource := range forms() {
		if resource.name == string(f) {
			return &driver{t: t, s: s, row: r, form: resource,
				session: resource.start(t, s, r.environment())}
		}
	}
	t.Fatalf("no such form: %s", f)
	return nil
}

// decision returns a standing as configuration.
func (d *driver) decision(standing string) object {
	config := d.form.decide(standing)
	if d.row.who == deposedIsDestroyed {
		config = config.with(reactivating())
	}
	if d.row.consented {
		config = config.with(consent())
	}
	return config
}

// arrange prepares the past of the story.
func (d *driver) arrange(when moment) {
	d.t.Helper()
	if d.row.found != "" {
		moveEvent(d.t, d.s, "e1", d.row.found, colleague)
	}
	switch d.row.decision {
	case isKept, isChanged:
		d.session.create(d.decision(isFraud))
	case isLost:
		if when == beforePlan {
			d.session.create(d.decision(isFraud))
			d.session.held = held{state: d.session.null()}
		}
	case isImported:
		expectDiagnostics(d.t, d.session.importByID(subscriptionA+"/e1"))
	case isReplaced, isLeftOver:
		d.session.create(d.decision(isFraud))
		old := *d.session
		d.old = &old
		if d.row.decision == isReplaced {
			d.session.held = held{state: d.session.null()}
		}
	}
}

// moveAt moves the event if this is the moment for it.
func (d *driver) moveAt(now, when moment) {
	d.t.Helper()
	if standing := d.row.moves(); now == when && standing != "" {
		moveEvent(d.t, d.s, "e1", standing, d.row.who.by())
	}
}

func (d *driver) planAndApply(when moment) result {
	d.t.Helper()
	if d.row.decision == isLeftOver {
		return d.destroyLeftOver(when)
	}
	config := d.decision(d.row.decided())
	p := d.plan(config)
	found := says(summaries(p.diagnostics)...)
	if hasError(p.diagnostics) {
		found.Apply = neverComes
		return found
	}
	d.moveAt(betweenRuns, when)
	if d.session.isEmpty(p) {
		d.moveAt(duringApply, when)
		found.Apply, found.Next = noChanges, d.nextPlan(config)
		return found
	}
	said := d.apply(p, when)
	found.Apply, found.Says = whatApplied(said, found.Plan)
	if when == lastSeconds && d.row.decided() != standingNow(d.t, d.s, "e1") {
		found.Next = d.nextPlan(config)
	}
	if d.row.who == stateIsLost && when == duringApply {
		d.session.held = held{state: d.session.null()}
		found.Next = d.nextPlan(config)
	}
	return found
}

// plan plans as Terraform does: a replacement first as an update. The new object's own plan counts
// only if it is an error.
func (d *driver) plan(config object) plan {
	d.t.Helper()
	if d.old == nil {
		p := d.session.plan(config)
		if len(p.replaces) > 0 {
			d.t.Errorf("the plan replaces because of %v", p.replaces)
		}
		return p
	}
	asUpdate := d.old.plan(config)
	p := d.session.plan(config)
	if !hasError(p.diagnostics) {
		p.diagnostics = nil
	}
	p.diagnostics = append(asUpdate.diagnostics, p.diagnostics...)
	return p
}

// apply plans again, as Terraform does. A change during the apply is made before a provider process
// without listings starts, because the listing of the plan is too old for its write.
func (d *driver) apply(p plan, when moment) diagnostics {
	d.t.Helper()
	if when == lastSeconds {
		moved := d.moveBehindTheNextPage()
		defer func() { expectEqual(d.t, "the event has moved", true, moved.Load()) }()
	}
	server := d.session.phase()
	final := d.session.planWith(server, p.config)
	if hasError(final.diagnostics) {
		return final.diagnostics
	}
	if names := broken(d.t, p.state, final.state); len(names) > 0 {
		return append(final.diagnostics, diagnostic{Severity: "ERROR", Summary: inconsistent})
	}
	if when == duringApply {
		d.moveAt(duringApply, when)
		server = d.session.phase()
	}
	said := slices.Concat(final.diagnostics, d.session.applyWith(server, final))
	if d.old != nil && !hasError(said) {
		destroy := d.old.planWith(server, nil)
		said = slices.Concat(said, destroy.diagnostics, d.old.applyWith(server, destroy))
	}
	return said
}

// moveBehindTheNextPage moves the event as soon as the page with the event has been read.
func (d *driver) moveBehindTheNextPage() *atomic.Bool {
	var moved atomic.Bool
	d.s.OnPage(func(string, int) {
		if !moved.Swap(true) {
			d.moveAt(lastSeconds, lastSeconds)
		}
	})
	return &moved
}

// destroyLeftOver destroys the old object of a replacement whose apply ended before. Terraform then
// destroys it without any information from the apply of the new one.
func (d *driver) destroyLeftOver(when moment) result {
	d.t.Helper()
	p := d.old.plan(nil)
	found := says(summaries(p.diagnostics)...)
	d.moveAt(betweenRuns, when)
	d.moveAt(duringApply, when)
	found.Apply, found.Says = whatApplied(d.old.apply(p), found.Plan)
	found.Next = d.nextPlan(d.decision(d.row.decided()))
	return found
}

// nextPlan returns the next run's plan.
func (d *driver) nextPlan(config object) []string {
	d.t.Helper()
	return summaries(d.session.plan(config).diagnostics)
}

// expectTrueState fails unless the state matches Partner Center's event, or is empty.
func (d *driver) expectTrueState(found result) {
	d.t.Helper()
	if d.session.held.state.IsNull() {
		return
	}
	if found.Apply == writesIt && len(found.Next) == 0 {
		p := d.session.plan(d.decision(d.row.decided()))
		expectExactly(d.t, p.diagnostics)
		d.session.expectNoChange(p)
		return
	}
	d.session.refresh()
	if d.form.name == "singular" {
		d.session.expectDecision(found.Stands)
	}
}
