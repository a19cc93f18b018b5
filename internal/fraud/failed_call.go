// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"strings"
)

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

	// NotApplied: reading has shown that the update had no effect.
	NotApplied

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
	case e.Fact == NotApplied || e.Fact == NeverFresh:
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
	case NotApplied:
		return "The update was not applied: the events are unchanged."
	case NeverFresh:
		return "Nothing was written: each time, more than five seconds passed between requesting the " +
			"page that shows the events and the write, which could have overwritten a newer decision."
	case Unproven:
		return "The listing of one subscription also failed, which does not mean that the " +
			"subscription is gone."
	}
	return ""
}

// Unwrap returns the call and the cause.
func (e *FailedCall) Unwrap() error { return errors.Join(e.CallError, e.Cause) }
