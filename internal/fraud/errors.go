// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"strings"
)

// UnlistedError says that Partner Center does not list an event, by a complete and successful
// listing.
type UnlistedError struct {
	Key Key
	// SubscriptionKnown is false when Partner Center does not even know the subscription.
	SubscriptionKnown bool
	// Near is a listed id of that subscription that is nearly the same; empty if there is none.
	Near string
}

func (e *UnlistedError) Error() string {
	if !e.SubscriptionKnown {
		return fmt.Sprintf("Partner Center does not know subscription %s (any more), and so lists "+
			"none of its events", e.Key.SubscriptionID)
	}
	text := fmt.Sprintf("Partner Center does not list event %s for subscription %s (any more)",
		e.Key.EventID, e.Key.SubscriptionID)
	if e.Near != "" {
		text += fmt.Sprintf(". It lists event %q, which is nearly the same", e.Near)
	}
	return text
}

// OverwriteError says that an event is already resolved in another way than decided, without
// consent to change it.
type OverwriteError struct {
	Event    Event
	Decision Decision
}

func (e *OverwriteError) Error() string {
	return fmt.Sprintf("event %s is already %s; the configuration decides %s", e.Event.EventID,
		e.Event.Settled(), e.Decision)
}

// ReopenedError says that somebody else has moved an event since the decision about it was made
// here, and that there is neither consent to overwrite that nor a new decision.
type ReopenedError struct {
	Event    Event
	Held     Standing // what the configuration last wrote or adopted
	Decision Decision
}

func (e *ReopenedError) Error() string {
	return fmt.Sprintf("event %s was set to %s here, and is %s now; the configuration decides %s",
		e.Event.EventID, e.Held, e.Event.Settled(), e.Decision)
}

// HeldError says that an event was not reopened, because the same process has decided about it for
// another object.
type HeldError struct{ Key Key }

func (e *HeldError) Error() string {
	return fmt.Sprintf("the same run has decided about event %s for another object", e.Key.EventID)
}

// ChangedError says that an event no longer stands as it was reviewed, nor as decided.
type ChangedError struct {
	Event    Event
	Seen     Standing
	Decision Decision
}

func (e *ChangedError) Error() string {
	return fmt.Sprintf("event %s changed since the plan: it was %s then and is %s now; the "+
		"configuration decides %s",
		e.Event.EventID, e.Seen, e.Event.Settled(), e.Decision)
}

// UnsteadyError says that an event was listed with two standings in one listing, again and again,
// so that nobody knows how it stands. Event is as it was listed last.
type UnsteadyError struct {
	Event Event
	Other Standing
}

func (e *UnsteadyError) Error() string {
	return fmt.Sprintf("Partner Center lists event %s of subscription %s twice in one listing, as "+
		"%s and as %s: its standing is not known",
		e.Event.EventID, e.Event.SubscriptionID, e.Other, e.Event.Settled())
}

// AmbiguousError says that an event id fits several events that differ in case only.
type AmbiguousError struct {
	Key  Key
	Fits []string
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("event id %s fits several events of subscription %s that differ in case "+
		"only: %s",
		e.Key.EventID, e.Key.SubscriptionID, strings.Join(e.Fits, ", "))
}

// UnconfirmedError says that a write was sent, but that Partner Center did not report its effect in
// time. Event is what it reports; nil if the event is not listed any more, or could not be read
// again (Err). When no answer came and the event stands otherwise since then, Err says how.
type UnconfirmedError struct {
	Key      Key
	Decision Decision
	Event    *Event
	Err      error

	RequestID     string // MS-RequestId of the write; empty if it is not known
	CorrelationID string // MS-CorrelationId of the write
}

func (e *UnconfirmedError) Error() string {
	text := e.text()
	if e.RequestID != "" {
		text += fmt.Sprintf(" [MS-RequestId %s, MS-CorrelationId %s]", e.RequestID, e.CorrelationID)
	}
	return text
}

func (e *UnconfirmedError) text() string {
	asked := fmt.Sprintf("asked Partner Center to set event %s of subscription %s to %s",
		e.Key.EventID, e.Key.SubscriptionID, e.Decision)
	switch {
	case IsRuling(e.Err):
		return fmt.Sprintf("%s; no usable answer came, and %v. Whether it did in between is not known",
			asked, e.Err)
	case e.Event != nil:
		return fmt.Sprintf("%s; it accepted, but still reports the event as %s", asked, e.Event.Settled())
	case e.Err != nil:
		return fmt.Sprintf("%s; whether it did could not be read: %v", asked, e.Err)
	default:
		return asked + "; it accepted, but does not list the event any more"
	}
}

func (e *UnconfirmedError) Unwrap() error { return e.Err }

// ReadOnlyError says that a write was held back before it reached the network.
type ReadOnlyError struct{}

func (*ReadOnlyError) Error() string {
	return "nothing was written, because the provider is read-only"
}

// IsRuling tells the refusals of the house from what Partner Center and the network say.
func IsRuling(err error) bool {
	var (
		overwrite *OverwriteError
		reopened  *ReopenedError
		held      *HeldError
		changed   *ChangedError
		unlisted  *UnlistedError
		ambiguous *AmbiguousError
		readOnly  *ReadOnlyError
		unsteady  *UnsteadyError
	)
	return errors.As(err, &overwrite) || errors.As(err, &reopened) || errors.As(err, &held) ||
		errors.As(err, &changed) ||
		errors.As(err, &unlisted) || errors.As(err, &ambiguous) || errors.As(err, &readOnly) ||
		errors.As(err, &unsteady)
}
