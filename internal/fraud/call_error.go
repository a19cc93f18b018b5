// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"time"
)

// CallError is a failed call of a backend. The text is the backend's own; Means says what the
// failure means here.
type CallError interface {
	error

	// Means reports whether the call failed in this way. A failure can be of several kinds, or of
	// none.
	Means(kind FailureKind) bool

	// CallIDs returns the ids of the last attempt; empty without one.
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
