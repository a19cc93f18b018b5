// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// MaxBody is the maximum size of a request body.
const MaxBody = 8 << 20

// Line passes on the calls of one window.
type Line struct {
	harness  *Harness
	window   Window
	throttle throttle
}

// Line returns the line of a window.
func (h *Harness) Line(window Window) *Line { return &Line{harness: h, window: window} }

// step does its part of a call, and reports whether it has replied.
type step func(*call) (answered bool)

// steps are the steps of every call, in order. The first that replies ends the call.
func (l *Line) steps() []step {
	return []step{
		l.checkWait,
		l.record,
		l.delay,
		l.refuseLargeBody,
		l.limit,
		l.fail,
		serve,
	}
}

// partSteps are the steps of a request within another. Only the outer one is recorded.
func (l *Line) partSteps() []step { return []step{l.checkWait, l.limit, l.fail, serve} }

// Serve handles one call of a kind. If no step replies, next does.
func (l *Line) Serve(w http.ResponseWriter, r *http.Request, kind string, next http.HandlerFunc) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	var tooLarge *http.MaxBytesError
	if err != nil && !errors.As(err, &tooLarge) {
		return // the client went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := l.newCall(w, r, kind, body)
	c.tooLarge, c.next = tooLarge != nil, next
	defer l.report(c)
	run(c, l.steps())
}

func run(c *call, steps []step) {
	for _, step := range steps {
		if step(c) {
			return
		}
	}
}

// checkWait records a violation if the call comes before its Retry-After has passed.
func (l *Line) checkWait(c *call) bool {
	l.harness.checkWait(c.about.Key, c.entry.Time)
	return false
}

// record counts the call, and records violations.
func (l *Line) record(c *call) bool {
	rec := &l.harness.Recorder
	if rec.wasAnswered(c.about.RequestID) {
		rec.Violation("%s %s used %s again after a response",
			c.request.Method, c.request.URL.Path, c.about.IDHeader)
	}
	rec.begin(c.entry)
	return false
}

func (l *Line) delay(c *call) bool {
	if l.harness.opts.Latency > 0 {
		l.harness.wait(c.request, l.harness.opts.Latency, nil)
	}
	return false
}

func (l *Line) refuseLargeBody(c *call) bool {
	if c.tooLarge {
		l.window.Refuse(c, c.request, Fault{
			Status:      http.StatusRequestEntityTooLarge,
			Description: "The request is too large.",
		})
	}
	return c.tooLarge
}

func (l *Line) limit(c *call) bool {
	retryAfter := l.throttle.retryAfter(l.harness.opts.Now(), l.window.Limit())
	if retryAfter == "" {
		return false
	}
	c.Header().Set("Retry-After", retryAfter)
	l.window.Refuse(c, c.request, Fault{Status: http.StatusTooManyRequests, RetryAfter: retryAfter})
	return true
}

func (l *Line) fail(c *call) bool {
	fault, hit := l.harness.take(c.entry.Kind)
	if hit {
		c.serveFault(fault)
	}
	return hit
}

func serve(c *call) bool {
	c.next(c, c.request)
	return true
}

func (l *Line) newCall(w http.ResponseWriter, r *http.Request, kind string, body []byte) *call {
	about := l.window.Describe(r, body)
	return &call{
		ResponseWriter: w,
		window:         l.window,
		harness:        l.harness,
		request:        r,
		about:          about,
		entry: &Request{
			Kind:   kind,
			Method: r.Method,
			Path:   r.URL.Path,
			Query:  r.URL.Query(),
			Header: redactedHeader(r.Header),
			Body:   about.Body,
			Time:   l.harness.opts.Now(),
		},
	}
}

// report passes a completed call to OnRequest.
func (l *Line) report(c *call) {
	if l.harness.opts.OnRequest != nil {
		l.harness.opts.OnRequest(l.harness.copyOf(c.entry))
	}
}
