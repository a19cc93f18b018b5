// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// update is one invocation of the action.
type update struct {
	model  updateModel
	ledger *ledger.Ledger
	diags  *diag.Diagnostics
	say    func(message string)

	// unsaid are the messages since an interrupt. They become part of the end: at the first message
	// after an interrupt Terraform (1.16) gives the action up, and hears nothing more of it.
	unsaid []string

	order   updateOrder
	outcome updateOutcome
}

// updateOutcome is what became of the picked events. Each counts once.
type updateOutcome struct {
	picked      int
	changed     []fraud.Event // Partner Center reports them as decided, after a write
	overwritten []fraud.Event // those of them that were resolved otherwise, as they stood before
	already     int
	skipped     []fraud.Event // resolved otherwise, as they stood
	meanwhile   int           // changed by somebody else after they were listed
	failed      explain.Failures
	notTried    []string
	audit       fraud.Outcome // the first that could not be taken down
}

func (u *update) run(ctx context.Context) {
	u.order = u.model.order(ctx, u.diags)
	if u.diags.HasError() {
		return
	}
	p, ok := u.model.pick(ctx, u.ledger, u.order, u.diags)
	if !ok {
		u.say(fmt.Sprintf("Changed 0 events to %s: they could not be picked, so nothing was written.",
			u.order.sweep.Decision))
		return
	}
	u.outcome.picked = len(p.events)
	u.announce(p)
	switch expected, differs := u.model.unexpected(p); {
	case u.model.DryRun.ValueBool():
		u.reportDryRun(p)
	case differs:
		addCountError(u.diags, expected, len(p.events))
		u.sayNothingWritten(fmt.Sprintf("`expected_count` is %d", expected))
	case u.ledger.ReadOnly() && changes(p.forecast) > 0:
		u.refuse(ctx, p)
	default:
		u.carryOut(ctx, p)
		u.report()
	}
}

// refuse ends the invocation of a read-only provider. The Ledger sends nothing, and takes the
// refusals down.
func (u *update) refuse(ctx context.Context, p picked) {
	for _, result := range u.ledger.DecideAll(ctx, u.changesOf(p.events)) {
		u.noteAudit(result.Outcome)
	}
	explain.AddError(u.diags, &fraud.ReadOnlyError{})
	explain.WarnNotAudited(u.diags, u.outcome.audit)
	u.sayNothingWritten("the provider is read-only")
}

// carryOut writes batch by batch, so that progress shows as it is made. A batch that fails does not
// stop the others, unless they would fail for the same reason. What needs no write goes through the
// Ledger too, which sees whether it still stands as listed, and keeps the audit log.
func (u *update) carryOut(ctx context.Context, p picked) {
	stopped := false
	write, leave := split(p)
	for _, events := range [][]fraud.Event{leave, write} {
		for batch := range u.ledger.Batches(events) {
			if stopped = stopped || ctx.Err() != nil; stopped {
				u.outcome.notTried = append(u.outcome.notTried, idsOf(batch)...)
				continue
			}
			stopped = u.settle(batch, u.ledger.DecideAll(ctx, u.changesOf(batch)))
		}
	}
}

func (u *update) changesOf(events []fraud.Event) []fraud.Change {
	changes := make([]fraud.Change, len(events))
	for i, e := range events {
		changes[i] = u.order.sweep.Change(e)
	}
	return changes
}

// settle counts what became of a batch, and reports whether the others would fail as it did.
func (u *update) settle(batch []fraud.Event, results []ledger.Result) (stop bool) {
	o := &u.outcome
	before := len(o.changed)
	for i, result := range results {
		e, err := batch[i], result.Err
		var (
			changed     *fraud.ChangedError
			overwrite   *fraud.OverwriteError
			unconfirmed *fraud.UnconfirmedError
		)
		switch {
		case err == nil && result.Outcome.Action == fraud.Write:
			o.changed = append(o.changed, e)
			if e.Status == fraud.Resolved {
				o.overwritten = append(o.overwritten, e)
			}
		case err == nil:
			o.already++
		case errors.As(err, &changed) && !errors.As(err, &unconfirmed):
			o.meanwhile++
			u.sayChanged(changed)
		case errors.As(err, &overwrite):
			o.skipped = append(o.skipped, overwrite.Event)
		case ledger.NotTried(err):
			o.notTried = append(o.notTried, fraud.Printable(e.EventID))
			stop = true
		default:
			o.failed.Add(fraud.Printable(e.EventID), err)
			stop = stop || concernsAll(err)
		}
		u.noteAudit(result.Outcome)
	}
	u.sayProgress(o.changed[before:])
	return stop
}

// concernsAll reports whether an error would meet every other call too, because it is about who we
// are.
func concernsAll(err error) bool {
	var (
		signIn *auth.Error
		call   *partnercenter.Error
	)
	if errors.As(err, &signIn) {
		return true
	}
	return errors.As(err, &call) &&
		(call.StatusCode == http.StatusUnauthorized || call.StatusCode == http.StatusForbidden)
}

func (u *update) noteAudit(out fraud.Outcome) {
	if u.outcome.audit.AuditErr == nil {
		u.outcome.audit = out
	}
}
