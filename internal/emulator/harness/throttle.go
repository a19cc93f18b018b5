// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Limit is the number of calls that a window accepts in a fixed span of time.
type Limit struct {
	Calls  int // zero: any number
	Span   time.Duration
	AsDate bool // Retry-After as an HTTP date, not in seconds
}

// throttle counts the calls of a fixed span. Refused calls also count, as documented.
type throttle struct {
	mu    sync.Mutex
	begin time.Time
	calls int
}

// retryAfter counts a call, and returns Retry-After if it exceeds the limit.
func (t *throttle) retryAfter(now time.Time, limit Limit) string {
	if limit.Calls <= 0 {
		return ""
	}
	wait := t.wait(now, limit)
	switch {
	case wait <= 0:
		return ""
	case limit.AsDate:
		return now.Add(wait + time.Second - 1).UTC().Format(http.TimeFormat)
	default:
		return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	}
}

// wait returns how long a call must wait, or zero if it may pass.
func (t *throttle) wait(now time.Time, limit Limit) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.begin) >= limit.Span {
		t.begin, t.calls = now, 0
	}
	t.calls++
	if t.calls <= limit.Calls {
		return 0
	}
	return t.begin.Add(limit.Span).Sub(now)
}
