// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"io"
	"net/http"
)

// call is one counted request and its reply.
type call struct {
	http.ResponseWriter

	harness  *Harness
	window   Window
	request  *http.Request
	next     http.HandlerFunc
	about    Description
	entry    *Request
	tooLarge bool
	status   int // 0 until the answer begins
	broken   bool
}

// Unwrap lets http.ResponseController reach the connection.
func (c *call) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// WriteHeader records the reply before sending it, so that a client that has the reply finds it in
// Requests.
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
	requestID := c.about.RequestID
	if c.request.Context().Err() != nil {
		requestID = "" // the client has gone, so it may repeat the call
	}
	c.harness.answer(c.entry, status, requestID)
	if retryAfter := c.Header().Get("Retry-After"); retryAfter != "" {
		c.harness.mustWait(c.about.Key, c.harness.opts.Now(), retryAfter)
	}
}

// breakConnection closes the connection without sending another byte.
func (c *call) breakConnection() {
	c.broken = true
	conn, _, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// SendRaw writes a whole reply with a custom reason phrase, which net/http does not support. If the
// reply is buffered, it writes nothing and returns false.
func SendRaw(w http.ResponseWriter, status int, answer string) bool {
	c, ok := w.(*call)
	if !ok {
		return false
	}
	conn, _, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err != nil {
		c.WriteHeader(status)
		return true
	}
	c.noteAnswer(status)
	_, _ = io.WriteString(conn, answer)
	_ = conn.Close()
	return true
}
