// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// tell tells the observer what the call would fail with if it ended now.
func (c *call) tell(ctx context.Context, failure *Error) {
	c.told = failure
	if failure == nil {
		fraud.Observe(ctx, nil) // a nil *Error would be an error that is not nil
		return
	}
	fraud.Observe(ctx, failure)
}
