// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Batches splits events, ordered by subscription, into batches for one call each.
func (l *Ledger) Batches(events []fraud.Event) iter.Seq[[]fraud.Event] {
	limit := max(1, l.service.Limits().EventsPerUpdate)
	return func(yield func([]fraud.Event) bool) {
		for len(events) > 0 {
			n := slices.IndexFunc(events, func(e fraud.Event) bool {
				return !strings.EqualFold(e.SubscriptionID, events[0].SubscriptionID)
			})
			if n < 0 {
				n = len(events)
			}
			n = min(n, limit)
			if !yield(events[:n]) {
				return
			}
			events = events[n:]
		}
	}
}

// Survey holds the listed events of some subscriptions.
type Survey struct {
	Events  []fraud.Event
	Unknown []string // unknown subscriptions; they have no events
}

// Survey lists the events of these subscriptions, without their details. It shares the Ledger's
// listings if they are fresh enough for a decision. Duplicate subscriptions count once. If named
// has ids, only events with these matter: if no subscription lists one of them, Survey reads again,
// because a listing may be cut, and pages shift while they are read.
func (l *Ledger) Survey(ctx context.Context, subscriptionIDs []string, named ...string) (Survey,
	error) {
	s, err := l.survey(ctx, subscriptionIDs, nil, len(named) == 0)
	if missing := s.missing(named); err == nil && len(missing) > 0 {
		return l.survey(ctx, subscriptionIDs, missing, false)
	}
	return s, err
}

// Changed says that something other than a decision may have changed the events of a subscription,
// such as its cancellation. No later caller gets a listing from before.
func (l *Ledger) Changed(subscriptionID string) {
	l.queue(subscriptionID).reads.EndWrite(nil, false)
}

// survey lists each subscription, reliably for these events and, if whole, for all others.
func (l *Ledger) survey(ctx context.Context, subscriptionIDs, named []string, whole bool) (Survey,
	error) {
	var s Survey
	done := map[string]bool{}
	for _, id := range subscriptionIDs {
		if done[strings.ToLower(id)] {
			continue
		}
		done[strings.ToLower(id)] = true
		keys := make([]fraud.Key, len(named))
		for i, event := range named {
			keys[i] = fraud.Key{SubscriptionID: id, EventID: event}
		}
		q := l.queue(id)
		if whole {
			q.reads.WantWhole()
		}
		read, err := q.reads.Answer(ctx, q.reviewAge(), keys...)
		if err != nil {
			return Survey{}, err
		}
		if !read.Known() {
			s.Unknown = append(s.Unknown, id)
		}
		s.Events = append(s.Events, read.Events()...)
	}
	return s, nil
}

// missing returns the ids that no event has, in any case.
func (s Survey) missing(named []string) []string {
	if len(named) == 0 {
		return nil
	}
	listed := map[string]bool{}
	for _, e := range s.Events {
		listed[strings.ToLower(e.EventID)] = true
	}
	var missing []string
	for _, name := range named {
		if !listed[strings.ToLower(name)] {
			missing = append(missing, name)
		}
	}
	return missing
}

// NotTried reports whether a change ended before anything was sent, because its caller timed out or
// was told to stop.
func NotTried(err error) bool {
	var (
		unconfirmed *fraud.UnconfirmedError
		call        fraud.CallError
	)
	if errors.As(err, &unconfirmed) || errors.As(err, &call) {
		return false
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
