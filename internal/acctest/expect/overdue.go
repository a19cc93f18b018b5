// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package expect

import (
	"context"
	"testing"
	"time"
)

// Overdue returns a context whose deadline passes as soon as isUp returns true. Unlike one with a
// deadline of seconds, it grants a slow machine the time to get there.
func Overdue(t testing.TB, isUp func() bool) context.Context {
	ctx := overdue{Context: t.Context(), up: make(chan struct{})}
	go func() {
		for !isUp() {
			select {
			case <-ctx.Context.Done(): // the end of the test
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
		close(ctx.up)
	}()
	return ctx
}

type overdue struct {
	context.Context //nolint:containedctx // a context

	up chan struct{}
}

func (o overdue) Done() <-chan struct{} { return o.up }

func (o overdue) Err() error {
	select {
	case <-o.up:
		return context.DeadlineExceeded
	default:
		return nil
	}
}
