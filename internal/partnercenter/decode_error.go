// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "fmt"

// DecodeProblem is what is wrong with a reply.
type DecodeProblem string

// What can be wrong with a reply.
const (
	ProblemHTML          DecodeProblem = "it is a web page, not JSON"
	ProblemNotJSON       DecodeProblem = "it is not valid JSON"
	ProblemTruncated     DecodeProblem = "it is cut off"
	ProblemEmpty         DecodeProblem = "it is empty, though its status promises content"
	ProblemNotCollection DecodeProblem = "it is JSON, but neither an array nor an object with items"
	ProblemNotEvent      DecodeProblem = "an element of the list is not an object"
	ProblemNoEventID     DecodeProblem = "an event has no eventId, so that it could not be acted on"
	ProblemTrailing      DecodeProblem = "something follows the list"
	ProblemTooLarge      DecodeProblem = "it is larger than the limit"
)

// DecodeError is a reply that is not a list of fraud events. It does not quote the reply.
type DecodeError struct {
	Problem     DecodeProblem
	ContentType string // as the response says, without parameters
	Offset      int64  // bytes of the reply, after decompression, before the problem
	Limit       int64  // the limit in bytes, for ProblemTooLarge
	Err         error  // the decoder's own error, where there is one
}

func (e *DecodeError) Error() string {
	text := fmt.Sprintf("the reply cannot be read: %s", e.Problem)
	if e.Problem == ProblemTooLarge {
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
func (e *DecodeError) Unwrap() error { return e.Err }
