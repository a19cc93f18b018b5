// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"
	"net/http"
)

// statusError is a 2xx answer other than the two that complete a call: 200, and 204 for nothing
// found.
type statusError struct{ status int }

func (e *statusError) Error() string {
	switch e.status {
	case http.StatusAccepted:
		return "the request was accepted, and may be carried out later; this call is only complete " +
			"with 200 or 204"
	case http.StatusNonAuthoritativeInfo:
		return "something in between has changed the answer; Partner Center itself answers 200 or 204"
	case http.StatusPartialContent:
		return "the answer is partial; a complete one has status 200 or 204"
	case http.StatusMultiStatus:
		return "the answer contains several results, and some may be failures; a complete one has " +
			"status 200 or 204"
	}
	return "a complete answer has status 200 or 204"
}

// checkStatus refuses a 2xx answer that is not complete: a part of a listing would say that the
// rest is not listed.
func checkStatus(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNoContent:
		return nil
	}
	return &statusError{resp.StatusCode}
}

// errSlowConnection keeps a write back; with the next attempt the events are looked at again.
var errSlowConnection = errors.New("connecting took so long that the events must be read " +
	"again; nothing was sent")

// errNeverFresh ends a write before it leaves.
var errNeverFresh = errors.New("each time, more than five seconds passed between asking for the " +
	"page that shows the events and the write, which could have overwritten a decision made in " +
	"between; nothing was written")
