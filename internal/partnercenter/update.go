// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// ListQuery is what the service filters by itself. The zero value lists the whole tenant.
type ListQuery struct {
	SubscriptionID string
	EventStatus    string
	EventType      string // sent in the new events model only

	// MaxPages ends a listing that takes more pages with ErrMorePages. 0 means no limit.
	MaxPages int

	// AllowCut ends a listing with ErrMayBeCut if its first page is short, but may be a full one of a
	// service whose largest page is smaller than ours. Otherwise the next page is looked at.
	AllowCut bool

	// TellMoved ends a complete listing with ErrMoved if its pages shifted while they were read.
	TellMoved bool
}

// Rows is a [fraud.Visitor] that takes single events and knows no pages. It also gets those of a reply
// that breaks off later.
type Rows func(fraud.Event) error

// Begin does nothing.
func (Rows) Begin() {}

// Event hands the event on.
func (r Rows) Event(e fraud.Event) error { return r(e) }

// End does nothing.
func (Rows) End() error { return nil }

// StatusUpdate asks for one status of the named events of one subscription.
type StatusUpdate struct {
	SubscriptionID string
	EventIDs       fraud.EventIDs
	EventStatus    string
	ResolvedReason string // empty unless EventStatus is Resolved

	LeaveBy time.Time      // when it must be due to leave; the zero time is any time
	Before  fraud.Attempts // what Error.Again said of the last attempt
}

// UpdateResult is what is known after an update that happened.
type UpdateResult struct {
	// Events are those of the reply. They may be fewer or more than were asked for, or none:
	// docs-dev/api.md, Update. There are none either when the reply could not be read.
	Events []fraud.Event

	RequestID     string // MS-RequestId of the last attempt
	CorrelationID string // MS-CorrelationId
}
