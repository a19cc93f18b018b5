// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"time"
)

// CallError is how a backend tells that a call failed. Its words are the backend's own; what it
// means is asked of Means.
type CallError interface {
	error

	// Means reports whether the call failed in this way. A failure can be of several kinds, or of
	// none.
	Means(kind FailureKind) bool

	// CallIDs are the ids of the last attempt; empty if there was none.
	CallIDs() (request, correlation string)

	// Again says how an update may be sent once more: what its Before is to be, and how long to wait.
	// It is not ok when that is of no use, retries are used up, or the wait would outlast the time
	// that is left.
	Again() (before Attempts, wait time.Duration, ok bool)
}

// FailureKind is a way in which a call fails that makes a difference here.
type FailureKind int

// The kinds.
const (
	// NotFound: the service may not know the subscription that was asked for. A wrong
	// address, or an API that is switched off, looks the same unless it is UnknownSubscription too.
	NotFound FailureKind = iota

	// UnknownSubscription: the service itself says that it does not know the subscription.
	UnknownSubscription

	// UnknownValue: the service does not know one of the values that a listing asks for.
	UnknownValue

	// Refused: the service has decided against the call, rather than been kept from deciding.
	Refused

	// RefusedForEvents: the update may be accepted with other events, or fewer.
	RefusedForEvents

	// UnknownOutcome: the update was sent, and may or may not have happened.
	UnknownOutcome

	// MayHaveHappened: the update may have happened, though most likely it has not.
	MayHaveHappened

	// MayYetHappen: the service has taken the update, and may carry it out later. Its outcome is
	// unknown until then.
	MayYetHappen

	// TooLate: the update was not due to leave by its time, and nothing was sent.
	TooLate

	// NotPermitted: the service does not let the caller in, or nobody could sign in. Other calls fail
	// in the same way.
	NotPermitted
)

// Failed reports whether err is about a call that failed in this way. Where one call's failure
// holds another's, the outer one counts.
func Failed(err error, kind FailureKind) bool {
	var call CallError
	return errors.As(err, &call) && call.Means(kind)
}

type observerKey struct{}

// WithObserver returns a context whose calls tell observe how they fare: their failure each time
// one has failed and is to be repeated, or has failed for good, and nil when one has succeeded.
func WithObserver(ctx context.Context, observe func(failure error)) context.Context {
	return context.WithValue(ctx, observerKey{}, observe)
}

// Observe tells the observer of the context, if it has one. Backends call it.
func Observe(ctx context.Context, failure error) {
	if observe, ok := ctx.Value(observerKey{}).(func(error)); ok {
		observe(failure)
	}
}
