// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxBody is the largest request body that is read.
const maxBody = 8 << 20

// call is one counted request and its answer.
type call struct {
	http.ResponseWriter

	server  *Server
	request *http.Request
	entry   *Request
	key     string // equal for a repetition of the same call
	status  int    // 0 until the answer begins
}

// Unwrap lets http.ResponseController reach the connection.
func (c *call) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// WriteHeader notes the answer before it leaves, so that a client that has it finds it in Requests.
func (c *call) WriteHeader(status int) {
	if c.status == 0 {
		c.noteAnswer(status)
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *call) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	return c.ResponseWriter.Write(p)
}

func (c *call) noteAnswer(status int) {
	c.status = status
	requestID := c.request.Header.Get(headerRequestID)
	if c.request.Context().Err() != nil || c.isSignIn() {
		requestID = "" // the client has gone, so it may repeat the call
	}
	c.server.recorder.answer(c.entry, status, requestID)
	if retryAfter := c.Header().Get("Retry-After"); retryAfter != "" {
		c.server.recorder.mustWait(c.key, c.server.opts.Now(), retryAfter)
	}
}

// isSignIn reports whether the call is one to Entra ID, not to the API.
func (c *call) isSignIn() bool {
	switch c.entry.Kind {
	case KindToken, KindDiscovery, KindAuthorize, KindDeviceCode:
		return true
	default:
		return false
	}
}

// breakConnection closes the connection without a further byte.
func (c *call) breakConnection() {
	conn, _, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// sendRaw writes a whole answer with a reason phrase of its own, which net/http does not offer.
func (c *call) sendRaw(status int, answer string) {
	conn, _, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err != nil {
		c.WriteHeader(status)
		return
	}
	c.noteAnswer(status)
	_, _ = io.WriteString(conn, answer)
	_ = conn.Close()
}

// observe counts a request, applies latency, throttling and faults, and lets next answer what is left.
func (s *Server) observe(w http.ResponseWriter, r *http.Request, kind string, next http.HandlerFunc) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if err != nil && !errors.As(err, &tooLarge) {
		return // the client went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := s.newCall(w, r, kind, body)
	s.recorder.checkWait(c.key, c.entry.Time)
	if id := r.Header.Get(headerRequestID); isAPIPath(r.URL.Path) && s.recorder.wasAnswered(id) {
		s.recorder.violation("%s %s used %s again after a response", r.Method, r.URL.Path, headerRequestID)
	}
	s.recorder.begin(c.entry)
	defer s.report(c)
	if s.opts.Latency > 0 {
		s.wait(r, s.opts.Latency)
	}
	if tooLarge != nil {
		writeAPIError(c, apiError{status: http.StatusRequestEntityTooLarge, code: "800002", description: "The request is too large."})
		return
	}
	if s.throttled(c) {
		return
	}
	if fault, hit := s.faults.take(kind); hit {
		s.serveFault(c, fault, next)
		return
	}
	next(c, r)
}

func (s *Server) newCall(w http.ResponseWriter, r *http.Request, kind string, body []byte) *call {
	c := &call{ResponseWriter: w, server: s, request: r}
	c.entry = &Request{
		Kind:   kind,
		Method: r.Method,
		Path:   r.URL.Path,
		Query:  r.URL.Query(),
		Header: redactedHeader(r.Header),
		Body:   string(body),
		Time:   s.opts.Now(),
	}
	c.key = r.Method + " " + r.URL.Path + "?" + r.URL.RawQuery
	if !isAPIPath(r.URL.Path) {
		c.entry.Body = redactedForm(body) // a new assertion each time: the body does not identify the call
		return c
	}
	c.key += fmt.Sprintf(" %x", sha256.Sum256(body))
	return c
}

func (s *Server) report(c *call) {
	if s.opts.OnRequest == nil {
		return
	}
	s.recorder.mu.Lock()
	entry := *c.entry
	s.recorder.mu.Unlock()
	s.opts.OnRequest(entry)
}

// wait waits, but not longer than the client or the emulator.
func (s *Server) wait(r *http.Request, d time.Duration) {
	ctx, cancel := context.WithTimeout(r.Context(), d)
	defer cancel()
	select {
	case <-ctx.Done():
	case <-s.closing.Done():
	}
}

// handler serves everything.
func (s *Server) handler() http.Handler {
	control := s.controlHandler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, controlPrefix):
			control.ServeHTTP(w, r)
		case isAPIPath(r.URL.Path):
			s.serveAPI(w, r)
		default:
			s.serveSignIn(w, r)
		}
	})
}

// apiOnly serves the API alone, as the plain HTTP listener does.
func (s *Server) apiOnly() http.Handler { return http.HandlerFunc(s.serveAPI) }
