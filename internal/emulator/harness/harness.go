// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"context"
	"net/http"
	"time"
)

// Options configures a Harness.
type Options struct {
	Latency   time.Duration    // added to every call
	Now       func() time.Time // the clock
	OnRequest func(Request)    // called after each call, unless nil
}

// Harness passes on the calls of all windows, and records them.
type Harness struct {
	opts    Options
	closing context.Context // done when Close begins
	stop    context.CancelFunc

	Recorder
	Faults

	inflight inflight
}

// New creates a harness.
func New(opts Options) *Harness {
	h := &Harness{opts: opts, Recorder: newRecorder()}
	h.closing, h.stop = context.WithCancel(context.Background())
	return h
}

// Guard returns a handler that passes requests to next until Close.
func (h *Harness) Guard(next http.Handler) http.Handler { return h.inflight.guard(next) }

// Close ends every wait and rejects new requests.
func (h *Harness) Close() {
	h.stop()
	h.inflight.close()
}

// Wait returns when the requests that were running at Close have ended.
func (h *Harness) Wait() { h.inflight.working.Wait() }

// wait waits, but no longer than the client or the emulator exists. Closing until ends it early.
func (h *Harness) wait(r *http.Request, d time.Duration, until <-chan struct{}) {
	ctx, cancel := context.WithTimeout(r.Context(), d)
	defer cancel()
	select {
	case <-ctx.Done():
	case <-until:
	case <-h.closing.Done():
	}
}
