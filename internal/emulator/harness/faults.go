// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"slices"
	"sync"
	"time"
)

// Fault makes requests fail. The zero value of a field has no effect. A Fault with only a Kind and
// a Delay produces slow, correct replies.
type Fault struct {
	Kind  string // the kind of request to fail; empty or KindAny: every request
	Times int    // how many requests to fail; 0: one; negative: all from now on
	Skip  int    // how many matching requests pass before it begins

	Status      int    // status of the answer; 0 with a Body, HTML or Empty: 200
	Code        string // the window's own code for the error
	Description string
	AADSTS      int    // answer with that error, in a window with numbered errors
	Claims      string // JSON for the error's claims, in a window that supports them
	Body        string // the answer's body, instead of an error body
	HTML        bool   // the answer is an HTML page
	Empty       bool   // the answer has no body
	ContentType string // content type of the answer
	RetryAfter  string // Retry-After: seconds or an HTTP date
	Location    string // target of a redirect (Status 307, for example)

	Delay       time.Duration   // wait first, or until the client goes away
	Until       <-chan struct{} `json:"-"` // closing it ends the Delay early
	AfterEffect bool            // the call takes effect first: only its answer is lost or replaced
	Drop        bool            // break the connection without an answer
	Truncate    bool            // break the connection in the middle of the answer
}

func (f Fault) matches(kind string) bool {
	return f.Kind == "" || f.Kind == KindAny || f.Kind == kind
}

func (f Fault) answers() bool {
	return f.Status != 0 || f.AADSTS != 0 || f.Body != "" || f.HTML || f.Empty
}

// PendingFault is a fault that waits for requests. Its Times is how many it still hits.
type PendingFault struct {
	Number int // identifies it until it is used up
	Fault
}

// Faults holds the pending faults. The first that matches a request applies.
type Faults struct {
	mu     sync.Mutex
	faults []*PendingFault
	added  int
}

// AddFault appends a fault to the queue.
func (q *Faults) AddFault(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.added++
	q.faults = append(q.faults, &PendingFault{Number: q.added, Fault: f})
}

// PendingFaults returns the pending faults, in the order in which they apply.
func (q *Faults) PendingFaults() []PendingFault {
	q.mu.Lock()
	defer q.mu.Unlock()
	pending := make([]PendingFault, len(q.faults))
	for i, f := range q.faults {
		pending[i] = *f
	}
	return pending
}

// RemoveFault removes a pending fault. It does nothing if the fault is used up.
func (q *Faults) RemoveFault(number int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.faults = slices.DeleteFunc(q.faults, func(f *PendingFault) bool { return f.Number == number })
}

func (q *Faults) take(kind string) (Fault, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, f := range q.faults {
		if !f.matches(kind) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		hit := f.Fault
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				q.faults = slices.Delete(q.faults, i, i+1)
			}
		}
		return hit, true
	}
	return Fault{}, false
}

// ClearFaults removes the pending faults.
func (q *Faults) ClearFaults() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.faults = nil
}
