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
	r.Observe = func(failed *rest.Error) {
		if failed == nil {
			fraud.Observe(ctx, nil)
			return
		}
		e := what
		e.TimeOver = true // if the call ended now, as the policy grants another attempt
		fraud.Observe(ctx, c.newError(e, failed))
	}
	requestID, err = c.rest.Do(ctx, r)
	var failed *rest.Error
	if errors.As(err, &failed) {
		return requestID, c.newError(what, failed)
	}
	return requestID, err
}

// newError converts the error of a failed call.
func (c *Client) newError(what Error, failed *rest.Error) *Error {
	e := what
	e.StatusCode, e.Code = failed.StatusCode, failed.Code
	e.Description, e.Instead = failed.Description, failed.Instead
	e.RequestID, e.CorrelationID = failed.RequestID, failed.CorrelationID
	e.Attempts, e.Elapsed = failed.Attempts, failed.Elapsed
	e.OutcomeUnknown, e.MissingMFA, e.Err = failed.OutcomeUnknown, failed.Unrenewable, failed.Err
	e.MayRepeat, e.Wait, e.Next = failed.Again, failed.Wait, fraud.Attempts(failed.Next)
	// The gateway returns 404 for an unknown path, which is not about a subscription.
	e.NotOurs = failed.Foreign || failed.Gateway && e.StatusCode == http.StatusNotFound
	e.TooLong = failed.TooLong
	e.TimeOver = e.TimeOver || e.MayRepeat || errors.Is(e.Err, context.DeadlineExceeded)
	e.Advice = advise(&e, c.cfg.Audience)
	if e.TooLong > 0 {
		e.Advice = adviseOnWait(&e, e.Advice)
	}
	return &e
}
