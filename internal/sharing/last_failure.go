// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package sharing

import (
	"context"
	"sync"
)

// lastFailure is the last failure of the calls that are made for a caller, or for several. Work
// that is shared goes on when one of its callers leaves; without this, all that one could say is
// that the time was up.
type lastFailure struct {
	mu      sync.Mutex
	err     error          // nil when nothing fails
	sharers []*lastFailure // of those who share the work
}

// set passes on how a call fares: nil when it has succeeded.
func (f *lastFailure) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
	for _, g := range f.sharers {
		g.set(err)
	}
}

// shareWith lets another know of this failure, and of those to come.
func (f *lastFailure) shareWith(g *lastFailure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sharers = append(f.sharers, g)
	if f.err != nil {
		g.set(f.err)
	}
}

func (f *lastFailure) last() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// caller is the context of one who waits for calls.
type caller struct {
	context.Context
	failure lastFailure
}

// NewCaller returns a context that hears of the failures of calls, apart from any that ctx is of.
func NewCaller(ctx context.Context) context.Context { return &caller{Context: ctx} }

// AsCaller returns a context that hears of the failures of calls: ctx itself if it does already.
func AsCaller(ctx context.Context) context.Context {
	if failureOf(ctx) != nil {
		return ctx
	}
	return NewCaller(ctx)
}

type lastFailureKey struct{}

func (c *caller) Value(key any) any {
	if key == (lastFailureKey{}) {
		return &c.failure
	}
	return c.Context.Value(key)
}

// AfterFunc is what the context package calls to wait for the end of a context that is not its own.
func (c *caller) AfterFunc(f func()) (stop func() bool) { return context.AfterFunc(c.Context, f) }

// failureOf is nil if ctx does not hear of failures.
func failureOf(ctx context.Context) *lastFailure {
	f, _ := ctx.Value(lastFailureKey{}).(*lastFailure)
	return f
}

// LastFailure is what the calls that are made for ctx fail with; nil if nothing fails.
func LastFailure(ctx context.Context) error {
	if f := failureOf(ctx); f != nil {
		return f.last()
	}
	return nil
}
