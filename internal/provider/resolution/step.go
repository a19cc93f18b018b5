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

// step is one decision's part in an apply: first the change, and then its result.
type step struct {
	planned *declaration // nil if the decision is destroyed
	stored  *declaration // nil if it is new

	change  fraud.Change
	pending bool // the change is still to be carried out

	memory  *fraud.Memory  // for private state: first the memory before the change, and then after it
	outcome *fraud.Outcome // of a completed change
	spared  string         // why a destroyed decision leaves its event unchanged

	// err is the reason why the decision in state stays unchanged, or why no state is saved. reported
	// is then the event as Partner Center reports it, and tookEffect means that it matches the
	// decision despite the error.
	err        error
	reported   *fraud.Event
	tookEffect bool
}

// newStep determines the change. An event that already matches the decision requires no call.
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
		s.spared = "the decision made here is unknown"
		return
	}
	s.change, s.pending = s.stored.reactivation(s.memory), true
}

func (s *step) prepareChange() {
	s.change, s.err = s.planned.nextChange(s.stored.standing(), s.memory)
	switch {
	case s.err != nil && s.planned.sameAs(s.stored):
		s.err = nil // both come from state, where a missing decision means nothing to remember
	case s.err != nil:
	case wanted(s.change):
		s.pending = true
	default:
		affirmed := s.memory.Affirmed(s.change.Decision)
		s.memory = &affirmed
	}
}

// finish records the result of the change.
func (s *step) finish(result ledger.Result, later *laterReading) {
	switch err := result.Err; {
	case err == nil && s.planned == nil:
		s.memory = nil
	case err == nil:
		s.outcome, s.memory = &result.Outcome, s.remembered(result.Outcome)
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
		// it took effect despite the error, so it is ours
		if s.tookEffect = s.reported != nil && s.reported.Carries(s.change.Decision); s.tookEffect {
			s.memory = s.remembered(fraud.Outcome{})
		}
	}
}

func (s *step) remembered(out fraud.Outcome) *fraud.Memory {
	m := fraud.Remember(s.change.Decision)
	if out.Action == fraud.Write {
		m = fraud.RememberWritten(s.change.Decision, out.Before, time.Now())
	}
	return &m
}

// whySpared says why an event is not reopened. It is empty if the reactivation must fail.
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
		return "it no longer matches the decision, but is " + changed.Event.Movement().String()
	case errors.As(err, &unlisted):
		return "it is no longer listed"
	default:
		return ""
	}
}

// readingTime is how long a failed apply still reads its events.
const readingTime = 15 * time.Second

// laterReading reads the events of failed changes. The apply's own timeout may have ended, so it
// has a separate timeout, for all events together.
type laterReading struct {
	ctx    context.Context //nolint:containedctx // of this reading only
	end    context.CancelFunc
	ledger *ledger.Ledger
	broken bool // a read has failed, and would fail for the others, too
}

func newLaterReading(ctx context.Context, book *ledger.Ledger) *laterReading {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), readingTime)
	return &laterReading{ctx: ctx, end: end, ledger: book}
}

// event returns the event as Partner Center reports it after the failure; nil if unknown.
func (l *laterReading) event(key fraud.Key, failure error) *fraud.Event {
	var unconfirmed *fraud.UnconfirmedError
	if errors.As(failure, &unconfirmed) && unconfirmed.Event != nil {
		return unconfirmed.Event
	}
	var pending *fraud.PendingError
	if l.broken || errors.As(failure, &pending) {
		return nil // another change of this run can still take effect
	}
	seen, err := l.ledger.Find(l.ctx, key)
	l.broken = err != nil
	return seen.Event
}
