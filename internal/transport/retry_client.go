// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Client returns a client that sends through base and retries by the policy. After the last retry,
// the caller gets the last response, and [AttemptsOf] describes it; without a response, the error
// holds an [*Error]. The client assumes that every request is safe to repeat, whatever its method.
// That is true of token requests, but not of every POST.
func (p RetryPolicy) Client(base *http.Client) *http.Client {
	return &http.Client{
		Transport:     &retrying{policy: p, base: base},
		CheckRedirect: base.CheckRedirect,
	}
}

// AttemptsOf returns how many attempts a response of a retrying client took, and how long they took
// together. It is (1, 0) for a response of any other client.
func AttemptsOf(resp *http.Response) (attempts int, elapsed time.Duration) {
	if resp != nil && resp.Request != nil {
		if r, ok := resp.Request.Context().Value(runKey{}).(*run); ok {
			return r.report.Attempts, r.report.Elapsed
		}
	}
	return 1, 0
}

// retrying is a RoundTripper that retries.
type retrying struct {
	policy RetryPolicy
	base   *http.Client
}

func (t *retrying) RoundTrip(req *http.Request) (*http.Response, error) {
	call := Call{Request: req}
	if req.Body != nil && req.Body != http.NoBody {
		body, err := io.ReadAll(req.Body)
		if err := errors.Join(err, req.Body.Close()); err != nil {
			return nil, err
		}
		call.Request, call.Body = req.Clone(req.Context()), body
		call.Request.Body, call.Request.GetBody = nil, nil
	}
	resp, report, err := t.policy.Do(t.base, call)
	if err == nil {
		return resp, nil
	}
	ended := req.Context().Err()
	if ended == nil && report.LastErr == nil {
		return nil, err // not a failure of an attempt
	}
	last := report.LastErr
	if wrapped, ok := last.(*url.Error); ok { //nolint:errorlint // only the outermost
		last = wrapped.Err // the outer client adds method and URL again
	}
	return nil, &Error{
		Attempts: report.Attempts, Elapsed: report.Elapsed,
		StatusCode: report.LastStatus, Last: last, Ended: ended,
	}
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the base.
func (t *retrying) CloseIdleConnections() { t.base.CloseIdleConnections() }
