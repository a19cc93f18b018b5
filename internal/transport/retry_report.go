// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

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
	failed := Retry{Method: r.call.Request.Method, URL: safeURL(r.call.Request.URL),
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
