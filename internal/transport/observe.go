// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Names of the headers that carry request and correlation ids: Partner Center's (docs-dev/api.md,
// Headers), and those of the Microsoft identity platform and Microsoft Graph.
const (
	HeaderRequestID     = "MS-RequestId"
	HeaderCorrelationID = "MS-CorrelationId"

	headerEntraRequestID     = "X-Ms-Request-Id"
	headerEntraCorrelationID = "Client-Request-Id"
	headerGraphRequestID     = "Request-Id"
)

// Exchange is one attempt of a request in a form for observers: no headers, no bodies, no secrets.
type Exchange struct {
	Method string
	// without userinfo; query values are masked unless they are known to be harmless
	URL           string
	StatusCode    int    // 0 without a response
	Err           string // reason why no response came
	Attempt       int    // counted from 1
	Elapsed       time.Duration
	Wait          time.Duration // wait before this attempt
	RequestID     string        // from the response, else from the request
	CorrelationID string        // from the response, else from the request
	Server        string        // the name that the server gives itself, or empty
}

// observer sets the user agent and reports every attempt.
type observer struct {
	next      *http.Transport
	userAgent string
	observe   func(context.Context, Exchange)
}

func (o *observer) RoundTrip(req *http.Request) (*http.Response, error) {
	if _, ok := req.Header["User-Agent"]; !ok && o.userAgent != "" {
		req = req.Clone(req.Context()) // a RoundTripper must not change its request
		req.Header.Set("User-Agent", o.userAgent)
	}
	start := time.Now()
	resp, err := o.next.RoundTrip(req)
	err = withoutHost(err, req.URL.Host)
	if o.observe == nil {
		return resp, err
	}
	e := Exchange{Method: req.Method, URL: SafeURL(req.URL), Elapsed: time.Since(start)}
	e.Attempt, e.Wait = attemptOf(req.Context())
	header := http.Header{}
	if err != nil {
		e.Err = err.Error()
	} else {
		e.StatusCode, header = resp.StatusCode, resp.Header
	}
	e.RequestID = cmp.Or(ResponseID(header, HeaderRequestID), req.Header.Get(HeaderRequestID),
		ResponseID(header, headerEntraRequestID), ResponseID(header, headerGraphRequestID))
	e.CorrelationID = cmp.Or(ResponseID(header, HeaderCorrelationID),
		req.Header.Get(HeaderCorrelationID),
		ResponseID(header, headerEntraCorrelationID), req.Header.Get(headerEntraCorrelationID))
	e.Server = ResponseID(header, "Server")
	o.observe(req.Context(), e)
	return resp, err
}

// hostError is an error without the host of its address, which could be a secret.
type hostError struct {
	error

	host string
}

func (e *hostError) Error() string { return anatomy.WithoutHost(e.error.Error(), e.host) }

func (e *hostError) Unwrap() error { return e.error }

func withoutHost(err error, host string) error {
	if err == nil || anatomy.Host(host) == host {
		return err
	}
	return &hostError{err, host}
}

// ResponseID returns an id of the response's headers, or "" if it does not look like one: a server
// may send any text, and ids go into errors and logs.
func ResponseID(h http.Header, name string) string {
	id := strings.TrimSpace(h.Get(name))
	if regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`).MatchString(id) {
		return id
	}
	return ""
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the transport.
func (o *observer) CloseIdleConnections() { o.next.CloseIdleConnections() }

// harmlessQuery lists the query parameters whose values may be shown. All others may be secret: an
// authorization code, a signature, a token.
func harmlessQuery() []string {
	return []string{"subscriptionid", "eventstatus", "eventtype", "pagesize", "pagenumber",
		"api-version"}
}

// SafeURL returns a URL without userinfo, and with a mask for all that could be a secret.
func SafeURL(u *url.URL) string {
	safe := url.URL{Scheme: u.Scheme, Host: anatomy.Host(u.Host)}
	safe.Path, safe.RawPath = safePath(u)
	query := u.Query()
	for name, values := range query {
		if slices.Contains(harmlessQuery(), strings.ToLower(name)) {
			continue
		}
		for i := range values {
			values[i] = anatomy.Masked
		}
	}
	safe.RawQuery = query.Encode()
	return safe.String()
}

// Retry is a failed attempt that another one follows, without headers, bodies, and secrets.
type Retry struct {
	Method     string
	URL        string // without userinfo; query values are masked unless they are harmless
	StatusCode int    // 0 without a response
	Err        string // reason why no response came, or why it could not be used
	Attempt    int    // counted from 1
	Wait       time.Duration
}

// reportRetry describes the last attempt to the policy's observer.
func (r *run) reportRetry(ctx context.Context, resp *http.Response, err error) {
	if r.policy.Retrying == nil {
		return
	}
	failed := Retry{Method: r.call.Request.Method, URL: SafeURL(r.call.Request.URL),
		Attempt: r.report.Attempts, Wait: r.wait}
	if resp != nil {
		failed.StatusCode = resp.StatusCode
	}
	if err != nil {
		var outer *url.Error // repeats the method and the whole address
		if errors.As(err, &outer) {
			err = outer.Err
		}
		failed.Err = err.Error()
	}
	r.policy.Retrying(ctx, failed)
}
