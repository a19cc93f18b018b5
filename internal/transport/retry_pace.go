// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// keepPace waits until the pace lets the next attempt go out. A Once call does not wait longer than
// it may: it is granted a turn after the wait.
func (r *run) keepPace(ctx context.Context) error {
	waited, err := r.call.Pace.wait(ctx, r.call.LeaveBy)
	r.wait += waited
	if err == nil {
		return nil
	}
	late := errors.Is(err, ErrTooLate)
	var paced *pacedError
	if errors.As(err, &paced) && !late {
		r.report.TooLong = paced.wait
	}
	if r.report.Attempts == 0 && (ctx.Err() != nil || paced != nil && paced.wait > 0) {
		r.report.LastStatus = r.call.Pace.lastRefusal()
	}
	if late && (r.report.Attempts == 0 || r.grant(ctx, paced.wait)) {
		r.report.Again, r.report.Wait = true, paced.wait
	}
	return err
}

// notePace tells the pace how the service answered the attempt.
func (r *run) notePace(resp *http.Response) {
	now := time.Now()
	switch {
	case resp.StatusCode == http.StatusTooManyRequests,
		resp.StatusCode == http.StatusServiceUnavailable &&
			retryAfter(resp.Header.Get("Retry-After"), now) > 0:
		r.call.Pace.refuse(resp.StatusCode, r.began, now, r.policy.waitFor(r.report.Retries, resp))
	default:
		r.call.Pace.pass(now)
	}
}
