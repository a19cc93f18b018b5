// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// ReadOnly is the service without its writes: each is a *ReadOnlyError. Whatever needs no write still works, such as
// adopting a decision that Partner Center already reports.
func ReadOnly(service Service) Service { return readOnly{service} }

type readOnly struct{ Service }

func (readOnly) UpdateFraudEvents(context.Context, partnercenter.StatusUpdate, partnercenter.LookAgain) (partnercenter.UpdateResult, error) {
	return partnercenter.UpdateResult{}, &fraud.ReadOnlyError{}
}
