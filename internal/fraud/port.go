// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"time"
)

// Events is where fraud events are read and written to: the port of this domain. A backend turns
// what its service says into an Event at its own door, and what fails into a CallError. Package
// eventstest holds the behaviours that a backend must show.
type Events interface {
	// List hands the events that the query asks for to the visitor, page by page. What the visitor
	// returns ends the listing, and comes back as it is. Other errors are ErrMorePages, ErrMayBeCut
	// and ErrMoved, which come after complete pages, and a CallError.
	List(ctx context.Context, q Query, to Visitor) error

	// Update sends one decision about several events of one subscription, once. The error is a
	// CallError, which says whether and when it may be sent again: who does so has looked at the
	// events first, if the attempt may have happened.
	Update(ctx context.Context, u Update) (Receipt, error)

	// Limits says what the service can do.
	Limits() Limits
}

// Limits is what a service can do.
type Limits struct {
	// EventsPerUpdate is how many events one update may name.
	EventsPerUpdate int

	// AllFields says that events have all their fields, and that long listings come in pages. Without
	// pages nothing tells a whole tenant's listing from one that was cut off at some largest size.
	AllFields bool
}

// Query says which events to list. What is empty does not filter.
type Query struct {
	SubscriptionID string
	Status         string
	EventType      string // a backend that cannot filter by it lists all types

	// MaxPages ends a listing that takes more pages with ErrMorePages. 0 means no limit.
	MaxPages int

	// AllowCut ends a listing with ErrMayBeCut if its first page is short, but may be a full one of a
	// service whose largest page is smaller than ours. Otherwise the next page is looked at.
	AllowCut bool

	// TellMoved ends a complete listing with ErrMoved if its pages shifted while they were read.
	TellMoved bool
}

// Visitor takes a listing in. A row that comes again as it was is handed over once. An event that
// does not name its subscription is of the one that was asked for.
type Visitor interface {
	// Begin says that a page begins to come in. What came since the last End is void: that reply has
	// broken off.
	Begin()
	// Event takes one event.
	Event(e Event) error
	// End says that the page is complete.
	End() error
}

// ErrMorePages ends a listing that takes more pages than Query.MaxPages.
var ErrMorePages = errors.New("the listing takes more pages than allowed")

// ErrMayBeCut ends a listing that Query.AllowCut has cut short. What was received is right, but
// there may be more.
var ErrMayBeCut = errors.New("the listing may be cut off at the largest page of the service")

// ErrMoved ends a complete listing of several pages, some events of which came on more than one:
// others may have been missed. A service that goes through its pages once more where there are no
// more does not count.
var ErrMoved = errors.New("the listing changed while it was read")

// ReviewLasts is how old the page that shows an event may be when a write about it is due to leave.
// Half a second more is for the way to the network, so that no write leaves more than five seconds
// after its page was asked for.
const ReviewLasts = 4500 * time.Millisecond

// Update is a write: one decision about several events of one subscription.
type Update struct {
	SubscriptionID string
	EventIDs       EventIDs
	Decision       Decision

	// LeaveBy is when the update must be due to leave: later, what was reviewed no longer counts. The
	// zero time is any time.
	LeaveBy time.Time

	// Before is what CallError.Again said of the last attempt at this update.
	Before Attempts
}

// Attempts are those that were made at an update. They mean something to the backend alone.
type Attempts struct {
	Made      int
	Retries   int
	Since     time.Time
	RequestID string // of the next attempt; empty for a new one
}

// Receipt is what came of an update.
type Receipt struct {
	// Events are those of the reply. They may be fewer or more than were asked for, or none. There are
	// none either when the reply could not be read.
	Events []Event

	RequestID     string
	CorrelationID string
}
