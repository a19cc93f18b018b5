// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"io"
)

// Whole returns the JSON of a reply that fits in memory, or nil for no content and for null. It
// returns an *Error or a *BrokenError.
func Whole(from Source) ([]byte, error) {
	problem := func(p Problem, err error) error {
		return &Error{Problem: p, ContentType: from.ContentType, Limit: from.Limit, Err: err}
	}
	body, err := io.ReadAll(io.LimitReader(from.Reader, from.Limit+1))
	if err != nil {
		return nil, &BrokenError{Err: err}
	}
	if int64(len(body)) > from.Limit {
		return nil, problem(ProblemTooLarge, nil)
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, BOM()))
	switch {
	case len(body) == 0, IsNull(body):
		return nil, nil
	case body[0] == '<':
		return nil, problem(ProblemHTML, nil)
	}
	var value json.RawMessage
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, problem(ProblemNotJSON, err)
	}
	return body, nil
}
