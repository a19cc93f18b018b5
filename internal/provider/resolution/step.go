// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// step is one decision's part in an apply: first what is to be done, and then what became of it.
type step struct {
	planned *declaration // nil if the decision is destroyed
	stored  *declaration // nil if it is new

	change  fraud.Change
	pending bool // the change is yet to be carried out

	memory  *fraud.Memory  // for private state: as it was before, and then as it is after
	outcome *fraud.Outcome // of a change that was carried out
	spared  string         // why a destroyed decision leaves its event as it is

	// err is why the decision in state stays as it was, or no state is saved. reported is then how
	// Partner Center reports the event, and tookEffect says that it stands as decided all the same.
	err        error
	reported   *fraud.Event
	tookEffect bool
}

// newStep works out what there is to do. What stands as decided already costs no call.
func newStep(planned, stored *declaration, memory *fraud.Memory) *step {
	s := &step{planned: planned, stored: stored, memory: memory}
	switch {
	case planned == nil:
		s.prepareReactivation()
	case stored == nil:
		s.change, s.err = planned.firstChange()
		s.pending = s.err == nil
	default:
		s.prepareChange()
	}
	return s
}

func (s *step) prepareReactivation() {
	if s.memory == nil {
		s.spared = "nothing tells which decision was made here"
		return
	}
	s.change, s.pending = s.stored.reactivation(s.memory), true
}

func (s *step) prepareChange() {
	s.change, s.err = s.planned.nextChange(s.stored.standing(), s.memory)
	switch {
	case s.err != nil && s.planned.sameAs(s.stored):
		s.err = nil // both come from state, where no decision is nothing to remember
	case s.err != nil:
	case wanted(s.change):
		s.pending = true
	default:
		affirmed := s.memory.Affirmed(s.change.Decision)
		s.memory = &affirmed
	}
}

// finish notes what became of the change.
func (s *step) finish(result ledger.Result, later *laterReading) {
	switch err := result.Err; {
	case err == nil && s.planned == nil:
		s.memory = nil
	case err == nil:
		s.outcome, s.memory = &result.Outcome, s.remembered()
	case s.stored == nil:
		s.err = err
	case s.planned == nil:
		if s.spared = whySpared(err); s.spared != "" {
			s.memory = nil
			return
		}
		s.err, s.memory = &reactivationError{err}, s.memory.AfterFailure(s.change, err)
	default:
		s.err, s.memory = refusedChange(err), s.memory.AfterFailure(s.change, err)
		s.reported = later.event(s.change.Key, err)
		// it took effect all the same, and so is ours
		if s.tookEffect = s.reported != nil && s.reported.Carries(s.change.Decision); s.tookEffect {
			s.memory = s.remembered()
		}
	}
}

func (s *step) remembered() *fraud.Memory {
	m := fraud.Remember(s.change.Decision)
	return &m
}

// whySpared says why an event is left as it is instead of being reopened. It is empty if the
// reactivation has to fail.
func whySpared(err error) string {
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

// readingTime is how long a failed apply still reads what became of its events.
const readingTime = 15 * time.Second

// laterReading reads how Partner Center reports the events of failed changes. The apply's own time
// may be up, so it has time of its own, for all of them together.
type laterReading struct {
	ctx    context.Context //nolint:containedctx // of this reading only
	end    context.CancelFunc
	ledger *ledger.Ledger
	broken bool // a reading has failed: it would fail for the others too
}

func newLaterReading(ctx context.Context, book *ledger.Ledger) *laterReading {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), readingTime)
	return &laterReading{ctx: ctx, end: end, ledger: book}
}

// event is how Partner Center reports an event after the failure; nil if that cannot be told.
func (l *laterReading) event(key fraud.Key, failure error) *fraud.Event {
	var unconfirmed *fraud.UnconfirmedError
	if errors.As(failure, &unconfirmed) && unconfirmed.Event != nil {
		return unconfirmed.Event
	}
	if l.broken {
		return nil
	}
	seen, err := l.ledger.Find(l.ctx, key)
	l.broken = err != nil
	return seen.Event
}
