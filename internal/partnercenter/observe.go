// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "context"

type observerKey struct{}

// WithObserver returns a context whose calls tell observe how they fare, while they are under way: after each attempt
// that failed, why the call would fail if it ended now, and nil once it has succeeded. So whoever gives up waiting for a
// call that others still wait for can say what is wrong. observe replaces an earlier observer of ctx, and is called
// from many goroutines.
func WithObserver(ctx context.Context, observe func(failure *Error)) context.Context {
	return context.WithValue(ctx, observerKey{}, observe)
}

// Observe tells the observer of ctx, if there is one, how a call fares. It is for services that stand in for a [Client].
func Observe(ctx context.Context, failure *Error) {
	if observe, ok := ctx.Value(observerKey{}).(func(*Error)); ok {
		observe(failure)
	}
}

// tell tells the observer what the call would fail with if it ended now.
func (c *call) tell(ctx context.Context, failure *Error) {
	c.told = failure
	Observe(ctx, failure)
}
