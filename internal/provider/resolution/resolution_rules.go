// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// reactivation is the change that reopens an event, which was seen at the last refresh. It spares
// one that carries the decision made here no longer.
func (d declaration) reactivation(memory fraud.Memory) fraud.Change {
	held := memory.Holds(d.standing())
	return fraud.Change{
		Key: d.key, Decision: fraud.Reopen(), Seen: &held, Overwrite: true, Reactivation: true,
		Annotations: d.annotations,
	}
}

// letGo says why an event is left as it is instead of being reopened. It is empty if the
// reactivation has to fail.
func letGo(err error) string {
	var (
		changed  *fraud.ChangedError
		unlisted *fraud.UnlistedError
		held     *fraud.HeldError
	)
	switch {
	case errors.As(err, &held):
		return "the same run has decided about it for another resource instance, which keeps the decision"
	case errors.As(err, &changed):
		return "it does not carry the decision made here any more, but is " + changed.Event.Settled()
	case errors.As(err, &unlisted):
		return "Partner Center does not list it any more"
	default:
		return ""
	}
}

// letGoUnremembered is why an event is not reopened when the memory is missing.
const letGoUnremembered = "nothing tells which decision was made here"

// reactivate reopens an event that still carries the decision made here.
func reactivate(ctx context.Context, book *ledger.Ledger, state resolutionModel,
	memory *fraud.Memory, diags *diag.Diagnostics) {
	key := state.key()
	if memory == nil {
		warnLetGo(diags, key, letGoUnremembered)
		return
	}
	out, err := book.Decide(ctx, state.declaration().reactivation(*memory))
	explain.WarnNotAudited(diags, out)
	if err == nil {
		return
	}
	if why := letGo(err); why != "" {
		warnLetGo(diags, key, why)
		return
	}
	explain.AddError(diags, &reactivationError{err: err, advice: adviceReactivation})
}

// reportedBy is how Partner Center reports the event of a write that it accepted and that was not
// confirmed; nil if the failure does not tell.
func reportedBy(failure error) *fraud.Event {
	var unconfirmed *fraud.UnconfirmedError
	if errors.As(failure, &unconfirmed) {
		return unconfirmed.Event
	}
	return nil
}

// afterwards is how long a failed operation still looks at what became of its events.
const afterwards = 15 * time.Second

// afterLook tells how Partner Center reports the events of failed writes. Their own time may be up,
// so it has time of its own, for all of them together.
type afterLook struct {
	ctx    context.Context //nolint:containedctx // of this look only
	end    context.CancelFunc
	ledger *ledger.Ledger
	broken bool // a reading has failed: it would fail for the others too
}

func lookAfterwards(ctx context.Context, book *ledger.Ledger) *afterLook {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), afterwards)
	return &afterLook{ctx: ctx, end: end, ledger: book}
}

// reported is how Partner Center reports the event after the failure; nil if that cannot be told.
func (l *afterLook) reported(key fraud.Key, failure error) *fraud.Event {
	if e := reportedBy(failure); e != nil || l.broken {
		return e
	}
	seen, err := l.ledger.Find(l.ctx, key)
	l.broken = err != nil
	return seen.Event
}
