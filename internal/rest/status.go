// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import "net/http"

// StatusError is a 2xx status other than the two that complete a call: 200, and 204 for no content.
type StatusError struct{ Status int }

func (e *StatusError) Error() string {
	switch e.Status {
	case http.StatusAccepted:
		return "the request was accepted, but may not be complete; a complete answer has status 200 " +
			"or 204"
	case http.StatusNonAuthoritativeInfo:
		return "a proxy changed the answer; a complete answer has status 200 or 204"
	case http.StatusPartialContent:
		return "the answer is partial; a complete answer has status 200 or 204"
	case http.StatusMultiStatus:
		return "the answer contains several results, and some may be failures; a complete answer has " +
			"status 200 or 204"
	}
	return "a complete answer has status 200 or 204"
}

// CheckComplete rejects an incomplete 2xx response: with a part of a listing, the rest would seem
// unlisted.
func CheckComplete(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNoContent:
		return nil
	}
	return &StatusError{resp.StatusCode}
}
