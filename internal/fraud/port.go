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

	// Update writes one decision about several events of one subscription. The error is a CallError,
	// or that of look.
	Update(ctx context.Context, u Update, look LookAgain) (Receipt, error)

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
// What is older is looked at again first, so that no write leaves more than five seconds after its
// page was asked for; the rest is for the way to the network.
const ReviewLasts = 4500 * time.Millisecond

// Update is a write: one decision about several events of one subscription.
type Update struct {
	SubscriptionID string
	EventIDs       EventIDs
	Decision       Decision

	// ReviewedAt says when the page was asked for that last showed the events, or the earliest of
	// several pages. Nil means that nobody has looked.
	ReviewedAt func() time.Time
}

// Receipt is what came of an update.
type Receipt struct {
	// Events are those of the reply. They may be fewer or more than were asked for, or none. There are
	// none either when the reply could not be read.
	Events []Event

	// ConfirmedByReading says that no usable reply came, and that reading showed the update.
	ConfirmedByReading bool

	RequestID     string // of the last attempt
	CorrelationID string
}

// Sent is an update that was sent, and whose outcome is not known.
type Sent struct {
	RequestID     string
	CorrelationID string

	// Waits says that the update waits to be sent, for longer than its review lasts. It was sent
	// before if there is a RequestID: that attempt failed, and may have been carried out all the same.
	Waits bool
}

// LookAgain reads the events of an update again: of one that was sent, whose outcome is not known,
// or of one that has come to wait longer than its review lasts. It returns true if there is nothing
// left to write, and false if the update may be sent. An error ends the update.
type LookAgain func(ctx context.Context, sent Sent) (done bool, err error)
