// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// ReadOnly is the service without writes: each write is a *ReadOnlyError. Everything else still
// works, such as adopting a decision that Partner Center already reports.
func ReadOnly(service fraud.Events) fraud.Events { return readOnly{service} }

type readOnly struct{ fraud.Events }

func (readOnly) Update(context.Context, fraud.Update) (fraud.Receipt, error) {
	return fraud.Receipt{}, &fraud.ReadOnlyError{}
}
