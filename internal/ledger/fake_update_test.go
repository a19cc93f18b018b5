// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

func (s *fakeService) Update(ctx context.Context, u fraud.Update) (fraud.Receipt, error) {
	call, late := s.leave(ctx, u)
	switch {
	case ctx.Err() != nil && call == 0:
		return fraud.Receipt{}, &failure{cause: ctx.Err()}
	case late:
		f := failed(fraud.TooLate)
		f.before, f.again = u.Before, true
		return fraud.Receipt{}, f
	}
	time.Sleep(s.latency)
	if s.onUpdate != nil {
		if err := s.onUpdate(ctx, call); err != nil {
			return fraud.Receipt{}, err
		}
	}
	if s.oneByOne && u.EventIDs.Len() > 1 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.most = 1
		return fraud.Receipt{}, failed(fraud.Refused, fraud.RefusedForEvents)
	}
	if slices.ContainsFunc(u.EventIDs.Slice(), func(id string) bool { return s.refuses[id] }) {
		return fraud.Receipt{}, failed(fraud.Refused, fraud.RefusedForEvents)
	}
	lost, happened := false, true
	if s.lost != nil {
		lost, happened = s.lost(call)
	}
	var changed []fraud.Event
	var failures []fraud.Failure
	if s.partly != nil {
		failures, changed = s.applyPartly(call, u)
	} else if happened {
		changed = s.apply(u)
	}
	if lost {
		return fraud.Receipt{}, repeatable(u, 0, fraud.UnknownOutcome, fraud.MayHaveHappened)
	}
	if s.reply != nil {
		changed = s.reply(changed)
	}
	return fraud.Receipt{Events: changed, Failures: failures}, ctx.Err()
}

// applyPartly changes the events that partly lets pass, and returns those whose answer came.
func (s *fakeService) applyPartly(call int, u fraud.Update) ([]fraud.Failure, []fraud.Event) {
	failures, happened := s.partly(call, u)
	var accepted []string
	for _, id := range u.EventIDs.Slice() {
		if !slices.ContainsFunc(failures,
			func(f fraud.Failure) bool { return slices.Contains(f.EventIDs, id) }) {
			accepted = append(accepted, id)
		}
	}
	change := func(ids []string) []fraud.Event {
		if len(ids) == 0 {
			return nil
		}
		u.EventIDs, _ = fraud.NewEventIDs(ids[0], ids[1:]...)
		return s.apply(u)
	}
	change(happened)
	return failures, change(accepted)
}

// leave records an update, unless it could only leave too late or its context ends before that.
func (s *fakeService) leave(ctx context.Context, u fraud.Update) (call int, late bool) {
	s.mu.Lock()
	s.asked++
	asked := s.asked
	s.mu.Unlock()
	if s.toLeave != nil && !sharing.Pause(ctx, s.toLeave(asked)) {
		return 0, false
	}
	if time.Now().After(u.LeaveBy) {
		return 0, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.Leaving != nil {
		u.Leaving()
	}
	s.updates = append(s.updates, updateCall{u, time.Now()})
	return len(s.updates), false
}

// apply changes the events of an update, and returns them. Like the service's, the reply omits
// fields.
func (s *fakeService) apply(u fraud.Update) []fraud.Event {
	var changed []fraud.Event
	for _, id := range u.EventIDs.Slice() {
		now := fraud.Event{
			Key:    fraud.Key{SubscriptionID: u.SubscriptionID, EventID: id},
			Status: u.Decision.Status(), Reason: u.Decision.Reason(),
		}
		if now.Status == fraud.Resolved {
			now.ResolvedBy, now.ResolvedOn = "agent@contoso.com", time.Now().UTC().Truncate(time.Second)
		}
		changed = append(changed, now)
		s.changeIn(u.SubscriptionID, id, s.lag, func(e *fraud.Event) { restate(e, now) })
	}
	return changed
}

func restate(e *fraud.Event, now fraud.Event) {
	e.Status, e.Reason, e.ResolvedBy, e.ResolvedOn = now.Status, now.Reason, now.ResolvedBy,
		now.ResolvedOn
}

// posted returns the updates so far.
func (s *fakeService) posted() []fraud.Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	var updates []fraud.Update
	for _, c := range s.updates {
		updates = append(updates, c.update)
	}
	return updates
}
