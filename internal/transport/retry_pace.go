// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// keepPace waits until the pace lets the next attempt go out.
func (r *run) keepPace(ctx context.Context) error {
	waited, err := r.call.Pace.wait(ctx)
	r.wait += waited
	var paced *pacedError
	if errors.As(err, &paced) {
		r.tooLong = paced.wait
	}
	if err != nil || r.wait == 0 || r.call.Resume == nil {
		return err
	}
	return r.call.Resume(ctx)
}

// notePace tells the pace what the service made of an attempt.
func (r *run) notePace(resp *http.Response) {
	now := time.Now()
	switch {
	case resp.StatusCode == http.StatusTooManyRequests,
		resp.StatusCode == http.StatusServiceUnavailable && retryAfter(resp.Header.Get("Retry-After"), now) > 0:
		r.call.Pace.refuse(resp.StatusCode, r.began, now, r.policy.waitFor(r.retries, resp))
	default:
		r.call.Pace.pass(now)
	}
}
