// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"errors"
	"io"
)

const (
	readAhead = 64 << 10 // bytes; the buffer grows beyond it only for a larger value
	maxValue  = 16 << 20 // bytes of one event; documented ones have less than 3,000
)

var errValueTooLong = errors.New("the value is longer than the limit")

// BOM returns the byte order mark of UTF-8, with which a reply may start.
func BOM() []byte { return []byte{0xEF, 0xBB, 0xBF} }

// valueReader splits a reply into JSON values and the punctuation between them. It holds one value
// at a time, and no white space between values.
type valueReader struct {
	source io.Reader
	buffer []byte // unread data is buffer[taken:]
	taken  int
	before int64 // bytes of the reply before buffer[0]
}

func newValueReader(source io.Reader) *valueReader {
	return &valueReader{source: source, buffer: make([]byte, 0, readAhead)}
}

// offset returns the number of consumed bytes of the reply.
func (r *valueReader) offset() int64 { return r.before + int64(r.taken) }

// skipBOM skips a byte order mark at the start of the reply. The next call returns an error again.
func (r *valueReader) skipBOM() {
	for len(r.buffer) < 3 && bytes.HasPrefix(BOM(), r.buffer) {
		if r.fill() != nil {
			return
		}
	}
	if bytes.HasPrefix(r.buffer, BOM()) {
		r.taken = 3
	}
}

// peek skips white space, and returns the next byte without consuming it.
func (r *valueReader) peek() (byte, error) {
	for {
		for i, c := range r.buffer[r.taken:] {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				r.taken += i
				return c, nil
			}
		}
		r.taken = len(r.buffer)
		if err := r.fill(); err != nil {
			return 0, err
		}
	}
}

// take consumes the byte that peek returned.
func (r *valueReader) take() { r.taken++ }

// wholeValue consumes the value that starts at the byte that peek returned, if the buffer has all
// of it and it is known to be valid. Otherwise, it returns nil.
func (r *valueReader) wholeValue() []byte {
	length := fastLength(r.buffer[r.taken:])
	if length == dontKnow {
		return nil
	}
	r.taken += length
	return r.buffer[r.taken-length : r.taken]
}

// value consumes the value that starts at the byte that peek returned. The value is usable until
// the next call. With an error, it is the available part; a number or a word may end like this.
func (r *valueReader) value() ([]byte, error) {
	var scan valueScan
	var err error
	length, ended := scan.end(r.buffer[r.taken:], 0)
	for !ended && err == nil {
		if length >= maxValue {
			err = errValueTooLong
		} else if err = r.fill(); err == nil {
			length, ended = scan.end(r.buffer[r.taken:], length)
		}
	}
	r.taken += length
	return r.buffer[r.taken-length : r.taken], err
}

// fill reads more data. If the buffer is full, it moves the unread data to the start or, if all of
// it is unread, to a buffer twice as large. So no byte moves more than a few times, however small
// the pieces are.
func (r *valueReader) fill() error {
	if rest := r.buffer[r.taken:]; len(rest) == 0 || len(r.buffer) == cap(r.buffer) {
		if len(rest) == cap(r.buffer) {
			r.buffer = make([]byte, 0, 2*len(rest))
		}
		r.buffer = append(r.buffer[:0], rest...)
		r.before += int64(r.taken)
		r.taken = 0
	}
	for {
		n, err := r.source.Read(r.buffer[len(r.buffer):cap(r.buffer)])
		r.buffer = r.buffer[:len(r.buffer)+n]
		switch {
		case n > 0:
			return nil // an error comes back with the next call
		case err != nil:
			return err
		}
	}
}
