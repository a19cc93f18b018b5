// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrorKind distinguishes the errors of this domain. An edge gives each kind its summary and
// advice.
type ErrorKind int

// The kinds.
const (
	OtherError        ErrorKind = iota // a statement of a service, a network or a clock
	UnconfirmedChange                  // a write that was sent, without a known effect
	AlreadyResolved
	MovedElsewhere // since our decision, but not resolved
	ReopenedElsewhere
	DecidedInSameRun
	PendingInSameRun // an earlier change of the event, which is unconfirmed
	ChangedSinceReview
	NotListed
	AmbiguousID
	ListedTwice
	WritesTurnedOff
)

// KindOf returns the kind of an error. For an error that wraps another, it returns the outer one's.
func KindOf(err error) ErrorKind {
	var own interface {
		error
		kind() ErrorKind
	}
	if errors.As(err, &own) {
		return own.kind()
	}
	return OtherError
}

// Refuses reports whether a rule of this domain has refused a change, or the ids name no event. It
// is false if something has failed.
func (k ErrorKind) Refuses() bool { return k != OtherError && k != UnconfirmedChange }

// UnlistedError means that a complete listing lacks an event.
type UnlistedError struct {
	Key     Key
	Service Service
	// SubscriptionKnown is false if the service does not even know the subscription.
	SubscriptionKnown bool
	// Near is a similar listed id of the same subscription; empty if there is none.
	Near string
}

func (*UnlistedError) kind() ErrorKind { return NotListed }

func (e *UnlistedError) Error() string {
	if !e.SubscriptionKnown {
		return fmt.Sprintf("%s does not know subscription %s, so it lists none of its events",
			e.Service, e.Key.SubscriptionID)
	}
	text := fmt.Sprintf("%s does not list event %s for subscription %s", e.Service, e.Key.EventID,
		e.Key.SubscriptionID)
	if e.Near != "" {
		text += fmt.Sprintf(", but it lists %q, which is nearly the same", e.Near)
	}
	return text
}

// OverwriteError means that an event is already resolved otherwise, and there is no consent to
// change it.
type OverwriteError struct {
	Event    Event
	Decision Decision
	MayLag   bool // the listing may be older than our last write
}

func (*OverwriteError) kind() ErrorKind { return AlreadyResolved }

func (e *OverwriteError) Error() string {
	return fmt.Sprintf("event %s is already %s, but the decision is %s", e.Event.EventID,
		e.Event.Movement(), e.Decision)
}

// ReopenedError means that somebody else has moved an event since our decision, and there is
// neither consent to overwrite that nor a new decision.
type ReopenedError struct {
	Event    Event
	Held     Standing // our last written or adopted decision
	Decision Decision
	MayLag   bool // the listing may be older than our last write
}

func (e *ReopenedError) kind() ErrorKind {
	if e.Held.Status == Resolved {
		return ReopenedElsewhere
	}
	return MovedElsewhere
}

func (e *ReopenedError) Error() string {
	return fmt.Sprintf("event %s was set to %s here and is now %s, but the decision is %s",
		e.Event.EventID, e.Held, e.Event.Movement(), e.Decision)
}

// MayLag reports whether a change was refused because of a listing that may be older than our last
// write.
func MayLag(err error) bool {
	var (
		overwrite *OverwriteError
		reopened  *ReopenedError
	)
	return errors.As(err, &overwrite) && overwrite.MayLag ||
		errors.As(err, &reopened) && reopened.MayLag
}

// HeldError means that an event was not reopened because the same process has decided about it for
// another object.
type HeldError struct{ Key Key }

func (*HeldError) kind() ErrorKind { return DecidedInSameRun }

func (e *HeldError) Error() string {
	return fmt.Sprintf("the same run has decided about event %s for another object", e.Key.EventID)
}

// PendingError means that the same process has sent another change of the event, which is
// unconfirmed. That one can still take effect, so no listing is a review for this one.
type PendingError struct {
	Key  Key
	Sent Decision
}

func (*PendingError) kind() ErrorKind { return PendingInSameRun }

func (e *PendingError) Error() string {
	return fmt.Sprintf("the same run has already sent another update of event %s, to %s, and that "+
		"update is unconfirmed", e.Key.EventID, e.Sent)
}

// ChangedError means that an event matches neither its standing at the review nor the decision.
type ChangedError struct {
	Event    Event
	Seen     Standing
	Decision Decision
}

