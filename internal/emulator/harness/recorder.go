// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Kinds of requests that no window owns. Windows define their own kinds. Requests to the control
// endpoint have no kind and are not counted.
const (
	KindOther = "other" // a kind without a name in the window
	KindAny   = "any"   // in a Fault, or for Count: every kind
)

// Request is one request that the emulator received.
type Request struct {
	Kind   string
	Method string
	Path   string
	Query  url.Values
	Header http.Header // the value of Authorization is replaced by a hash
	Body   string      // secrets in a sign-in form are replaced by hashes
	Time   time.Time
	Status int // 0: the connection was broken without an answer
}

// The recorder keeps this many requests and request ids, so that an emulator can run for days.
const (
	keptRequests   = 20_000
	keptRequestIDs = 200_000
)

// Recorder counts and keeps requests, and records violations.
type Recorder struct {
	mu         sync.Mutex
	counts     map[string]int
	requests   []*Request
	violations []string
	answered   map[string]bool      // request ids that got a response
	notBefore  map[string]time.Time // end of Retry-After, by call
}

func newRecorder() Recorder {
	return Recorder{counts: map[string]int{}, answered: map[string]bool{},
		notBefore: map[string]time.Time{}}
}

func (rec *Recorder) begin(r *Request) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.counts[r.Kind]++
	if len(rec.requests) >= keptRequests {
		rec.requests = slices.Delete(rec.requests, 0, keptRequests/2)
	}
	rec.requests = append(rec.requests, r)
}

// answer records a response before it is sent.
func (rec *Recorder) answer(r *Request, status int, requestID string) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	r.Status = status
	if requestID == "" {
		return
	}
	if len(rec.answered) >= keptRequestIDs {
		clear(rec.answered)
	}
	rec.answered[strings.ToLower(requestID)] = true
}

// Violation records a violation of the documentation that the emulator does not refuse.
func (rec *Recorder) Violation(format string, args ...any) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.violations = append(rec.violations, fmt.Sprintf(format, args...))
}

func (rec *Recorder) wasAnswered(requestID string) bool {
	if requestID == "" {
		return false
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return rec.answered[strings.ToLower(requestID)]
}

// mustWait records a call that was told to retry later.
func (rec *Recorder) mustWait(call string, now time.Time, retryAfter string) {
	until := now
	if seconds, err := strconv.Atoi(retryAfter); err == nil {
		until = now.Add(time.Duration(seconds) * time.Second)
	} else if date, err := http.ParseTime(retryAfter); err == nil {
		until = date
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.notBefore[call] = until
}

// checkWait records a violation if a call is retried too early.
func (rec *Recorder) checkWait(call string, now time.Time) {
	rec.mu.Lock()
	until, told := rec.notBefore[call]
	delete(rec.notBefore, call)
	rec.mu.Unlock()
	if told && now.Before(until) {
		rec.Violation("%s came back %s before its Retry-After had passed",
			strings.SplitN(call, "?", 2)[0],
			until.Sub(now).Round(time.Millisecond))
	}
}

// ForgetWaits forgets which calls were told to retry later. A new client process cannot know what
// an earlier one was told.
func (rec *Recorder) ForgetWaits() {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	clear(rec.notBefore)
}

// Counts returns the number of requests by kind, since the start or the last ResetCounts.
func (rec *Recorder) Counts() map[string]int {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return maps.Clone(rec.counts)
}

// Count returns the number of requests of one kind; KindAny counts all.
func (rec *Recorder) Count(kind string) int {
	if kind != KindAny {
		return rec.Counts()[kind]
	}
	total := 0
	for _, n := range rec.Counts() {
		total += n
	}
	return total
}

// ResetCounts forgets counts, requests and violations.
func (rec *Recorder) ResetCounts() {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	clear(rec.counts)
	rec.requests, rec.violations = nil, nil
}

// Requests returns the requests since the start or the last ResetCounts, oldest first. If there are
// very many, it omits the oldest.
func (rec *Recorder) Requests() []Request {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	requests := make([]Request, 0, len(rec.requests))
	for _, r := range rec.requests {
		requests = append(requests, *r)
	}
	return requests
}

// Violations returns the clients' violations of the documentation that the emulator did not refuse,
// as sentences: a request id reused after a response, a write without event ids, a missing header,
// a call before the end of Retry-After.
func (rec *Recorder) Violations() []string {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return slices.Clone(rec.violations)
}

func (rec *Recorder) copyOf(r *Request) Request {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return *r
}
