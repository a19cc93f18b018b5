// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// throttle counts the calls of a fixed window. Refused calls count too, as documented.
type throttle struct {
	mu    sync.Mutex
	begin time.Time
	calls int
}

// wait returns how long a call must wait, or zero when it may pass.
func (t *throttle) wait(now time.Time, limit int, window time.Duration) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.begin) >= window {
		t.begin, t.calls = now, 0
	}
	t.calls++
	if t.calls <= limit {
		return 0
	}
	return t.begin.Add(window).Sub(now)
}

// throttled answers a call that is one too many, and says whether it was.
func (s *Server) throttled(c *call) bool {
	b := s.Behaviour()
	if b.ThrottleCalls <= 0 || c.isSignIn() {
		return false
	}
	window := time.Minute
	if b.ThrottleSeconds > 0 {
		window = time.Duration(b.ThrottleSeconds) * time.Second
	}
	now := s.opts.Now()
	wait := s.throttle.wait(now, b.ThrottleCalls, window)
	if wait <= 0 {
		return false
	}
	retryAfter := strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	if b.ThrottleAsDate {
		retryAfter = now.Add(wait + time.Second - 1).UTC().Format(http.TimeFormat)
	}
	c.Header().Set("Retry-After", retryAfter)
	writeGatewayThrottling(c, retryAfter)
	return true
}

// writeGatewayThrottling writes the body that the gateway documents. It comes before Partner Center itself, so there
// is no request id in the answer.
func writeGatewayThrottling(w http.ResponseWriter, retryAfter string) {
	hint := ""
	if _, err := strconv.Atoi(retryAfter); err == nil {
		hint = fmt.Sprintf(" Try again in %s seconds.", retryAfter)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	message := `{ "statusCode": 429, "message": "Rate limit is exceeded.` + hint + `" }`
	_, _ = strings.NewReader(message).WriteTo(w)
}
