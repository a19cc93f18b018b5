// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
)

// BrokenError is a reply whose connection broke. It can be retried like any other connection error.
// A complete reply that is too short is an *Error instead.
type BrokenError struct{ Err error }

func (e *BrokenError) Error() string { return "the reply was interrupted: " + e.Err.Error() }

// Unwrap returns the connection's error.
func (e *BrokenError) Unwrap() error { return e.Err }

// Source is a reply that contains a list.
type Source struct {
	Reader      io.Reader // the body, after decompression
	ContentType string    // for errors, which repeat it
	MayBeEmpty  bool      // an empty body is an empty list
	Limit       int64     // bytes after decompression
}

// body reads a reply within the size limit and remembers how reading ended.
type body struct {
	Source

	read   int64
	failed error // a *BrokenError or *Error; not io.EOF
}

func (b *body) Read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	n, err := b.Reader.Read(p)
	b.read += int64(n)
	switch {
	case b.read > b.Limit:
		b.failed = &Error{Problem: ProblemTooLarge, Limit: b.Limit, ContentType: b.ContentType,
			Offset: b.Limit}
		return 0, b.failed
	case err == nil, errors.Is(err, io.EOF):
		return n, err
	}
	b.failed = b.classify(err)
	return n, b.failed
}

// classify distinguishes a broken connection from a body that does not match its Content-Encoding.
func (b *body) classify(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) {
		return b.problem(ProblemNotJSON, b.read, err)
	}
	return &BrokenError{err}
}

func (b *body) problem(p Problem, offset int64, err error) *Error {
	return &Error{Problem: p, ContentType: b.ContentType, Offset: offset, Err: err}
}
