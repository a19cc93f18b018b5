// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// joint is the context of work that several callers share: it lives as long as any of its members does, so that the
// work does not die with one caller's timeout, and ends when nobody waits any more. Values, such as a logger, are
// those of the first member.
type joint struct {
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

// newJoint returns a context with at least one member. Nobody can leave before everybody has joined.
func newJoint(linger time.Duration, members ...context.Context) *joint {
	j := &joint{linger: linger}
	j.Context, j.cancel = context.WithCancelCause(partnercenter.WithObserver(context.WithoutCancel(members[0]), j.failure.note))
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, m := range members {
		j.join(m)
	}
	return j
}

// add makes ctx a member. It fails when the work has already been given up.
func (j *joint) add(ctx context.Context) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.Err() != nil {
		return false
	}
	j.join(ctx)
	return true
}

func (j *joint) join(ctx context.Context) {
	j.members++
	if f := failureOf(ctx); f != nil {
		j.failure.tell(f)
	}
	if d, ok := ctx.Deadline(); !ok {
		j.endless = true
	} else if d.After(j.deadline) {
		j.deadline = d
	}
	j.stops = append(j.stops, context.AfterFunc(ctx, func() {
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) && j.linger > 0 {
			pause(j, j.linger)
		}
		j.leave(context.Cause(ctx))
	}))
}

func (j *joint) leave(cause error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.members--; j.members == 0 {
		j.cancel(cause)
	}
}

// end is called when the work is done. The members' contexts, which may live on, forget it.
func (j *joint) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, stop := range j.stops {
		stop()
	}
	j.cancel(nil)
}

// Value is the first member's, but for the failures of the work, which are its own.
func (j *joint) Value(key any) any {
	if key == (lastFailureKey{}) {
		return &j.failure
	}
	return j.Context.Value(key)
}

// Err says why the work ended: because the last member's time was up, or because it was cancelled.
func (j *joint) Err() error {
	err := j.Context.Err()
	if err != nil && errors.Is(context.Cause(j.Context), context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

// Deadline is the latest deadline of the members; there is none while a member has none.
func (j *joint) Deadline() (time.Time, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.endless {
		return time.Time{}, false
	}
	return j.deadline, true
}

// grace is how long a caller whose time is up still waits for shared work. Work that everybody has given up ends at
// once and then says best what went wrong: the last answer of the service, not just a timeout.
const grace = 300 * time.Millisecond

// await waits for done, but after the end of ctx only for linger, and not longer than grace if time is up. It reports
// whether done came.
func await(ctx context.Context, done <-chan struct{}, linger time.Duration) bool {
	select {
	case <-done:
		return true
	case <-ctx.Done():
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		linger = min(linger, grace)
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

// pause waits, and reports whether the context is still alive.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
