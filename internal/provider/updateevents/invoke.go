// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// invocation is one invocation of the action.
type invocation struct {
	progress
	outcome

	model  updateModel
	job    job
	ledger *ledger.Ledger
	diags  *diag.Diagnostics
}

func (i *invocation) run(ctx context.Context) {
	i.job = i.model.job(ctx, i.diags)
	if i.diags.HasError() {
		return
	}
	i.decision = i.job.sweep.Decision
	s, ok := i.model.pick(ctx, i.ledger, i.job, i.diags)
	if !ok {
		i.say(fmt.Sprintf("Changed 0 events to %s: they could not be selected, so nothing was written.",
			i.decision))
		return
	}
	i.picked = len(s.events)
	i.announce(s)
	switch expected, differs := i.model.unexpected(i.picked); {
	case i.model.DryRun.ValueBool():
		i.dryRun(s)
	case differs:
		i.diags.AddAttributeError(path.Root("expected_count"), summaryCount, fmt.Sprintf(
			"`expected_count` is %d, but %s selected. Nothing was written. Review the events (`dry_run "+
				"= true` lists them), and correct the selection or the count.",
			expected, eventsWere(i.picked)))
		i.say(i.nothingWritten(fmt.Sprintf("`expected_count` is %d", expected)))
	case i.ledger.ReadOnly() && s.changes() > 0:
		i.refuse(ctx, s)
	default:
		i.carryOut(ctx, s)
		unsaid := i.unsaid
		i.say(i.String())
		i.report(len(i.unsaid) > 0, unsaid, i.diags)
	}
}

// announce reports the selected events, and names those that will not change.
func (i *invocation) announce(s selected) {
	i.say("Selected " + s.String() + ".")
	i.sayIDs(fmt.Sprintf("Already %s", i.decision), idsOf(s.forecast.Adopt))
	i.sayIDs("Resolved otherwise, skipped", standingsOf(s.forecast.LeaveAlone))
	i.sayIDs("Under investigation, to be changed", idsOf(s.underInvestigation()))
	i.sayIDs("Reopened, to be changed", idsOf(s.reopened()))
}

// dryRun reports what an invocation would do.
func (i *invocation) dryRun(s selected) {
	would := "Would change to " + i.decision.String()
	i.sayIDs(would, idsOf(s.forecast.Write))
	i.sayIDs(would+", by `allow_overwrite`", standingsOf(s.forecast.Overwrite))
	if lines := s.severityLines(); len(lines) > 0 {
		i.say("Would change, by severity and customer: " + strings.Join(lines, "; "))
	}
	if expected, differs := i.model.unexpected(i.picked); differs {
		i.say(fmt.Sprintf("`expected_count` is %d, so nothing would be written.", expected))
	}
	i.say("Dry run, nothing was written: " + s.String() + "." +
		countStandings(" Skipped: ", s.forecast.LeaveAlone))
}

// refuse ends the invocation of a read-only provider. The Ledger sends nothing, and writes the
// refusals to the audit log.
func (i *invocation) refuse(ctx context.Context, s selected) {
	i.decide(ctx, s.events)
	fraudevents.Explain(&fraud.ReadOnlyError{}).AddTo(i.diags)
	fraudevents.WarnNotAudited(i.diags, i.audit)
	i.say(i.nothingWritten("the provider is read-only"))
}

// carryOut writes batch by batch, so that it can report progress. A failed batch does not stop the
// others, unless they would fail for the same reason. Events that need no write also go through the
// Ledger, which checks that they have not moved, and writes the audit log.
func (i *invocation) carryOut(ctx context.Context, s selected) {
	stopped := false
	write, leave := s.split()
	for _, events := range [][]fraud.Event{leave, write} {
		for batch := range i.ledger.Batches(events) {
			if stopped = stopped || ctx.Err() != nil; stopped {
				i.notTried = append(i.notTried, idsOf(batch)...)
				continue
			}
			changed, meanwhile := len(i.changed), len(i.meanwhile)
			stopped = i.decide(ctx, batch)
			for _, e := range i.meanwhile[meanwhile:] {
				i.say(fmt.Sprintf("Skipped, because somebody else has changed it: %s, now %s",
					fraud.Printable(e.EventID), fraud.Printable(e.Movement().String())))
			}
			i.sayIDs(fmt.Sprintf("Changed to %s (%d so far)", i.decision, len(i.changed)),
				idsOf(i.changed[changed:]))
		}
	}
}

// decide decides about events through the Ledger, and reports whether others would fail in the same
// way.
func (i *invocation) decide(ctx context.Context, events []fraud.Event) (stop bool) {
	changes := make([]fraud.Change, len(events))
	for n, e := range events {
		changes[n] = i.job.sweep.Change(e)
	}
	for n, result := range i.ledger.DecideAll(ctx, changes) {
		stop = i.count(events[n], result) || stop
	}
	return stop
}
