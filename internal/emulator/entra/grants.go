// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"slices"
	"strings"
)

// redemption is a successful grant, and the part of it that the reply shows.
type redemption struct {
	grant

	scope      scopeRequest
	newRefresh bool
	nonce      string
}

func redeemed(q *tokenRequest, g grant, scope scopeRequest, newRefresh bool) (redemption,
	*signInError) {
	if scope.resource == "" {
		return redemption{}, refuse(70011)
	}
	g.client, g.audience, g.scopes = q.app, scope.resource, scope.scopes
	return redemption{grant: g, scope: scope, newRefresh: newRefresh}, nil
}

// redeemRefreshToken serves grant_type=refresh_token. The old token stays valid, unless tokens are
// one-time.
func (s *SignIn) redeemRefreshToken(q *tokenRequest) (redemption, *signInError) {
	token := s.directory.RefreshTokens[s.remember(q.get("refresh_token"))]
	switch {
	case token == nil:
		return redemption{}, refuse(9002313)
	case token.ClientID != q.app.ClientID:
		return redemption{}, refuse(700007)
	case token.Revoked:
		return redemption{}, refuse(50173)
	case !q.now.Before(token.Expires):
		return redemption{}, refuse(700082)
	case token.Used && s.behaviour().OneTimeRefreshTokens:
		return redemption{}, refuse(70008)
	}
	scope, refusal := parseScope(q.get("scope"))
	if refusal != nil {
		return redemption{}, refusal
	}
	token.Used = true
	g := grant{user: s.directory.Users[token.UserID], mfa: token.MFA}
	return redeemed(q, g, scope.orElse(token.Scopes), true)
}

// redeemAppItself serves grant_type=client_credentials: a token without a user.
func (s *SignIn) redeemAppItself(q *tokenRequest) (redemption, *signInError) {
	if q.app.Public {
		return redemption{}, refuse(7000218)
	}
	scope, refusal := parseScope(q.get("scope"))
	if refusal != nil {
		return redemption{}, refusal
	}
	named := func(scope string) bool { return !strings.HasSuffix(scope, "/.default") }
	if len(scope.scopes) == 0 || slices.ContainsFunc(scope.scopes, named) {
		return redemption{}, refuse(1002012)
	}
	return redeemed(q, grant{}, scope, false)
}

// redeemCode serves grant_type=authorization_code.
func (s *SignIn) redeemCode(q *tokenRequest) (redemption, *signInError) {
	code := s.codes[s.remember(q.get("code"))]
	switch {
	case code == nil:
		return redemption{}, refuse(9002313)
	case code.clientID != q.app.ClientID:
		return redemption{}, refuse(700005)
	case code.used:
		return redemption{}, refuse(54005)
	case !q.now.Before(code.expires):
		return redemption{}, refuse(70008)
	case code.redirectURI != q.get("redirect_uri"):
		return redemption{}, refuse(500112)
	case !code.proves(q.get("code_verifier")):
		return redemption{}, refuse(501481)
	}
	scope, refusal := parseScope(q.get("scope"))
	if refusal != nil {
		return redemption{}, refusal
	}
	code.used = true
	scope = scope.orElse(code.scope.scopes)
	scope.openID = scope.openID || code.scope.openID
	got, refusal := redeemed(q, grant{user: code.user, mfa: code.mfa}, scope, code.scope.offlineAccess)
	got.nonce = code.nonce
	return got, refusal
}
