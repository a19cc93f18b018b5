// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"strings"
)

// ErrorKind tells the errors of this domain apart. Edges give each its summary and its advice.
type ErrorKind int

// The kinds.
const (
	OtherError        ErrorKind = iota // what a service, a network or a clock says
	UnconfirmedChange                  // a write that was sent, without a known effect
	AlreadyResolved
	MovedElsewhere // since it was decided here, but not resolved here
	ReopenedElsewhere
	DecidedInSameRun
	ChangedSinceReview
	NotListed
	AmbiguousID
	ListedTwice
	WritesTurnedOff
)

// KindOf is the kind of an error; of one that wraps another, that of the outer one.
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

// Refuses reports whether the rules of this domain have decided against a change, or the ids name
// no event, rather than that something has failed.
func (k ErrorKind) Refuses() bool { return k != OtherError && k != UnconfirmedChange }

// UnlistedError says that Partner Center does not list an event, by a complete and successful
// listing.
type UnlistedError struct {
	Key Key
	// SubscriptionKnown is false when Partner Center does not even know the subscription.
	SubscriptionKnown bool
	// Near is a listed id of that subscription that is nearly the same; empty if there is none.
	Near string
}

func (*UnlistedError) kind() ErrorKind { return NotListed }

func (e *UnlistedError) Error() string {
	if !e.SubscriptionKnown {
		return fmt.Sprintf("Partner Center does not know subscription %s, so it lists none of its events",
			e.Key.SubscriptionID)
	}
	text := fmt.Sprintf("Partner Center does not list event %s for subscription %s", e.Key.EventID,
		e.Key.SubscriptionID)
	if e.Near != "" {
		text += fmt.Sprintf(", but it lists %q, which is nearly the same", e.Near)
	}
	return text
}

// OverwriteError says that an event is already resolved in another way than decided, without
// consent to change it.
type OverwriteError struct {
	Event    Event
	Decision Decision
}

func (*OverwriteError) kind() ErrorKind { return AlreadyResolved }

func (e *OverwriteError) Error() string {
	return fmt.Sprintf("event %s is already %s, but the decision is %s", e.Event.EventID,
		e.Event.Settled(), e.Decision)
}

// ReopenedError says that somebody else has moved an event since the decision about it was made
// here, and that there is neither consent to overwrite that nor a new decision.
type ReopenedError struct {
	Event    Event
	Held     Standing // what was last written or adopted here
	Decision Decision
}

func (e *ReopenedError) kind() ErrorKind {
	if e.Held.Status == Resolved {
		return ReopenedElsewhere
	}
	return MovedElsewhere
}

func (e *ReopenedError) Error() string {
	return fmt.Sprintf("event %s was set to %s here and is now %s, but the decision is %s",
		e.Event.EventID, e.Held, e.Event.Settled(), e.Decision)
}

// HeldError says that an event was not reopened, because the same process has decided about it for
// another object.
type HeldError struct{ Key Key }

func (*HeldError) kind() ErrorKind { return DecidedInSameRun }

func (e *HeldError) Error() string {
	return fmt.Sprintf("the same run has decided about event %s for another object", e.Key.EventID)
}

// ChangedError says that an event no longer stands as it was reviewed, nor as decided.
type ChangedError struct {
	Event    Event
	Seen     Standing
	Decision Decision
}

func (*ChangedError) kind() ErrorKind { return ChangedSinceReview }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("event %s changed since it was reviewed: it was %s then and is now %s, but "+
		"the decision is %s", e.Event.EventID, e.Seen, e.Event.Settled(), e.Decision)
}

// UnsteadyError says that an event was listed with two standings in one listing, again and again,
// so that nobody knows how it stands. Event is as it was listed last.
type UnsteadyError struct {
	Event Event
	Other Standing
}

func (*UnsteadyError) kind() ErrorKind { return ListedTwice }

func (e *UnsteadyError) Error() string {
	return fmt.Sprintf("Partner Center lists event %s of subscription %s twice in one listing, as "+
		"%s and as %s", e.Event.EventID, e.Event.SubscriptionID, e.Other, e.Event.Settled())
}

// AmbiguousError says that an event id fits several events that differ in case only.
type AmbiguousError struct {
	Key  Key
	Fits []string
}

func (*AmbiguousError) kind() ErrorKind { return AmbiguousID }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("event id %s matches several events of subscription %s, which differ only in "+
		"case: %s", e.Key.EventID, e.Key.SubscriptionID, strings.Join(e.Fits, ", "))
}

// ReadOnlyError says that a write was held back before it reached the network.
type ReadOnlyError struct{}

func (*ReadOnlyError) kind() ErrorKind { return WritesTurnedOff }

func (*ReadOnlyError) Error() string {
	return "nothing was written, because writing is turned off (read-only)"
}
