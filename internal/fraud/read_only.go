// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// ReadOnlyError says that a write was held back before it reached the network.
type ReadOnlyError struct{}

func (*ReadOnlyError) Error() string { return "nothing was written, because the provider is read-only" }

// ReadOnly is the service without its writes: each is a *ReadOnlyError. Whatever needs no write still works, such as
// adopting a decision that Partner Center already reports.
func ReadOnly(service Service) Service { return readOnly{service} }

type readOnly struct{ Service }

func (readOnly) UpdateFraudEvents(context.Context, partnercenter.StatusUpdate, partnercenter.LookAgain) (partnercenter.UpdateResult, error) {
	return partnercenter.UpdateResult{}, &ReadOnlyError{}
}
