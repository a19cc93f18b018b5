// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"time"
)

// Events is the port of this domain: it reads and changes fraud events. A backend converts the
// service's values into an Event and failures into a CallError. Package eventstest holds the
// behaviours that a backend must show.
type Events interface {
	// List passes the events that match the query to the visitor, page by page. An error of the
	// visitor ends the listing and is returned unchanged. Other errors are a CallError,
	// ErrUnfiltered, which comes before the first page, or ErrMorePages, ErrMayBeCut and ErrMoved,
	// which come after complete pages.
	List(ctx context.Context, q Query, to Visitor) error

	// Update sends one decision about several events of one subscription, once. The error is a
	// CallError, which says whether and when to send it again. If the attempt may have taken effect,
	// the caller must first read the events. A service that judges each event by itself may accept
	// some: then there is no error, and the receipt has the failures of the others.
	Update(ctx context.Context, u Update) (Receipt, error)

	// Limits returns the name and the limits of the service, as known now.
	Limits() Limits
}

// Limits are a service's name and its limits.
type Limits struct {
	// Service is how messages name the service. It never changes.
	Service Service

	// EventsPerUpdate is the maximum number of events in one update.
	EventsPerUpdate int

	// AllFields means that events have all their fields, and that long listings have pages. Without
	// pages, a complete listing of the tenant looks like one that was cut off at a maximum size.
	AllFields bool

	// KnowsSubscriptions means that listing an unknown subscription fails. Otherwise, such a listing
	// is empty.
	KnowsSubscriptions bool

	// TenantOnly means that the service lists only the whole tenant, so that a listing of one
	// subscription costs as much. A backend may find that out during a listing.
	TenantOnly bool
}

// Query says which events to list. Empty fields do not filter.
type Query struct {
	SubscriptionID string
	Status         string
	EventType      string // a backend that cannot filter by type lists all types

	// MaxPages ends a listing that needs more pages with ErrMorePages. 0 means no limit.
	MaxPages int

	// AllowCut ends a listing with ErrMayBeCut if its first page is short, but could be full because
	// the service's maximum page size is smaller than ours. Otherwise, List requests the next page.
	AllowCut bool

	// Thorough is for a listing in which a missing event has consequences: any short first page of
	// ten events or more counts as possibly full. Otherwise, only a page of a likely limit does,
	// because a further request for each listing costs too much.
	Thorough bool

	// TellMoved ends a complete listing with ErrMoved if its pages shifted while they were read.
	TellMoved bool

	// TellUnfiltered ends a listing of one subscription with ErrUnfiltered if the service lists only
	// the whole tenant. Otherwise, List filters the tenant's events itself.
	TellUnfiltered bool
}

// Visitor receives a listing. It receives a repeated, unchanged row once. An event that does not
// name its subscription belongs to the requested one.
type Visitor interface {
	// Begin starts a page. Events since the last End are void, because that reply has broken off.
	Begin()
	// Event receives one event.
	Event(e Event) error
	// End completes the page.
	End() error
}

// ErrUnfiltered ends a listing with Query.TellUnfiltered. No page was passed to the visitor.
var ErrUnfiltered = errors.New("the service lists only the whole tenant")

// ErrMorePages ends a listing that needs more pages than Query.MaxPages.
var ErrMorePages = errors.New("the listing takes more pages than allowed")

// ErrMayBeCut ends a listing that Query.AllowCut has cut short. The received events are correct,
// but there may be more.
var ErrMayBeCut = errors.New("the listing may be cut off at the largest page of the service")

// ErrMoved ends a complete listing of several pages if some events appeared on more than one,
// because others may be missing. It does not end a listing whose service starts over after its last
// page.
var ErrMoved = errors.New("the listing changed while it was read")

// ReviewLasts is the maximum age of the page with an event when a write about it is ready to leave.
// Another half second is for the way to the network, so that no write leaves more than five seconds
// after the request for its page.
const ReviewLasts = 4500 * time.Millisecond

// Update is a write: one decision about several events of one subscription.
type Update struct {
	SubscriptionID string
	EventIDs       EventIDs
	Decision       Decision

	// LeaveBy is the latest time for the update to be ready to leave: later, the review does not
	// count. The zero time means no limit.
	LeaveBy time.Time

	// Leaving is called when the update leaves: from then on, it may happen. It may be nil.
	Leaving func()

	// Before is the result of CallError.Again for the last attempt.
	Before Attempts
}

// Attempts are the previous attempts at an update. Only the backend interprets them.
type Attempts struct {
	Made      int
	Retries   int
	Since     time.Time
	RequestID string // of the next attempt; empty for a new one
}

// Receipt is the result of an update.
type Receipt struct {
	// Events are those in the reply. They may be fewer or more than requested. They are empty if the
	// reply has none or was unreadable.
	Events []Event

	// Failures say which events the service did not accept, if it accepted others. Each event is in
	// at most one of them.
	Failures []Failure

	RequestID     string
	CorrelationID string // empty if the service has none
}

// Failure is the failed part of an update. Its error says what to do about these events alone.
type Failure struct {
	EventIDs []string
	Err      CallError
}
