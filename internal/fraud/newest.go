// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"math"
)

// NewestEvents are the newest of the events that match a filter and are wanted.
type NewestEvents struct {
	// Events are newest first, then by event id. They carry no details.
	Events []Event

	// Matched is how many there are in all: those above and older ones.
	Matched int

	// Unwanted is how many more match the filter and are not wanted.
	Unwanted int
}

// Newest returns the newest n events that match and whose key is wanted, by one listing. Without a limit, which is an n
// of zero or less, it returns all. Memory follows the limit, not the listing. An unknown subscription has no events.
func (l *Ledger) Newest(ctx context.Context, f Filter, n int, wanted func(Key) bool) (NewestEvents, error) {
	if n <= 0 {
		n = math.MaxInt
	}
	s := selector{limit: n, wanted: wanted}
	if err := l.Each(ctx, f, s.add); err != nil {
		return NewestEvents{}, err
	}
	s.cut()
	return s.found, nil
}

// selector keeps fewer than twice as many events as are asked for: sorting now and then is cheaper than keeping order.
type selector struct {
	limit  int
	wanted func(Key) bool
	found  NewestEvents
}

func (s *selector) add(e Event) error {
	if !s.wanted(e.Key) {
		s.found.Unwanted++
		return nil
	}
	s.found.Matched++
	s.found.Events = append(s.found.Events, e.withoutDetails())
	if len(s.found.Events)/2 >= s.limit {
		s.cut()
	}
	return nil
}

// cut leaves the newest events, and lets go of the others.
func (s *selector) cut() {
	sortNewestFirst(s.found.Events)
	if len(s.found.Events) > s.limit {
		clear(s.found.Events[s.limit:])
		s.found.Events = s.found.Events[:s.limit]
	}
}
