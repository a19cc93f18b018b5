// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"errors"
	"io"
	"net/http"
)

// maxReply limits how much of a reply is read. Entra ID's replies are a few kilobytes; a longer one
// is cut off and therefore unreadable.
const maxReply = 1 << 20

var errPlainHTTP = errors.New("refused to send a sign-in request without HTTPS")

// Guarded returns the client with three limits that hold whatever its own configuration is.
func Guarded(client *http.Client) *http.Client {
	guarded := *client
	// On a 307 or 308, net/http would send the client secret and refresh token again, to the place
	// that the reply names.
	guarded.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	next := client.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	guarded.Transport = guardedTransport{next: next}
	return &guarded
}

// guardedTransport refuses plain HTTP and bounds replies. The token endpoint's address comes from a
// discovery document, and MSAL does not look at its scheme.
type guardedTransport struct {
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t guardedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" {
		if req.Body != nil {
			_ = req.Body.Close() // a RoundTripper closes the body, even on errors
		}
		return nil, errPlainHTTP
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Body = limitedBody{Reader: io.LimitReader(resp.Body, maxReply), Closer: resp.Body}
	return resp, nil
}

// limitedBody reads up to a limit, and closes the original body.
type limitedBody struct {
	io.Reader
	io.Closer
}
