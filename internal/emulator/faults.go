// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"bytes"
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Fault makes requests fail. The zero value of a field means "as usual"; a Fault with nothing but a Kind and a Delay
// makes slow, correct answers.
type Fault struct {
	Kind  string // a Kind constant; empty or KindAny: every request
	Times int    // how many requests it hits; 0: one; negative: all from now on
	Skip  int    // how many matching requests pass before it begins

	Status      int    // status of the answer; 0 with a Body, HTML or Empty: 200
	Code        string // Partner Center's code, or the OAuth error at sign-in
	Description string
	AADSTS      int    // at sign-in: answer with that error of Entra ID
	Claims      string // at sign-in: JSON for the error's claims
	Body        string // the answer's body, in place of an error body
	HTML        bool   // the answer is an HTML page
	Empty       bool   // the answer has no body
	ContentType string // content type of the answer
	RetryAfter  string // Retry-After: seconds or an HTTP date
	Location    string // target of a redirect (Status 307, for example)

	Delay       time.Duration // wait first, or until the client goes away
	AfterEffect bool          // the call takes effect first: only its answer is lost or replaced
	Drop        bool          // break the connection without an answer
	Truncate    bool          // break the connection in the middle of the answer
}

func (f Fault) matches(kind string) bool {
	return f.Kind == "" || f.Kind == KindAny || f.Kind == kind
}

// answers reports whether the fault has an answer of its own.
func (f Fault) answers() bool {
	return f.Status != 0 || f.AADSTS != 0 || f.Body != "" || f.HTML || f.Empty
}

// faultQueue holds the faults that are still to come. The first that matches a request hits it.
type faultQueue struct {
	mu     sync.Mutex
	faults []*Fault
}

func (q *faultQueue) add(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.faults = append(q.faults, &f)
}

func (q *faultQueue) take(kind string) (Fault, bool) {
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
		hit := *f
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				q.faults = slices.Delete(q.faults, i, i+1)
			}
		}
		return hit, true
	}
	return Fault{}, false
}

// AddFault queues a fault behind those that are there.
func (s *Server) AddFault(f Fault) { s.faults.add(f) }

// ClearFaults forgets the faults that are still to come.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.faults = nil
}

// FailNextToken makes the next token request fail with an error of Entra ID, by its AADSTS number. Functions may
// adjust the fault, for example its Times.
func (s *Server) FailNextToken(aadsts int, adjust ...func(*Fault)) {
	f := Fault{Kind: KindToken, AADSTS: aadsts}
	for _, change := range adjust {
		change(&f)
	}
	s.AddFault(f)
}

// serveFault answers a request as the fault says.
func (s *Server) serveFault(c *call, f Fault, next http.HandlerFunc) {
	if f.Delay > 0 {
		s.wait(c.request, f.Delay)
	}
	if !f.Drop && !f.Truncate && !f.answers() && f.ContentType == "" && f.RetryAfter == "" {
		next(c, c.request)
		return
	}
	answer := newBufferedReply()
	if f.AfterEffect || !f.answers() && !f.Drop {
		next(answer, c.request)
	}
	if f.Drop {
		c.breakConnection()
		return
	}
	if f.answers() {
		answer = newBufferedReply()
		s.writeFaultAnswer(answer, c, f)
	}
	if f.ContentType != "" {
		answer.Header().Set("Content-Type", f.ContentType)
	}
	if f.RetryAfter != "" {
		answer.Header().Set("Retry-After", f.RetryAfter)
	}
	if f.Location != "" {
		answer.Header().Set("Location", f.Location)
	}
	answer.sendTo(c, f.Truncate)
}

func (s *Server) writeFaultAnswer(w http.ResponseWriter, c *call, f Fault) {
	status := cmp.Or(f.Status, http.StatusOK)
	switch {
	case f.Empty:
		w.WriteHeader(status)
	case f.HTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Service Unavailable</title></head>" +
			"<body><h2>Our services aren't available right now</h2></body></html>\n"))
	case f.Body != "":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(f.Body))
	case f.AADSTS != 0 || c.isSignIn():
		s.writeSignInError(w, c.request, f.signInError())
	case status == http.StatusTooManyRequests && f.Code == "":
		writeGatewayThrottling(w, f.RetryAfter)
	default:
		echoIDs(w, c.request)
		code := cmp.Or(f.Code, codeOfStatus(status))
		writeAPIError(w, apiError{status: status, code: code, description: cmp.Or(f.Description, http.StatusText(status))})
	}
}

// codeOfStatus is the documented code for a server error, and the status itself where none is documented.
func codeOfStatus(status int) string {
	if status == http.StatusInternalServerError {
		return "800003"
	}
	return strconv.Itoa(status)
}

// bufferedReply holds an answer back.
type bufferedReply struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newBufferedReply() *bufferedReply { return &bufferedReply{header: http.Header{}} }

func (b *bufferedReply) Header() http.Header { return b.header }

func (b *bufferedReply) WriteHeader(status int) {
	if b.status == 0 {
		b.status = status
	}
}

func (b *bufferedReply) Write(p []byte) (int, error) {
	b.WriteHeader(http.StatusOK)
	return b.body.Write(p)
}

// sendTo sends the answer, or the first half of it.
func (b *bufferedReply) sendTo(c *call, half bool) {
	maps.Copy(c.Header(), b.header)
	c.Header().Set("Content-Length", strconv.Itoa(b.body.Len()))
	c.WriteHeader(cmp.Or(b.status, http.StatusOK))
	body := b.body.Bytes()
	if !half {
		_, _ = c.Write(body)
		return
	}
	_, _ = c.Write(body[:len(body)/2])
	_ = http.NewResponseController(c).Flush()
	c.breakConnection()
}
