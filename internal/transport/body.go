// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"io"
)

// newBody returns a reader of the call's body for one attempt. It is net/http that reads it, once
// it has a connection, which may take long.
func (c Call) newBody() (io.Reader, error) {
	return &departing{body: bytes.NewReader(c.Body), depart: c.Depart}, nil
}

// departing asks before its first byte leaves. It has no WriteTo, which would pass by Read.
type departing struct {
	body   *bytes.Reader
	depart func() error
}

// Len lets the length be sent.
func (d *departing) Len() int { return d.body.Len() }

func (d *departing) Read(p []byte) (int, error) {
	if d.depart != nil {
		if err := d.depart(); err != nil {
			return 0, err
		}
		d.depart = nil
	}
	return d.body.Read(p)
}
