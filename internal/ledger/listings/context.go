// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// NewContext returns the context of work for all the members. It receives the results of the calls
// of that work.
func NewContext(linger time.Duration, members ...context.Context) *sharing.Context {
	return sharing.NewContext(fraud.WithObserver, linger, members...)
}

// TimeIsUp is the error of a caller whose context has ended while the work continues for others. It
// includes the failure that delays the work, if any.
func TimeIsUp(ctx context.Context) error {
	var call fraud.CallError
	if errors.As(sharing.LastFailure(ctx), &call) {
		return &fraud.FailedCall{CallError: call, Fact: fraud.CutShort, Cause: ctx.Err()}
	}
	return context.Cause(ctx)
}
