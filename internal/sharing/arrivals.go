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
	// here. On a busy machine, writes arrive further apart: then the wait is longer, based on the
	// observed distance.
	streamWait        = 50 * time.Millisecond
	longestStreamWait = 8 * streamWait

	// streamPause ends a stream: a write that arrives later than this after the last one is a single
	// write. So is one after oneByOne others that waited in vain: the caller then makes writes one by
	// one.
	streamPause = time.Second
	oneByOne    = 3

	// longestWait limits the wait while writes keep arriving. They do so until Terraform runs as many
	// as it can, and leaving earlier gains nothing.
	longestWait = 2 * time.Second
)

// Arrivals records the arrival of writes, whatever their target. Its zero value is ready.
type Arrivals struct {
	mu       sync.Mutex
	last     time.Time
	stream   bool
	count    int
	waiting  int           // who gathers now
	alone    int           // how often in a row nothing came meanwhile
	distance time.Duration // between writes that came while others waited, on average
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

// quietAt is the end of the wait, unless another write arrives before.
func (a *Arrivals) quietAt() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stream {
		return a.last.Add(min(max(streamWait, 6*a.distance), longestStreamWait))
	}
	return a.last.Add(loneWait)
}
