// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"sync"
	"time"
)

// How long writes wait for company before they leave together.
const (
	// loneWait is for a write that comes by itself. It is too short to be noticed.
	loneWait = 15 * time.Millisecond

	// streamWait is for writes that come in numbers. Terraform has a fixed number of them under way at once and starts
	// the next when one is done, so when none has come for this long, all of them are waiting here.
	streamWait = 50 * time.Millisecond

	// streamPause ends a stream: a write that comes later than this after the last one comes by itself.
	streamPause = time.Second

	// longestWait bounds the wait of writes that keep coming.
	longestWait = 500 * time.Millisecond
)

// arrivals knows when writes came in, of whatever subscription.
type arrivals struct {
	mu     sync.Mutex
	last   time.Time
	stream bool
}

func (a *arrivals) note() {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	a.stream = now.Sub(a.last) < streamPause
	a.last = now
}

// gather returns when no further write is to be expected soon.
func (a *arrivals) gather() {
	for began := time.Now(); time.Since(began) < longestWait; {
		wait := time.Until(a.quietAt())
		if wait <= 0 {
			return
		}
		time.Sleep(wait)
	}
}

// quietAt is when the wait is over, unless another write comes in before.
func (a *arrivals) quietAt() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stream {
		return a.last.Add(streamWait)
	}
	return a.last.Add(loneWait)
}
