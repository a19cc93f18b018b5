// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	defaultMinWait = time.Second
	defaultMaxWait = 30 * time.Second
)

// retryable reports whether a failure may be temporary.
func retryable(ctx context.Context, resp *http.Response, err error) bool {
	if err == nil {
		return retryableStatus(resp.StatusCode)
	}
	var unverified *tls.CertificateVerificationError
	var proxy *ProxyError
	switch {
	case errors.As(err, &unverified), errors.Is(err, http.ErrSchemeMismatch):
		return false
	case errors.As(err, &proxy):
		return retryableStatus(proxy.StatusCode)
	}
	// The library knows the permanent failures among net/http's untyped errors: unknown scheme,
	// invalid header.
	again, policyErr := retryablehttp.DefaultRetryPolicy(ctx, nil, err)
	return again && policyErr == nil
}

func retryableStatus(code int) bool {
	switch code {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// waitFor returns how long to wait after the given number of earlier retries.
func (p RetryPolicy) waitFor(retries int, resp *http.Response) time.Duration {
	if resp != nil {
		if wait := retryAfter(resp.Header.Get("Retry-After"), time.Now()); wait > 0 {
			return wait
		}
	}
	longest := cmp.Or(max(p.MaxWait, 0), defaultMaxWait)
	wait := min(cmp.Or(max(p.MinWait, 0), defaultMinWait), longest)
	for range retries {
		if wait = min(2*wait, longest); wait == longest {
			break
		}
	}
	return wait/2 + rand.N(wait/2+1) //nolint:gosec // jitter needs no secrecy
}

// retryAfter reads the header's two forms, seconds and HTTP-date (RFC 9110, 10.2.3). It returns 0
// if the header is missing, invalid, or in the past.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	// A number that is too large for the type is the largest one, and not a missing header.
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil || errors.Is(err,
		strconv.ErrRange) {
		const longest = 365 * 24 * 60 * 60 // keeps the conversion from overflowing
		return time.Duration(min(seconds, longest)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
