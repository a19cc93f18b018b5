// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"context"
	"errors"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// The status of one attempt and the cause of another would be a fact that never was.
func TestError_StatusAndCauseAreOfOneAttempt(t *testing.T) {
	t.Parallel()
	unreachable := func(*http.Request) (*http.Response, error) { return nil, syscall.ECONNREFUSED }
	const ended = "the operation was canceled before a usable answer arrived"
	for name, test := range map[string]struct {
		steps  []step
		status int
		want   string
	}{
		"refused, then cut off": {[]step{unreachable, status(200)}, 200,
			"could not read it: HTTP 200 OK: " + ended},
		"failed, then cut off": {[]step{status(503), status(200)}, 503,
			`could not read it: HTTP 503 Service Unavailable, code c ("body"): ` + ended},
		"cut off": {[]step{status(200)}, 200, "could not read it: HTTP 200 OK: " + ended},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			c, _ := connect(t, nothing, test.steps...)
			_, err := c.Do(ctx, rest.Request{Method: http.MethodGet,
				Purpose: rest.Purpose{Operation: "read it"},
				Handle: func(*http.Response, time.Time) error {
					cancel()
					return &jsonlist.BrokenError{Err: context.Canceled}
				}})
			var failed *rest.CallError
			if !errors.As(err, &failed) {
				t.Fatal(err)
			}
			expect.Equal(t, "status", test.status, failed.StatusCode)
			expect.Equal(t, "error", test.want, failed.Anatomy().What.String())
			expect.Equal(t, "is of the end", true, errors.Is(err, context.Canceled))
		})
	}
}
