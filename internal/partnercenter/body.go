// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
)

// brokenBody is a body that stopped before its end because the connection did. It is tried again like any other
// connection error; a body that is short but complete is a *DecodeError instead.
type brokenBody struct{ err error }

func (e *brokenBody) Error() string { return "the reply broke off: " + e.err.Error() }
func (e *brokenBody) Unwrap() error { return e.err }

// replyBody reads a reply within the size limit and remembers how its reading ended.
type replyBody struct {
	reader      io.Reader
	contentType string
	mayBeEmpty  bool // the status says that there is no content
	limit       int64
	read        int64
	failed      error // a *brokenBody or *DecodeError; not io.EOF
}

func (c *Client) open(resp *http.Response) *replyBody {
	return &replyBody{
		reader:      resp.Body,
		limit:       c.cfg.MaxBody,
		contentType: contentType(resp.Header),
		mayBeEmpty:  resp.StatusCode == http.StatusNoContent,
	}
}

func (b *replyBody) Read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	n, err := b.reader.Read(p)
	b.read += int64(n)
	switch {
	case b.read > b.limit:
		b.failed = &DecodeError{Problem: ProblemTooLarge, Limit: b.limit, ContentType: b.contentType, Offset: b.limit}
		return 0, b.failed
	case err == nil, errors.Is(err, io.EOF):
		return n, err
	}
	b.failed = b.classify(err)
	return n, b.failed
}

// classify tells a broken connection from a body that is not what its Content-Encoding says.
func (b *replyBody) classify(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) {
		return b.problem(ProblemNotJSON, b.read, err)
	}
	return &brokenBody{err}
}

func (b *replyBody) problem(p DecodeProblem, offset int64, err error) *DecodeError {
	return &DecodeError{Problem: p, ContentType: b.contentType, Offset: offset, Err: err}
}
