// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package sharing

import (
	"context"
	"sync"
)

// lastFailure is the last failure of the calls for one or several callers. Shared work continues
// when one of its callers leaves; without lastFailure, that caller could only report a timeout.
type lastFailure struct {
	mu      sync.Mutex
	err     error          // nil after a success
	sharers []*lastFailure // of the callers that share the work
}

// set records and passes on the outcome of a call: nil after a success.
func (f *lastFailure) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
	for _, g := range f.sharers {
		g.set(err)
	}
}

// shareWith passes this failure and future ones on to another caller.
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

// caller is the context of a caller that waits for calls.
type caller struct {
	context.Context
	failure lastFailure
}

// NewCaller returns a context that receives the failures of calls, independent of any context
// around it.
func NewCaller(ctx context.Context) context.Context { return &caller{Context: ctx} }

// AsCaller returns a context that receives the failures of calls: ctx itself if it already does.
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

// AfterFunc is called by the context package to wait for the end of a foreign context.
func (c *caller) AfterFunc(f func()) (stop func() bool) { return context.AfterFunc(c.Context, f) }

// failureOf returns nil if ctx does not receive the failures of calls.
func failureOf(ctx context.Context) *lastFailure {
	f, _ := ctx.Value(lastFailureKey{}).(*lastFailure)
	return f
}

// LastFailure returns the last failure of the calls for ctx, or nil after a success.
func LastFailure(ctx context.Context) error {
	if f := failureOf(ctx); f != nil {
		return f.last()
	}
	return nil
}
