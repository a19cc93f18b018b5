// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import "net/http"

// Window is what the harness must know of a window on the world to carry its calls.
type Window interface {
	// Describe says what there is to know of a request, whose body has been read.
	Describe(r *http.Request, body []byte) Description

	// Limit is how many calls the window takes; the zero value is no limit.
	Limit() Limit

	// Refuse answers with a failure, in the shape that the window gives to its errors.
	Refuse(w http.ResponseWriter, r *http.Request, f Fault)
}

// Description is what a window knows of a request.
type Description struct {
	Key       string // equal for a repetition of the same call
	Body      string // what may be kept of the body
	RequestID string // must not come again once it was answered; empty: the window has none
	IDHeader  string // the header that carries RequestID
}
