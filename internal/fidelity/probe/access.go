// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// signIn gets the first token.
func (p *probe) signIn(ctx context.Context) {
	token, err := p.PartnerCenter.Tokens.Token(ctx, auth.TokenRequest{})
	switch {
	case err != nil:
		p.See("sign_in.token", "failed")
		return
	case p.SignIn.Redeemed:
		p.See("sign_in.token", "obtained")
		p.See("sign_in.rotation", yes(p.SignIn.Rotated))
		p.See("sign_in.token_life", life(time.Until(token.ExpiresOn)))
	default:
		p.See("sign_in.token", "ready")
	}
	claims, readable := auth.ParseClaims(token.Value)
	if !readable {
		p.See("sign_in.claims", "opaque")
		return
	}
	p.See("sign_in.claims", "readable")
	p.withoutMFA = claims.MFA != nil && !*claims.MFA
}

// life is the coarse life of a fresh token.
func life(left time.Duration) string {
	switch {
	case left < 50*time.Minute:
		return "shorter"
	case left > 100*time.Minute:
		return "longer"
	}
	return "hour"
}

// note adds what every answer shows.
func (p *probe) note(a answer, partnerCenter bool) {
	if a.status == http.StatusTooManyRequests {
		p.stopped = true
		p.See("access.throttled", "yes")
		p.See("access.retry_after", retryAfter(a.header))
	}
	if !partnerCenter {
		return
	}
	if a.status >= http.StatusBadRequest {
		p.noteError(a)
		return
	}
	p.See("access.content_type", content(a))
	p.See("access.request_id", echo(a.requestID, a.header.Get("MS-RequestId")))
	p.See("access.challenge", "absent")
	p.See("access.mfa_header", verdict(a.header.Values("isMfaCompliant")))
	if p.withoutMFA {
		p.See("access.without_mfa", "accepted")
	}
}

// verdict says whether there is one, and not which one.
func verdict(values []string) string {
	switch {
	case len(values) == 0:
		return "absent"
	case strings.EqualFold(values[0], "true"), strings.EqualFold(values[0], "false"):
		return "sent"
	}
	return "other"
}

// noteError adds what a refusal shows.
func (p *probe) noteError(a answer) {
	p.See("access.error_shape", errorShape(a))
	if code, ok := errorCode(a); ok {
		known := "unknown"
		if slices.Contains(fidelity.Codes(), code) {
			known = "documented"
		}
		p.See("access.error_codes", known)
		if a.status == http.StatusUnauthorized && (code == "900421" || code == "10001") {
			p.See("access.without_mfa", "refused")
			p.See("access.mfa_refusal", "code")
		}
	}
	if a.status != http.StatusUnauthorized {
		return
	}
	if a.empty && (p.withoutMFA || a.namesMFA) {
		p.See("access.without_mfa", "refused")
		p.See("access.mfa_refusal", "empty")
	}
	challenge := a.header.Get("WWW-Authenticate")
	if strings.Contains(challenge, "insufficient_claims") {
		p.See("access.challenge", "claims")
	}
}

func errorShape(a answer) string {
	_, code := member(a.body, "code")
	_, status := member(a.body, "statusCode")
	_, message := member(a.body, "message")
	switch {
	case a.empty:
		return "empty"
	case !a.json:
		return "not_json"
	case code:
		return "code"
	case status:
		return "gateway"
	case message:
		return "message"
	}
	return "other"
}

func retryAfter(h http.Header) string {
	value := h.Get("Retry-After")
	switch {
	case value == "":
		return "absent"
	case regexp.MustCompile(`^\d+$`).MatchString(value):
		return "seconds"
	}
	if _, err := http.ParseTime(value); err == nil {
		return "date"
	}
	return "other"
}

func echo(sent, received string) string {
	switch {
	case received == "":
		return "absent"
	case strings.EqualFold(sent, received):
		return "same"
	}
	return "other"
}
