// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"errors"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// pathEvents is the path of the fraud events, or a path below it.
func pathEvents(below ...string) []string { return append([]string{"v1", "fraudEvents"}, below...) }

// do makes a call. It returns a *Error or the error of the caller's visit function. The context's
// observer receives the error with which the call would end now.
func (c *Client) do(ctx context.Context, what Error, r rest.Request) (requestID string, err error) {
	r.Observe = fraud.Observe
	r.Explain = func(failed *rest.CallError, ended bool) error {
		return c.newError(what, failed, ended)
	}
	return c.rest.Do(ctx, r)
}

// newError adds what only Partner Center knows about a failed call.
func (c *Client) newError(what Error, failed *rest.CallError, ended bool) *Error {
	e := what
	e.CallError = *failed
	// The gateway returns 404 for an unknown path, which is not about a subscription.
	e.NotOurs = failed.Foreign || failed.Gateway && e.StatusCode == http.StatusNotFound
	// An observed call would only end now because there is no time for the next attempt.
	e.TimeOver = !ended || e.MayRepeat || errors.Is(e.Err, context.DeadlineExceeded)
	e.Advice = advise(&e, c.cfg.Audience)
	if e.TooLong > 0 {
		e.Advice = adviseOnWait(&e, e.Advice)
	}
	return &e
}
