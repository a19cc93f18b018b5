// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package sharing is for work that several callers share: how long it lives, what it failed with
// last, and how long it waits for more callers. It knows nothing of what the work is.
package sharing

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Context is the context of work that several callers share: it lives as long as any of its members
// does, so that the work does not die with one caller's timeout, and ends when nobody waits any
// more. Values, such as a logger, are those of the first member.
type Context struct {
	context.Context
	cancel context.CancelCauseFunc
	linger time.Duration // how long a member stays on after it was told to stop

	failure lastFailure // of the work

	mu       sync.Mutex
	members  int
	deadline time.Time // the latest of the members'
	endless  bool      // a member has no deadline
	stops    []func() bool
}

// Observe returns a context whose calls report how they fare: nil when one has succeeded.
type Observe func(ctx context.Context, report func(failure error)) context.Context

// NewContext returns a context with at least one member. Nobody can leave before everybody has
// joined. A member that is told to stop stays on for linger.
func NewContext(
	observe Observe, linger time.Duration, members ...context.Context,
) *Context {
	j := &Context{linger: linger}
	work := observe(context.WithoutCancel(members[0]), j.failure.set)
	j.Context, j.cancel = context.WithCancelCause(work)
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, m := range members {
		j.admit(m)
	}
	return j
}

// Join makes ctx a member. It fails when the work has already been given up.
func (j *Context) Join(ctx context.Context) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.Err() != nil {
		return false
	}
	j.admit(ctx)
	return true
}

func (j *Context) admit(ctx context.Context) {
	j.members++
	if f := failureOf(ctx); f != nil {
		j.failure.shareWith(f)
	}
	if d, ok := ctx.Deadline(); !ok {
		j.endless = true
	} else if d.After(j.deadline) {
		j.deadline = d
	}
	j.stops = append(j.stops, context.AfterFunc(ctx, func() {
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) && j.linger > 0 {
			Pause(j, j.linger)
		}
		j.leave(context.Cause(ctx))
	}))
}

func (j *Context) leave(cause error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.members--; j.members == 0 {
		j.cancel(cause)
	}
}

// End is called when the work is done. The members' contexts, which may live on, forget it.
func (j *Context) End() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, stop := range j.stops {
		stop()
	}
	j.cancel(nil)
}

// Value is the first member's, but for the failures of the work, which are its own.
func (j *Context) Value(key any) any {
	if key == (lastFailureKey{}) {
		return &j.failure
	}
	return j.Context.Value(key)
}

// Err says why the work ended: because the last member's time was up, or because it was cancelled.
func (j *Context) Err() error {
	err := j.Context.Err()
	if err != nil && errors.Is(context.Cause(j.Context), context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

// Deadline is the latest deadline of the members; there is none while a member has none.
func (j *Context) Deadline() (time.Time, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.endless {
		return time.Time{}, false
	}
	return j.deadline, true
}

// Grace is how long a caller whose time is up still waits for shared work. Work that everybody has
// given up ends at once and then says best what went wrong: the last answer of the service, not
// just a timeout.
const Grace = 300 * time.Millisecond

// Await waits for done, but after the end of ctx only for linger, and not longer than Grace if time
// is up. It reports whether done came.
func Await(ctx context.Context, done <-chan struct{}, linger time.Duration) bool {
	select {
	case <-done:
		return true
	case <-ctx.Done():
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		linger = min(linger, Grace)
	}
	timer := time.NewTimer(linger)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// Pause waits, and reports whether the context is still alive.
func Pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
