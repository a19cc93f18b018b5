// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import "fmt"

// Problem is a problem of a reply. Callers define their own for problems of an element.
type Problem string

// The problems of a reply.
const (
	ProblemHTML          Problem = "it is a web page, not JSON"
	ProblemNotJSON       Problem = "it is not valid JSON"
	ProblemTruncated     Problem = "it is truncated"
	ProblemEmpty         Problem = "it is empty, although its status requires content"
	ProblemNotCollection Problem = "it is JSON, but neither an array nor an object with items"
	ProblemNotObject     Problem = "an element of the list is not an object"
	ProblemTrailing      Problem = "the list is followed by other content"
	ProblemOtherForm     Problem = "it is JSON, but not in the documented form"
	ProblemTooLarge      Problem = "it is larger than the limit"
	ProblemValueTooLarge Problem = "an element of the list, or another value in it, is larger " +
		"than the limit"
)

// Error is a reply that is not a list of the expected kind. It does not quote the reply.
type Error struct {
	Problem     Problem
	ContentType string // as the response says, without parameters
	Offset      int64  // bytes of the reply, after decompression, before the problem
	Limit       int64  // the limit in bytes, for ProblemTooLarge and ProblemValueTooLarge
	Err         error  // the decoder's own error, or nil
}

func (e *Error) Error() string {
	text := fmt.Sprintf("the reply cannot be read: %s", e.Problem)
	if e.Limit > 0 {
		text += fmt.Sprintf(" of %d bytes", e.Limit)
	} else {
		text += fmt.Sprintf(" (%s, after %d bytes", e.ContentType, e.Offset)
		if e.Err != nil {
			text += ", " + e.Err.Error()
		}
		text += ")"
	}
	return text
}

// Unwrap returns the decoder's own error.
func (e *Error) Unwrap() error { return e.Err }
