// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package sharing

import (
	"sync"
	"time"
)

// How long writes wait for others before they are sent together.
const (
	// loneWait is for a single write. It is too short to notice.
	loneWait = 15 * time.Millisecond

	// streamWait is for a series of writes. Terraform runs a fixed number of operations at once and
	// starts the next when one is done, so if none has arrived for this long, all of them are waiting
	// here. On a busy machine, writes arrive further apart, so the wait grows with the observed
	// distance.
	streamWait        = 50 * time.Millisecond
	longestStreamWait = 8 * streamWait

	// streamPause ends a stream: a write that arrives later than this after the last one is a single
	// write. A write that follows oneByOne others that waited in vain is also single, because the
	// caller makes its writes one by one.
	streamPause = time.Second
	oneByOne    = 3

	// longestWait limits the wait while writes keep arriving. They do so until Terraform runs as many
	// as it can, and leaving earlier gains nothing.
	longestWait = 2 * time.Second
)

// Arrivals records the arrival of writes to any target. The zero value is ready to use.
type Arrivals struct {
	mu       sync.Mutex
	last     time.Time
	stream   bool
	count    int
	waiting  int           // number of callers that gather now
	alone    int           // how often in a row nothing arrived meanwhile
	distance time.Duration // average distance between writes that arrived while others waited
}

// Note records the arrival of a write.
func (a *Arrivals) Note() {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	since := now.Sub(a.last)
	if a.waiting > 0 {
		a.distance = (3*a.distance + since) / 4
	}
	a.stream = a.waiting > 0 || since < streamPause && a.alone < oneByOne
	a.last = now
	a.count++
}

// Gather returns when no more writes are expected soon.
func (a *Arrivals) Gather() {
	before := a.begin()
	defer a.end(before)
	for began := time.Now(); time.Since(began) < longestWait; {
		wait := time.Until(a.quietAt())
		if wait <= 0 {
			return
		}
		time.Sleep(wait)
	}
}

func (a *Arrivals) begin() (count int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting++
	return a.count
}

func (a *Arrivals) end(before int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting--
	if a.count == before {
		a.alone++
	} else {
		a.alone = 0
	}
}

// quietAt returns the end of the wait, unless another write arrives before.
func (a *Arrivals) quietAt() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stream {
		return a.last.Add(min(max(streamWait, 6*a.distance), longestStreamWait))
	}
	return a.last.Add(loneWait)
}
