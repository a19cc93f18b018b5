// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// shared is the context of work for all the members. It hears how the calls of that work fare.
func shared(linger time.Duration, members ...context.Context) *sharing.Context {
	return sharing.NewContext(observe, linger, members...)
}

func observe(ctx context.Context, note func(failure error)) context.Context {
	return partnercenter.WithObserver(ctx, func(failure *partnercenter.Error) {
		if failure == nil {
			note(nil)
			return
		}
		note(failure)
	})
}
