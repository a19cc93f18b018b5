// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is a request that ended without a usable response, after all its attempts.
type Error struct {
	Attempts   int
	Elapsed    time.Duration
	StatusCode int   // of the last attempt that failed by itself, 0 if it had no response
	Last       error // of that attempt, nil if it had a response
	Ended      error // ctx's error, if that ended the request
}

// Error names the last failure first: an elapsed deadline alone would hide the cause.
func (e *Error) Error() string {
	var b strings.Builder
	switch {
	case e.StatusCode != 0:
		fmt.Fprintf(&b, "HTTP %d %s", e.StatusCode, http.StatusText(e.StatusCode))
	case e.Last != nil:
		b.WriteString(e.Last.Error())
	default:
		b.WriteString("no answer")
	}
	fmt.Fprintf(&b, " (%s)", CountAttempts(e.Attempts, e.Elapsed))
	switch {
	case errors.Is(e.Ended, context.DeadlineExceeded):
		b.WriteString(", and the time for the operation is over")
	case errors.Is(e.Ended, context.Canceled):
		b.WriteString(", and the operation was cancelled")
	}
	return b.String()
}

// Unwrap returns the causes.
func (e *Error) Unwrap() []error {
	var causes []error
	for _, err := range []error{e.Last, e.Ended} {
		if err != nil {
			causes = append(causes, err)
		}
	}
	return causes
}

// CountAttempts says "3 attempts in 4.2s".
func CountAttempts(attempts int, elapsed time.Duration) string {
	noun := "attempts"
	if attempts == 1 {
		noun = "attempt"
	}
	precision := time.Millisecond
	if elapsed >= time.Second {
		precision = 100 * time.Millisecond
	}
	return fmt.Sprintf("%d %s in %s", attempts, noun, elapsed.Round(precision))
}

// ProxyError is a proxy's refusal to open a tunnel.
type ProxyError struct {
	StatusCode int // for example 407, Proxy Authentication Required
}

func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy answered HTTP %d %s", e.StatusCode, http.StatusText(e.StatusCode))
}
