// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import "net/http"

// Window is the harness's view of a window on the world.
type Window interface {
	// Describe describes a request, whose body has been read.
	Describe(r *http.Request, body []byte) Description

	// Limit is the window's limit of calls; the zero value is no limit.
	Limit() Limit

	// Refuse replies with an error in the window's own format.
	Refuse(w http.ResponseWriter, r *http.Request, f Fault)
}

// Description is a window's description of a request.
type Description struct {
	Key       string // equal for a repetition of the same call
	Body      string // the part of the body that may be kept
	RequestID string // must not be reused after an answer; empty: the window has none
	IDHeader  string // the header with the RequestID
}
