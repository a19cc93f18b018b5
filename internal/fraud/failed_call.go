// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"strings"
)

// FailedCall is a failed call with what only its caller knows of it.
type FailedCall struct {
	CallError
	Fact  Fact
	Cause error // of the fact; nil where there is none
}

// Fact is what a caller knows of a failed call.
type Fact int

// The facts.
const (
	// CutShort: the caller's time was over, or it was told to stop, while the call was to be repeated.
	// Cause is the error of its context.
	CutShort Fact = iota

	// NotKnown: nothing tells what the update has done.
	NotKnown

	// Unread: to read what the update has done failed as well, as Cause says.
	Unread

	// NotApplied: reading has shown that the update did not happen.
	NotApplied

	// NeverFresh: each time that the update could leave, it was too late by its review.
	NeverFresh

	// Unproven: the call was to show that the address answers, and Cause is the answer about one
	// subscription that may be about the address instead.
	Unproven
)

// Means is that of the call, but for what its caller knows better.
func (e *FailedCall) Means(kind FailureKind) bool {
	switch {
	case kind != UnknownOutcome && kind != MayHaveHappened && kind != MayYetHappen:
		return e.CallError.Means(kind)
	case e.Fact == NotApplied || e.Fact == NeverFresh:
		return false
	}
	return e.CallError.Means(kind)
}

// Error is the call's, with the fact in a sentence.
func (e *FailedCall) Error() string {
	text := e.CallError.Error() + " " + e.Known()
	if reason := e.Reason(); reason != nil {
		text = strings.TrimSuffix(text, ".") + ": " + reason.Error()
	}
	return text
}

// Reason is the failure that the last sentence of Known is about; nil if it is about none. It has
// words of its own, which each edge lays out.
func (e *FailedCall) Reason() error {
	if e.Fact == Unread || e.Fact == Unproven {
		return e.Cause
	}
	return nil
}

// Known is the fact in sentences, with what to do about it.
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
		text := "Reading the events back to find out failed as well."
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
		return "The listing of one subscription failed as well, which does not mean that the " +
			"subscription is gone."
	}
	return ""
}

// Unwrap returns the call and the cause.
func (e *FailedCall) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.CallError}
	}
	return []error{e.CallError, e.Cause}
}
