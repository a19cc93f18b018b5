// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"strings"
	"time"
)

// CallError is a failed call of a backend. The text is the backend's own; Means says what the
// failure means here.
type CallError interface {
	error

	// Means reports whether the call failed in this way. A failure can be of several kinds, or of
	// none.
	Means(kind FailureKind) bool

	// CallIDs returns the ids of the last attempt; empty without one. Some services have no
	// correlation id.
	CallIDs() (request, correlation string)

	// Again says how to send an update once more: its new Before, and how long to wait. ok is false if
	// that is useless, retries are used up, or the wait would outlast the remaining time.
	Again() (before Attempts, wait time.Duration, ok bool)
}

// FailureKind is a kind of failure that makes a difference here.
type FailureKind int

// The kinds.
const (
	// NotFound: the service may not know the requested subscription. Unless it is also
	// UnknownSubscription, a wrong address or a disabled API looks the same.
	NotFound FailureKind = iota

	// UnknownSubscription: the service itself says that it does not know the subscription.
	UnknownSubscription

	// UnknownValue: the service does not know one of the values in a listing's filter.
	UnknownValue

	// Refused: the service has decided against the call; it was not merely unable to decide.
	Refused

	// RefusedForEvents: the service may accept the update with other events, or fewer.
	RefusedForEvents

	// UnknownOutcome: the update was sent, and may or may not have happened.
	UnknownOutcome

	// MayHaveHappened: the update may have happened, though most likely it has not.
	MayHaveHappened

	// MayYetHappen: the service has accepted the update, and may carry it out later. Its outcome is
	// unknown until then.
	MayYetHappen

	// TooLate: the update could not leave in time, and nothing was sent.
	TooLate

	// NotPermitted: the service rejects the caller, or the sign-in failed. Other calls fail in the
	// same way.
	NotPermitted

	// OutOfTime: the caller timed out or was told to stop, and nothing had failed before.
	OutOfTime
)

// Failed reports whether a call failed in this way. If one call's failure wraps another's, the
// outer one counts.
func Failed(err error, kind FailureKind) bool {
	var call CallError
	return errors.As(err, &call) && call.Means(kind)
}

type observerKey struct{}

// WithObserver returns a context whose calls report their outcome to observe: the failure each time
// a call fails and will be repeated or has finally failed, and nil after a success.
func WithObserver(ctx context.Context, observe func(failure error)) context.Context {
	return context.WithValue(ctx, observerKey{}, observe)
}

// Observe informs the observer of the context, if any. Backends call it.
func Observe(ctx context.Context, failure error) {
	if observe, ok := ctx.Value(observerKey{}).(func(error)); ok {
		observe(failure)
	}
}

// FailedCall is a failed call with a fact that only its caller knows.
type FailedCall struct {
	CallError
	Fact  Fact
	Cause error // of the fact; may be nil
}

// Fact is a caller's knowledge about a failed call.
type Fact int

// The facts.
const (
	// CutShort: the caller timed out or was told to stop while the call was waiting to be repeated.
	// Cause is the error of its context.
	CutShort Fact = iota

	// NotKnown: the effect of the update is unknown.
	NotKnown

	// Unread: reading the effect of the update also failed, because of Cause.
	Unread

	// NeverFresh: each time that the update could leave, its review was too old.
	NeverFresh

	// Unproven: the call was made to find out whether the address answers. Cause is the answer about
	// one subscription that may be about the address instead.
	Unproven
)

// Means returns the call's answer, unless the caller knows better.
func (e *FailedCall) Means(kind FailureKind) bool {
	switch {
	case kind != UnknownOutcome && kind != MayHaveHappened && kind != MayYetHappen:
		return e.CallError.Means(kind)
	case e.Fact == NeverFresh:
		return false
	}
	return e.CallError.Means(kind)
}

// Error returns the call's text, with the fact in a sentence.
func (e *FailedCall) Error() string {
	text := e.CallError.Error() + " " + e.Known()
	if reason := e.Reason(); reason != nil {
		text = strings.TrimSuffix(text, ".") + ": " + reason.Error()
	}
	return text
}

// Reason returns the failure in the last sentence of Known, or nil if it mentions none. The failure
// has its own text, which each edge lays out.
func (e *FailedCall) Reason() error {
	if e.Fact == Unread || e.Fact == Unproven {
		return e.Cause
	}
	return nil
}

// Known returns the fact in sentences, with advice.
func (e *FailedCall) Known() string {
	const notKnown = "It is unknown whether the update was applied. Read the events before trying " +
		"again: they may have changed already."
	switch e.Fact {
	case CutShort:
		text := "The operation timed out before a usable answer arrived."
		if errors.Is(e.Cause, context.Canceled) {
			text = "The operation was canceled before a usable answer arrived."
		}
		if e.Means(UnknownOutcome) {
			text += " " + notKnown
		}
		return text
	case NotKnown:
		return notKnown
	case Unread:
		text := "Reading the events to find out also failed."
		if e.Means(UnknownOutcome) {
			text = notKnown + " " + text
		}
		return text
	case NeverFresh:
		return "This attempt was not sent: each time, more than five seconds passed between requesting " +
			"the page that shows the events and the write, which could have overwritten a newer decision."
	case Unproven:
		return "The listing of one subscription also failed, which does not mean that the " +
			"subscription is gone."
	}
	return ""
}

// Unwrap returns the call and the cause.
func (e *FailedCall) Unwrap() error { return errors.Join(e.CallError, e.Cause) }
