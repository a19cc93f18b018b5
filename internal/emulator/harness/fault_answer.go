// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"bytes"
	"cmp"
	"maps"
	"net/http"
	"strconv"
)

func (c *call) serveFault(f Fault) {
	if f.Delay > 0 {
		c.harness.wait(c.request, f.Delay, f.Until)
	}
	if !f.Drop && !f.Truncate && !f.answers() && f.ContentType == "" && f.RetryAfter == "" {
		c.next(c, c.request)
		return
	}
	answer := newBufferedReply()
	if f.AfterEffect || !f.answers() && !f.Drop {
		c.next(answer, c.request)
	}
	if f.Drop {
		c.breakConnection()
		return
	}
	if f.answers() {
		answer = newBufferedReply()
		c.writeFaultAnswer(answer, f)
	}
	for name, value := range map[string]string{"Content-Type": f.ContentType,
		"Retry-After": f.RetryAfter, "Location": f.Location} {
		if value != "" {
			answer.Header().Set(name, value)
		}
	}
	answer.sendTo(c, f.Truncate)
}

// writeFaultAnswer writes a fault's own reply. The window formats errors.
func (c *call) writeFaultAnswer(w http.ResponseWriter, f Fault) {
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
	default:
		c.window.Refuse(w, c.request, f)
	}
}

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

// sendTo sends the reply, or its first half.
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
