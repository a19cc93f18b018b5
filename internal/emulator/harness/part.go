// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
)

// Reply is the reply to a request within another.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Part handles a request of a kind within another one, such as one of a batch. It returns nothing
// if a fault breaks the connection: the request then has no reply of its own.
func (l *Line) Part(r *http.Request, kind string, body []byte,
	next http.HandlerFunc) (reply Reply, answered bool) {
	answer := newBufferedReply()
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := l.newCall(answer, r, kind, body)
	c.about.RequestID = "" // the outer request has it
	c.next = next
	run(c, l.partSteps())
	return Reply{Status: cmp.Or(answer.status, http.StatusOK), Header: answer.header,
		Body: answer.body.Bytes()}, !c.broken
}
