// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// shared is the context of work for all the members. It hears how the calls of that work fare.
func shared(linger time.Duration, members ...context.Context) *sharing.Context {
	return sharing.NewContext(fraud.WithObserver, linger, members...)
}
