// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

// mfaStatus is Partner Center's statement about the MFA of the sign-in (docs-dev/api.md, MFA;
// parity: access-mfa-header).
type mfaStatus struct {
	verdict atomic.Pointer[bool] // the last statement; nil if there was none
	warned  atomic.Bool
	warn    func(ctx context.Context, message string) // may be nil
}

// missesMFA detects the 401 about missing multifactor authentication: renewing such a sign-in does
// not help.
func missesMFA(code, reason string, body []byte) bool {
	return isMFACode(code) || strings.Contains(reason, "MFA") || bytes.Contains(body, []byte("MFA"))
}

// note records whether the service has seen MFA.
func (m *mfaStatus) note(ctx context.Context, h http.Header) {
	verdict, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(h.Get(headerMFACompliant))))
	if err != nil {
		return
	}
	m.verdict.Store(&verdict)
	if !verdict {
		m.warnOnce(ctx)
	}
}

// warnOnce warns that the service will refuse this sign-in in the future.
func (m *mfaStatus) warnOnce(ctx context.Context) {
	if m.warn == nil || m.warned.Swap(true) {
		return
	}
	m.warn(ctx, "Partner Center reports that this sign-in was made without multifactor "+
		"authentication "+
		"(isMfaCompliant: false) and may refuse it. Sign in again with MFA to get a new refresh token.")
}
