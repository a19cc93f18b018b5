// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Partner Center's own headers: docs-dev/api.md, Headers.
const (
	headerNewEvents   = "X-NewEventsModel"
	headerLocale      = "X-Locale"
	headerApplication = "MS-PartnerCenter-Application"
	headerValidateMFA = "ValidateMfa"

	headerMFACompliant = "isMfaCompliant" // response
)

// header has the headers of every call.
func (c *Client) header() http.Header {
	h := http.Header{}
	h.Set(headerLocale, c.cfg.Locale)
	h.Set(headerApplication, c.cfg.ApplicationName)
	h.Set(headerValidateMFA, "true")
	return h
}

// header selects the events model.
func (f FraudEvents) header() http.Header {
	h := http.Header{}
	if !f.client.cfg.ClassicEvents {
		h.Set(headerNewEvents, "true")
	}
	return h
}

// missesMFA detects the 401 about missing multifactor authentication: renewing such a sign-in does
// not help.
func missesMFA(code, reason string, body []byte) bool {
	return isMFACode(code) || strings.Contains(reason, "MFA") || bytes.Contains(body, []byte("MFA"))
}

// noteMFA records whether the service has seen MFA.
func (c *Client) noteMFA(ctx context.Context, h http.Header) {
	verdict, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(h.Get(headerMFACompliant))))
	if err != nil {
		return
	}
	c.mfa.Store(&verdict)
	if !verdict {
		c.warnMFA(ctx)
	}
}

// AskMFA reports whether Partner Center has seen MFA for this sign-in (docs-dev/api.md, MFA); nil
// if it does not say. It makes a small listing, unless an earlier call has the answer. It ignores
// errors of the listing, because calls that need events report them.
func (c *Client) AskMFA(ctx context.Context) *bool {
	if c.mfa.Load() == nil {
		_ = c.FraudEvents().List(ctx, fraud.Query{Status: string(fraud.Active)}, firstEvent{})
	}
	return c.mfa.Load()
}

// firstEvent is a [fraud.Visitor] that ends a listing at its first event.
type firstEvent struct{}

func (firstEvent) Begin()                  {}
func (firstEvent) Event(fraud.Event) error { return errors.New("one event is enough") }
func (firstEvent) End() error              { return nil }

// warnMFA warns once that the service will refuse this sign-in in the future.
func (c *Client) warnMFA(ctx context.Context) {
	if c.cfg.Warn == nil || c.warnedMFA.Swap(true) {
		return
	}
	c.cfg.Warn(ctx, "Partner Center reports that this sign-in was made without multifactor "+
		"authentication "+
		"(isMfaCompliant: false) and may refuse it. Sign in again with MFA to get a new refresh token.")
}
