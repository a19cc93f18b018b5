// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"maps"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// AccessToken mints a bearer token for the fraud events API: App+User, with MFA, of an admin agent,
// unless the options say otherwise.
func (s *SignIn) AccessToken(opts ...TokenOption) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mint(s.grantOf(opts))
}

// IssueRefreshToken issues a refresh token as a sign-in of an admin agent with MFA gives it, unless
// the options say otherwise.
func (s *SignIn) IssueRefreshToken(opts ...TokenOption) (string, error) {
	var token string
	err := s.changeDirectory(func() {
		g := s.grantOf(opts)
		token = s.newRefreshToken(g)
		s.directory.RefreshTokens[token].Revoked = g.revoked
		if !g.notAfter.IsZero() {
			s.directory.RefreshTokens[token].Expires = g.notAfter
		}
	})
	return token, err
}

// RevokeRefreshTokens revokes every refresh token issued so far, as an administrator's "revoke
// sessions" does.
func (s *SignIn) RevokeRefreshTokens() error {
	return s.changeDirectory(func() {
		for _, token := range s.directory.RefreshTokens {
			token.Revoked = true
		}
	})
}

func (s *SignIn) grantOf(opts []TokenOption) grant {
	g := grant{
		tenant:   world.TenantID,
		clientID: defaultClientID,
		role:     world.RoleAdminAgent,
		audience: world.PartnerCenterResource,
		scopes:   []string{world.PartnerCenterResource + "/" + world.PartnerCenterPermission},
		mfa:      true,
	}
	for _, opt := range opts {
		opt(&g)
	}
	g.client = s.directory.Apps[g.clientID]
	if g.client == nil {
		g.client = &app{ClientID: g.clientID}
	}
	if !g.appOnly {
		g.user = s.directory.userWithRole(g.role)
	}
	return g
}

// mint signs an access token with the claims that the documentation shows.
func (s *SignIn) mint(g grant) string {
	now := s.world.Now()
	expires := g.notAfter
	if expires.IsZero() {
		expires = now.Add(s.behaviour().tokenLife())
	}
	begins := now
	if expires.Before(now) {
		begins = expires.Add(-time.Hour)
	}
	claims := jwt.MapClaims{
		"aud":      g.audience,
		"iss":      "https://sts.windows.net/" + g.tenant + "/",
		"iat":      begins.Unix(),
		"nbf":      begins.Unix(),
		"exp":      expires.Unix(),
		"acr":      "1",
		"appid":    g.client.ClientID,
		"appidacr": g.client.authenticationClass(),
		"tid":      g.tenant,
		"uti":      randomText(16),
		"ver":      "1.0",
	}
	if g.user == nil {
		claims["idtyp"] = "app"
		claims["oid"] = servicePrincipalID(g.client)
		claims["sub"] = servicePrincipalID(g.client)
	} else {
		maps.Copy(claims, g.userClaims())
	}
	if g.acrs {
		claims["acrs"] = []string{world.ChallengeValue}
	}
	return s.sign(claims)
}

// authenticationClass is the appidacr claim: how the app proved itself.
func (a *app) authenticationClass() string {
	if a.Public {
		return "0"
	}
	return "1"
}

// servicePrincipalID is the object id of an app in the tenant.
func servicePrincipalID(a *app) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("service principal "+a.ClientID)).String()
}

// sign signs claims as a token of this emulator and remembers it.
func (s *SignIn) sign(claims jwt.MapClaims) string {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = s.directory.KeyID
	token.Header["x5t"] = s.directory.KeyID
	// Signing with a valid RSA key and plain claims cannot fail; if it did, the empty token is
	// refused everywhere.
	text, _ := token.SignedString(s.signingKey)
	return s.remember(text)
}

func (s *SignIn) newRefreshToken(g grant) string {
	token := s.remember("0.AXwA" + randomText(120))
	s.directory.RefreshTokens[token] = &refreshToken{
		ClientID: g.client.ClientID,
		UserID:   g.user.ObjectID,
		Scopes:   g.scopes,
		MFA:      g.mfa,
		Expires:  s.world.Now().Add(refreshTokenLife),
	}
	return token
}
