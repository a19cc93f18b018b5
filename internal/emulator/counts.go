// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"crypto/sha256"
	"encoding/hex"
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

// Kinds of requests, for Count, Fault and Request. Requests to the control endpoint have none and are not counted.
const (
	KindList       = "list"       // GET /v1/fraudEvents
	KindUpdate     = "update"     // POST /v1/fraudEvents/subscription/{id}/status
	KindToken      = "token"      // POST /{tenant}/oauth2/v2.0/token
	KindDiscovery  = "discovery"  // GET /{tenant}/v2.0/.well-known/openid-configuration
	KindAuthorize  = "authorize"  // GET /{tenant}/oauth2/v2.0/authorize
	KindDeviceCode = "devicecode" // POST /{tenant}/oauth2/v2.0/devicecode
	KindOther      = "other"      // anything else
	KindAny        = "any"        // in a Fault: every kind
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

// The recorder keeps this many requests and request ids, so that an emulator that runs for days does not grow.
const (
	keptRequests   = 20_000
	keptRequestIDs = 200_000
)

// recorder counts and keeps requests, and notes what a good client would not do.
type recorder struct {
	mu         sync.Mutex
	counts     map[string]int
	requests   []*Request
	violations []string
	answered   map[string]bool      // request ids that got a response
	notBefore  map[string]time.Time // end of Retry-After, by call
}

func newRecorder() *recorder {
	return &recorder{counts: map[string]int{}, answered: map[string]bool{}, notBefore: map[string]time.Time{}}
}

// begin notes a request that has just come in.
func (rec *recorder) begin(r *Request) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.counts[r.Kind]++
	if len(rec.requests) >= keptRequests {
		rec.requests = slices.Delete(rec.requests, 0, keptRequests/2)
	}
	rec.requests = append(rec.requests, r)
}

// answer notes that a response is about to leave.
func (rec *recorder) answer(r *Request, status int, requestID string) {
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

func (rec *recorder) violation(format string, args ...any) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.violations = append(rec.violations, fmt.Sprintf(format, args...))
}

func (rec *recorder) wasAnswered(requestID string) bool {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return rec.answered[strings.ToLower(requestID)]
}

// mustWait notes that a call was told to come back later.
func (rec *recorder) mustWait(call string, now time.Time, retryAfter string) {
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

// checkWait notes a violation when a call comes back before it was told to.
func (rec *recorder) checkWait(call string, now time.Time) {
	rec.mu.Lock()
	until, told := rec.notBefore[call]
	delete(rec.notBefore, call)
	rec.mu.Unlock()
	if told && now.Before(until) {
		rec.violation("%s came back %s before its Retry-After had passed", strings.SplitN(call, "?", 2)[0],
			until.Sub(now).Round(time.Millisecond))
	}
}

// Counts returns the number of requests by kind, since the start or the last ResetCounts.
func (s *Server) Counts() map[string]int {
	s.recorder.mu.Lock()
	defer s.recorder.mu.Unlock()
	return maps.Clone(s.recorder.counts)
}

// Count returns the number of requests of one kind; KindAny counts all.
func (s *Server) Count(kind string) int {
	if kind != KindAny {
		return s.Counts()[kind]
	}
	total := 0
	for _, n := range s.Counts() {
		total += n
	}
	return total
}

// ResetCounts forgets counts, requests and violations.
func (s *Server) ResetCounts() {
	s.recorder.mu.Lock()
	defer s.recorder.mu.Unlock()
	clear(s.recorder.counts)
	s.recorder.requests, s.recorder.violations = nil, nil
}

// Requests returns the requests since the start or the last ResetCounts, oldest first. When there are very many, the
// oldest are left out.
func (s *Server) Requests() []Request {
	s.recorder.mu.Lock()
	defer s.recorder.mu.Unlock()
	requests := make([]Request, 0, len(s.recorder.requests))
	for _, r := range s.recorder.requests {
		requests = append(requests, *r)
	}
	return requests
}

// Violations returns what clients did against the documentation without being refused, in plain sentences: a
// request id used again after a response, a write without event ids, a missing header, a call before its
// Retry-After had passed. It is empty when every client behaved.
func (s *Server) Violations() []string {
	s.recorder.mu.Lock()
	defer s.recorder.mu.Unlock()
	return slices.Clone(s.recorder.violations)
}

// redactedHeader returns a copy of a request's header without the token.
func redactedHeader(h http.Header) http.Header {
	h = h.Clone()
	if value := h.Get("Authorization"); value != "" {
		scheme, token, _ := strings.Cut(value, " ")
		h.Set("Authorization", scheme+" "+fingerprint(token))
	}
	return h
}

// redactedForm returns a sign-in form without its secrets. A body that is no form is left out.
func redactedForm(body []byte) string {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	secret := []string{
		"client_secret", "client_assertion", "refresh_token", "code", "code_verifier", "device_code", "password",
	}
	for _, name := range secret {
		for i, value := range form[name] {
			form[name][i] = fingerprint(value)
		}
	}
	return form.Encode()
}

// fingerprint tells equal secrets from different ones without giving them away.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return "sha256:" + hex.EncodeToString(sum[:6])
}
