// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Error is a request that ended without a usable response, after all its attempts.
type Error struct {
	Attempts   int
	Elapsed    time.Duration
	StatusCode int   // of the last attempt that failed by itself, 0 without a response
	Last       error // of that attempt, nil after a response
	Ended      error // ctx's error, if it ended the request
}

// Error names the last failure first, because an expired deadline alone would hide the cause.
func (e *Error) Error() string {
	var b strings.Builder
	switch {
	case e.StatusCode != 0:
		b.WriteString(anatomy.Status(e.StatusCode))
	case e.Last != nil:
		b.WriteString(e.Last.Error())
	default:
		b.WriteString("no answer")
	}
	fmt.Fprintf(&b, " (%s)", anatomy.Attempts(e.Attempts, e.Elapsed))
	switch {
	case errors.Is(e.Ended, context.DeadlineExceeded):
		b.WriteString(", and the operation timed out")
	case errors.Is(e.Ended, context.Canceled):
		b.WriteString(", and the operation was canceled")
	}
	return b.String()
}

// Unwrap returns the causes.
func (e *Error) Unwrap() error { return errors.Join(e.Last, e.Ended) }

// ProxyError is a proxy's refusal to open a tunnel.
type ProxyError struct {
	StatusCode int // for example 407, Proxy Authentication Required
}

func (e *ProxyError) Error() string {
	return "the proxy answered " + anatomy.Status(e.StatusCode)
}
