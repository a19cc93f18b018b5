// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// findings receives the events that match a filter. It discards the events of a page whose reply
// broke off.
type findings struct {
	filter fraud.Filter
	slim   func(fraud.Event) fraud.Event // nil keeps all details of an event
	events []fraud.Event
	later  []laterRow
	pages  int

	complete, completeLater int // how much of events and later belongs to complete pages
}

// laterRow is a row about an event that an earlier row listed with another standing.
type laterRow struct {
	event   fraud.Event
	matches bool
}

func (r *findings) Begin() {
	clear(r.events[r.complete:])
	r.events, r.later = r.events[:r.complete], r.later[:r.completeLater]
}

func (r *findings) Event(e fraud.Event) error {
	r.take(e)
	return nil
}

func (r *findings) take(e fraud.Event) {
	e = e.In(r.filter.SubscriptionID)
	matches := r.filter.Matches(e)
	if r.slim != nil {
		e = r.slim(e)
	}
	switch {
	case e.Again:
		r.later = append(r.later, laterRow{e, matches})
	case matches:
		r.events = append(r.events, e)
	}
}

func (r *findings) End() error {
	r.pages++
	r.complete, r.completeLater = len(r.events), len(r.later)
	return nil
}

// settled returns the events without duplicates: the last row counts, whether or not it still
// matches.
func (r *findings) settled() []fraud.Event {
	r.Begin()
	for _, row := range r.later {
		r.events = slices.DeleteFunc(r.events, func(e fraud.Event) bool { return e.Key == row.event.Key })
		if row.matches {
			r.events = append(r.events, row.event)
		}
	}
	r.later = nil
	return r.events
}

// sought receives one event, and stops at the end of its page.
type sought struct {
	findings
	key    fraud.Key
	others []string // the ids of the subscription's other events
}

func (s *sought) Event(e fraud.Event) error {
	switch {
	case strings.EqualFold(e.EventID, s.key.EventID):
		s.take(e)
	case s.filter.Matches(e.In(s.key.SubscriptionID)):
		s.others = append(s.others, e.EventID)
	}
	return nil
}

func (s *sought) End() error {
	_ = s.findings.End()
	if slices.ContainsFunc(s.events, func(e fraud.Event) bool { return e.EventID == s.key.EventID }) {
		return listings.ErrEnough
	}
	return nil
}

// sums receives events and counts them, page by page. If an event appears again with another
// standing, the first one counts: such a listing has changed while it was read, and was already
// read several times.
type sums struct {
	filter      fraud.Filter
	now         time.Time
	total, page *fraud.Tally
	pages       int
}

func (r *sums) Begin() { r.page = fraud.NewTally(r.now) }

func (r *sums) Event(e fraud.Event) error {
	if e = e.In(r.filter.SubscriptionID); !e.Again && r.filter.Matches(e) {
		r.page.Add(e)
	}
	return nil
}

func (r *sums) End() error {
	if r.pages++; r.pages == 1 {
		r.total = r.page
	} else {
		r.total.Merge(r.page)
	}
	r.page = nil
	return nil
}