func (*ChangedError) kind() ErrorKind { return ChangedSinceReview }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("event %s changed since it was reviewed: it was %s then and is now %s, but "+
		"the decision is %s", e.Event.EventID, e.Seen, e.Event.Movement(), e.Decision)
}

// UnsteadyError means that listings repeatedly showed an event with two standings, so that its
// standing is unknown. Event is the event as last listed.
type UnsteadyError struct {
	Event Event
	Other Standing
}

func (*UnsteadyError) kind() ErrorKind { return ListedTwice }

func (e *UnsteadyError) Error() string {
	return fmt.Sprintf("event %s of subscription %s is listed twice in one listing, as %s and as %s",
		e.Event.EventID, e.Event.SubscriptionID, e.Other, e.Event.Movement())
}

// AmbiguousError means that an event id matches several events whose ids differ only in case.
type AmbiguousError struct {
	Key  Key
	Fits []string
}

func (*AmbiguousError) kind() ErrorKind { return AmbiguousID }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("event id %s matches several events of subscription %s, which differ only in "+
		"case: %s", e.Key.EventID, e.Key.SubscriptionID, strings.Join(e.Fits, ", "))
}

// ReadOnlyError means that a write was held back before it reached the network.
type ReadOnlyError struct{}

func (*ReadOnlyError) kind() ErrorKind { return WritesTurnedOff }

func (*ReadOnlyError) Error() string {
	return "nothing was written, because writing is turned off (read-only)"
}

// UnconfirmedError means that a write was sent, but the service did not report its effect in time.
// Event is the event as reported; nil if it is unlisted or could not be read again (Err). If no
// answer came and the event now has another standing, Err describes that. If no answer came and
// another attempt failed (Again), Err is that failure: it says nothing about the first attempt.
type UnconfirmedError struct {
	Key      Key
	Service  Service
	Decision Decision
	Event    *Event
	Err      error
	Again    bool

	RequestID     string // of the write; empty if unknown
	CorrelationID string // of the write; empty if unknown, or if the service has none
}

func (*UnconfirmedError) kind() ErrorKind { return UnconfirmedChange }

func (e *UnconfirmedError) Error() string {
	text := e.What()
	if cause := e.Cause(); cause != nil {
		text += ": " + cause.Error()
	}
	var ids []string
	for _, id := range e.CallIDs() {
		ids = append(ids, id[0]+" "+id[1])
	}
	if len(ids) > 0 {
		text += " [" + strings.Join(ids, ", ") + "]"
	}
	return text
}

// CallIDs returns the ids of the write, each after its name in the service.
func (e *UnconfirmedError) CallIDs() [][2]string {
	if e.RequestID == "" {
		return nil // the other id is that of all calls, and finds no write
	}
	return e.Service.idsOfWrite(e.RequestID, e.CorrelationID)
}

// Cause is the failure that What mentions without its text; nil if What is complete.
func (e *UnconfirmedError) Cause() error {
	if e.Event != nil && !e.Again && !KindOf(e.Err).Refuses() && !e.readFailed() {
		return nil
	}
	return e.Err
}

// readFailed reports whether a failure ended the reading, and not just the time.
func (e *UnconfirmedError) readFailed() bool {
	var (
		cut  *FailedCall
		call CallError
	)
	switch {
	case errors.As(e.Err, &cut) && cut.Fact == CutShort, Failed(e.Err, OutOfTime):
		return false
	case errors.As(e.Err, &call):
		return true
	}
	return e.Err != nil && !errors.Is(e.Err, context.Canceled) &&
		!errors.Is(e.Err, context.DeadlineExceeded)
}

// What says what happened, without the cause.
func (e *UnconfirmedError) What() string {
	update := fmt.Sprintf("the update of event %s of subscription %s to %s", e.Key.EventID,
		e.Key.SubscriptionID, e.Decision)
	accepted := e.Service.String() + " accepted " + update
	switch {
	case e.Again:
		return "no usable answer arrived for " + update +
			", which may have been applied, and another attempt failed"
	case KindOf(e.Err).Refuses():
		return "no usable answer arrived for " + update +
			", and it is unknown whether it was applied first"
	case e.Event != nil && e.readFailed():
		return accepted + ", but still reported the event as " +
			e.Event.Movement().String() + ", and the next read failed"
	case e.Event != nil:
		return accepted + ", but still reports the event as " +
			e.Event.Movement().String()
	case e.Err != nil:
		return "it is unknown whether " + update + " was applied, because the event could not be read"
	default:
		return accepted + ", but no longer lists the event"
	}
}

func (e *UnconfirmedError) Unwrap() error { return e.Err }
