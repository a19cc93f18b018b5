// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package sharing

import (
	"sync"
	"time"
)

// How long writes wait for company before they leave together.
const (
	// loneWait is for a write that comes by itself. It is too short to be noticed.
	loneWait = 15 * time.Millisecond

	// streamWait is for writes that come in numbers. Terraform has a fixed number of them under way at
	// once and starts the next when one is done, so when none has come for this long, all of them are
	// waiting here. On a machine that is short of time they come further apart: then it is longer, by
	// what was seen.
	streamWait        = 50 * time.Millisecond
	longestStreamWait = 8 * streamWait

	// streamPause ends a stream: a write that comes later than this after the last one comes by
	// itself. So does one after oneByOne others that waited for nothing: then they are made one after
	// the other.
	streamPause = time.Second
	oneByOne    = 3

	// longestWait bounds the wait of writes that keep coming. They do so until Terraform has all of
	// them under way that it will, and nothing is gained by leaving before.
	longestWait = 2 * time.Second
)

// Arrivals knows when writes came in, wherever they go. Its zero value is ready.
type Arrivals struct {
	mu       sync.Mutex
	last     time.Time
	stream   bool
	count    int
	waiting  int           // who gathers now
	alone    int           // how often in a row nothing came meanwhile
	distance time.Duration // between writes that came while others waited, on average
}

// Note says that a write comes in.
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

// Gather returns when no further write is to be expected soon.
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

// quietAt is when the wait is over, unless another write comes in before.
func (a *Arrivals) quietAt() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stream {
		return a.last.Add(min(max(streamWait, 6*a.distance), longestStreamWait))
	}
	return a.last.Add(loneWait)
}
