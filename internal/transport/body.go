// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"io"
	"time"
)

// newBody returns a reader of the call's body for one attempt. net/http reads it as soon as it has
// a connection, which may take long.
func (r *run) newBody() io.ReadCloser {
	return &body{Reader: bytes.NewReader(r.call.Body), leaveBy: r.call.LeaveBy}
}

// body fails instead of leaving too late, so that the server has no request to carry out. It has no
// WriteTo, which would bypass Read.
type body struct {
	io.Reader
	leaveBy time.Time
	leaving bool
}

func (b *body) Read(p []byte) (int, error) {
	if !b.leaving && !b.leaveBy.IsZero() && time.Now().After(b.leaveBy.Add(onTheWay)) {
		return 0, ErrTooLate
	}
	b.leaving = true
	return b.Reader.Read(p)
}

func (*body) Close() error { return nil }
