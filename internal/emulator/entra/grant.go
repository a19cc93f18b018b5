// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"maps"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// grant describes the content of a token.
type grant struct {
	tenant   string
	client   *app
	user     *user // nil for the app itself
	role     string
	audience string
	scopes   []string
	mfa      bool
	acrs     bool      // carries the claim that Behaviour.ClaimsChallenge requires
	notAfter time.Time // zero: the configured life
	appOnly  bool
	clientID string
	revoked  bool
}

func (g grant) userClaims() jwt.MapClaims {
	amr := []string{"pwd"}
	if g.mfa {
		amr = append(amr, "mfa")
	}
	return jwt.MapClaims{
		"amr":                 amr,
		"family_name":         "Adminagent",
		"given_name":          "CSP",
		"ipaddr":              "127.0.0.1",
		"name":                g.user.Name,
		"oid":                 g.user.ObjectID,
		"sub":                 g.user.ObjectID,
		"tenant_region_scope": "NA",
		"unique_name":         g.user.UPN,
		"upn":                 g.user.UPN,
	}
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
	s.addPermissions(claims, g)
	if g.acrs {
		claims["acrs"] = []string{world.ChallengeValue}
	}
	return s.sign(claims)
}

// addPermissions adds delegated permissions of a user, or roles of an app in Graph.
func (s *SignIn) addPermissions(claims jwt.MapClaims, g grant) {
	if g.user != nil {
		claims["scp"] = strings.Join(s.behaviour().grantedTo(g.audience), " ")
		return
	}
	if roles := s.behaviour().consented(g.audience); isGraph(g.audience) && len(roles) > 0 {
		claims["roles"] = roles
	}
}

// authenticationClass is the appidacr claim: how the app proved its identity.
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

func (s *SignIn) sign(claims jwt.MapClaims) string {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = s.directory.KeyID
	token.Header["x5t"] = s.directory.KeyID
	// Signing with a valid RSA key and plain claims cannot fail; otherwise, the empty token would be
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
