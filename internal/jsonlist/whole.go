// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// Whole returns the JSON of a reply that fits in memory, or nil for no content and for null. It
// returns an *Error or a *BrokenError.
func Whole(from Source) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from.Reader, from.Limit+1))
	if err != nil {
		return nil, &BrokenError{Err: err}
	}
	if int64(len(body)) > from.Limit {
		return nil, &Error{Problem: ProblemTooLarge, ContentType: from.ContentType, Limit: from.Limit}
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, BOM()))
	switch {
	case len(body) == 0, IsNull(body):
		return nil, nil
	case body[0] == '<':
		return nil, &Error{Problem: ProblemHTML, ContentType: from.ContentType}
	}
	var value json.RawMessage
	if err := json.Unmarshal(body, &value); err != nil {
		failed := &Error{Problem: ProblemNotJSON, ContentType: from.ContentType, Err: err}
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			failed.Offset = syntax.Offset
		}
		return nil, failed
	}
	return body, nil
}
