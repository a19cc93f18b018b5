// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// AskMFA reports whether Partner Center has seen MFA for this sign-in (docs-dev/api.md, MFA;
// parity: access-mfa); nil if it does not say. It makes a small listing, unless an earlier call has
// the answer. It ignores errors of the listing, because calls that need events report them.
func (c *Client) AskMFA(ctx context.Context) *bool {
	if c.mfa.verdict.Load() == nil {
		_ = c.FraudEvents().List(ctx, fraud.Query{Status: string(fraud.Active)}, firstEvent{})
	}
	return c.mfa.verdict.Load()
}

// firstEvent is a [fraud.Visitor] that ends a listing at its first event.
type firstEvent struct{}

func (firstEvent) Begin()                  {}
func (firstEvent) Event(fraud.Event) error { return errors.New("one event is enough") }
func (firstEvent) End() error              { return nil }
