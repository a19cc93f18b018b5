// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// keepPace waits until the pace lets the next attempt go out, and its sender does. The attempt
// keeps its turn while its sender looks something up: under a limit on the rate a second turn could
// come too late for what was looked up.
func (r *run) keepPace(ctx context.Context) error {
	var turn turn
	for {
		waited, err := r.call.Pace.wait(ctx, &turn)
		r.wait += waited
		var paced *pacedError
		if errors.As(err, &paced) {
			r.tooLong = paced.wait
		}
		if err != nil || r.call.Resume == nil {
			return err
		}
		again, err := r.call.Resume(ctx, r.wait)
		if err != nil || !again {
			return err
		}
	}
}

// notePace tells the pace what the service made of an attempt.
func (r *run) notePace(resp *http.Response) {
	now := time.Now()
	switch {
	case resp.StatusCode == http.StatusTooManyRequests,
		resp.StatusCode == http.StatusServiceUnavailable &&
			retryAfter(resp.Header.Get("Retry-After"), now) > 0:
		r.call.Pace.refuse(resp.StatusCode, r.began, now, r.policy.waitFor(r.retries, resp))
	default:
		r.call.Pace.pass(now)
	}
}
