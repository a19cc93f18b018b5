// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"math"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// NewestEvents are the newest wanted events that match a filter.
type NewestEvents struct {
	// Events are newest first, then by event id. They carry no details.
	Events []fraud.Event

	// Matched is the total number of these events, including older ones.
	Matched int

	// Unwanted is the number of matching events that are not wanted.
	Unwanted int
}

// Newest returns the newest n matching events whose key is wanted, from one listing. If n is zero
// or less, it returns all. Memory depends on the limit, not on the listing. An unknown subscription
// has no events.
func (l *Ledger) Newest(ctx context.Context, f fraud.Filter, n int,
	wanted func(fraud.Key) bool) (NewestEvents, error) {
	if n <= 0 {
		n = math.MaxInt
	}
	var s *selector
	err := l.each(ctx, f, func() fraud.Visitor {
		s = &selector{limit: n, filter: f, wanted: wanted}
		return s
	})
	if err != nil {
		return NewestEvents{}, err
	}
	return s.found, nil
}

// selector receives events and keeps the newest, plus those of the current page. If an event
// appears again with another standing, the first one counts: see sums.
type selector struct {
	limit  int
	filter fraud.Filter
	wanted func(fraud.Key) bool
	found  NewestEvents // by the complete pages
	page   NewestEvents
}

func (s *selector) Begin() { s.page = NewestEvents{} }

// Event keeps fewer than twice the requested number of events: occasional sorting is cheaper than
// keeping order.
func (s *selector) Event(e fraud.Event) error {
	e = e.In(s.filter.SubscriptionID)
	switch {
	case e.Again || !s.filter.Matches(e):
		return nil
	case !s.wanted(e.Key):
		s.page.Unwanted++
		return nil
	}
	s.page.Matched++
	s.page.Events = append(s.page.Events, e.WithoutDetails())
	if len(s.page.Events)/2 >= s.limit {
		s.page.cut(s.limit)
	}
	return nil
}

func (s *selector) End() error {
	s.found.Matched += s.page.Matched
	s.found.Unwanted += s.page.Unwanted
	if len(s.found.Events) == 0 {
		s.found.Events = s.page.Events
	} else {
		s.found.Events = append(s.found.Events, s.page.Events...)
	}
	s.page = NewestEvents{}
	s.found.cut(s.limit)
	return nil
}

// cut keeps the newest events, and drops the others.
func (n *NewestEvents) cut(limit int) {
	fraud.SortNewestFirst(n.Events)
	if len(n.Events) > limit {
		clear(n.Events[limit:])
		n.Events = n.Events[:limit]
	}
}
