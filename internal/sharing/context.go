// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package sharing supports work that several callers share: how long it lives, its last failure,
// and how long it waits for more callers. It knows nothing about the work itself.
package sharing

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Context is the context of work that several callers share. It lives as long as any of its
// members, so that one caller's timeout does not end the work, and ends when nobody waits for it.
// Values, such as a logger, come from the first member.
type Context struct {
	context.Context
	cancel context.CancelCauseFunc

	failure lastFailure // of the work

	mu       sync.Mutex
	linger   time.Duration // how long a member remains after it is told to stop
	members  int
	deadline time.Time // the latest of the members'
	endless  bool      // a member has no deadline
	stops    []func() bool
}

// Observe returns a context that receives the outcome of its calls: nil after a success.
type Observe func(ctx context.Context, report func(failure error)) context.Context

// NewContext returns a context with one or more members. Nobody can leave before everybody has
// joined. A member that is told to stop remains for linger.
func NewContext(observe Observe, linger time.Duration, members ...context.Context) *Context {
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

// Join makes ctx a member. It fails if the work has already been given up.
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
		if linger := j.lingers(); !errors.Is(ctx.Err(), context.DeadlineExceeded) && linger > 0 {
			Pause(j, linger)
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

// Linger changes how long a member that is told to stop from now on remains.
func (j *Context) Linger(linger time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.linger = linger
}

func (j *Context) lingers() time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.linger
}

// End marks the work as done. It detaches the members' contexts, which may outlive the work.
func (j *Context) End() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, stop := range j.stops {
		stop()
	}
	j.cancel(nil)
}

// Value returns the first member's value, except for the failures of the work, which it keeps
// itself.
func (j *Context) Value(key any) any {
	if key == (lastFailureKey{}) {
		return &j.failure
	}
	return j.Context.Value(key)
}

// Err says why the work ended: the last member timed out or was cancelled.
func (j *Context) Err() error {
	err := j.Context.Err()
	if err != nil && errors.Is(context.Cause(j.Context), context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

// Deadline returns the members' latest deadline, or none while a member has none.
func (j *Context) Deadline() (time.Time, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.endless {
		return time.Time{}, false
	}
	return j.deadline, true
}

// Grace is how long a caller that has timed out still waits for shared work. Work that everybody
// has given up ends at once and can then explain the failure better: it knows the last answer of
// the service, not just the timeout.
const Grace = 300 * time.Millisecond

// Await waits for done, but only for linger after ctx ends, and at most Grace after a timeout. It
// reports whether done was closed.
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
