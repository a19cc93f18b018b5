// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
)

// ListQuery is what the service filters by itself. The zero value lists the whole tenant.
type ListQuery struct {
	SubscriptionID string
	EventStatus    string
	EventType      string // sent in the new events model only

	// MaxPages ends a listing that takes more pages with ErrMorePages. 0 means no limit.
	MaxPages int

	// AllowCut ends a listing with ErrMayBeCut if its first page is short, but may be a full one of a service whose largest
	// page is smaller than ours. Otherwise the next page is looked at.
	AllowCut bool

	// TellMoved ends a complete listing with ErrMoved if its pages shifted while they were read.
	TellMoved bool
}

// Receiver takes a listing page by page, while the replies are still coming in.
type Receiver interface {
	// Begin says that a page begins to come in. What came since the last End is void: that reply has broken off.
	Begin()
	// Event takes one event.
	Event(e FraudEvent) error
	// End says that the page is complete.
	End() error
}

// Rows is a Receiver that takes single events and knows no pages. It also gets those of a reply that breaks off later.
type Rows func(FraudEvent) error

// Begin does nothing.
func (Rows) Begin() {}

// Event hands the event on.
func (r Rows) Event(e FraudEvent) error { return r(e) }

// End does nothing.
func (Rows) End() error { return nil }

// ErrMorePages is the end of a listing that takes more pages than ListQuery.MaxPages.
var ErrMorePages = errors.New("the listing takes more pages than allowed")

// ErrMayBeCut is the end of a listing that may have more pages than the first: see ListQuery.AllowCut.
var ErrMayBeCut = errors.New("the listing may be cut off at the largest page of the service")

// ErrMoved is the end of a listing whose pages held events of earlier ones: events came or went while it was read, so that
// it may lack some. See ListQuery.TellMoved.
var ErrMoved = errors.New("the listing changed while it was read")

// ReviewLasts is how long a page may be out of date by which an update is reviewed. From the moment when it was asked for
// to the update it takes five seconds at most; the rest is for making a connection.
const ReviewLasts = 4500 * time.Millisecond

// StatusUpdate asks for one status of the named events of one subscription.
type StatusUpdate struct {
	SubscriptionID string
	EventIDs       EventIDs
	EventStatus    string
	ResolvedReason string // empty unless EventStatus is Resolved

	// ReviewedAt says when the page was asked for that last showed the events, or the earliest of several pages. Nil
	// means that nobody has looked.
	ReviewedAt func() time.Time
}

// UpdateResult is what is known after an update that happened.
type UpdateResult struct {
	// Events are those of the reply. They may be fewer or more than were asked for, or none: docs-dev/api.md, Update.
	// There are none either when the reply could not be read.
	Events []FraudEvent

	// ConfirmedByReading says that no usable reply came, and that reading showed the update.
	ConfirmedByReading bool

	RequestID     string // MS-RequestId of the last attempt
	CorrelationID string // MS-CorrelationId
}

// Sent is an attempt at an update that may have taken effect, though nothing is known about it. The zero value says that
// none can have, and that the update has only had to wait.
type Sent struct {
	RequestID     string // MS-RequestId
	CorrelationID string // MS-CorrelationId
}

// LookAgain reads what an update has come to, or is still about, in the middle of it. True ends the update as done, false
// lets it be sent, and an error ends it.
type LookAgain func(ctx context.Context, sent Sent) (done bool, err error)

// EventIDs is a set of event ids with at least one member. An update with no ids would change every event of a
// subscription (docs-dev/api.md, Update), so there is no way to make an empty one, and the zero value does not encode.
type EventIDs struct{ ids []string }

var errNoEventIDs = errors.New("an update must name at least one event id, and none may be blank: " +
	"without ids it would change every event of the subscription")

// NewEventIDs returns the set of the given ids, in order, each once. A blank id is an error.
func NewEventIDs(first string, more ...string) (EventIDs, error) {
	ids := make([]string, 0, 1+len(more))
	seen := make(map[string]struct{}, 1+len(more))
	for _, id := range append([]string{first}, more...) {
		if strings.TrimSpace(id) == "" {
			return EventIDs{}, errNoEventIDs
		}
		if _, ok := seen[id]; !ok {
			seen[id] = struct{}{}
			ids = append(ids, id)
		}
	}
	return EventIDs{ids: ids}, nil
}

// Slice returns a copy of the ids.
func (e EventIDs) Slice() []string { return slices.Clone(e.ids) }

// Len returns the number of ids. Only the zero value has none.
func (e EventIDs) Len() int { return len(e.ids) }

// MarshalJSON encodes the ids as an array and refuses an empty set.
func (e EventIDs) MarshalJSON() ([]byte, error) {
	if len(e.ids) == 0 {
		return nil, errNoEventIDs
	}
	return json.Marshal(e.ids)
}
