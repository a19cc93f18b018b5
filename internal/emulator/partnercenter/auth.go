// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// caller is the user behind an API call.
type caller struct {
	upn string
	mfa bool
}

// accessClaims are the claims of an access token that the API checks.
type accessClaims struct {
	jwt.RegisteredClaims

	TenantID       string   `json:"tid"`
	ObjectID       string   `json:"oid"`
	Scope          string   `json:"scp"`
	Type           string   `json:"idtyp"`
	Methods        []string `json:"amr"`
	ContextClasses []string `json:"acrs"`
}

// challengeJSON is the challenge of Behaviour.ClaimsChallenge.
const challengeJSON = `{"access_token":{"acrs":{"essential":true,"value":"` + world.ChallengeValue +
	`"}}}`

// authenticate checks the bearer token, in this order: form, audience, user, MFA, role.
func (a *API) authenticate(r *http.Request) (caller, *apiError) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return caller{}, unauthorized("800001", "There is no Partner token in the request context.")
	}
	scheme, text, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return caller{}, unauthorized("800001", "There is no Partner token in the request context.")
	}
	claims, err := a.parseToken(text)
	if err != nil {
		return caller{}, unauthorized("400", "Access denied.")
	}
	return a.authorize(claims)
}

func (a *API) parseToken(text string) (accessClaims, error) {
	var claims accessClaims
	_, err := jwt.ParseWithClaims(text, &claims, a.users.Key,
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(a.world.Now))
	return claims, err
}

func (a *API) authorize(claims accessClaims) (caller, *apiError) {
	b := a.behaviour()
	who := caller{mfa: slices.Contains(claims.Methods, "mfa")}
	switch {
	case !slices.Contains(claims.Audience, world.PartnerCenterResource):
		return who, unauthorized("900420",
			"The audience of the token is not valid or no longer supported.")
	case claims.Type == "app" || claims.Scope == "":
		return who, forbidden("900329", "The resource does not support application-only authentication.")
	case !slices.Contains(strings.Fields(claims.Scope), world.PartnerCenterPermission):
		return who, forbidden("900308", "The token has insufficient privileges.")
	case !who.mfa && !b.MFANotEnforced:
		return who, mfaRefusal(b)
	case b.ClaimsChallenge && !slices.Contains(claims.ContextClasses, world.ChallengeValue):
		return who, claimsChallenge(a.users.URL())
	case claims.TenantID != world.TenantID:
		return who, forbidden("2032", "Access denied.")
	}
	upn, role, ok := a.users.User(claims.ObjectID)
	if !ok || role != world.RoleAdminAgent {
		return who, forbidden("900150",
			"The role of the user does not have the rights for this operation.")
	}
	who.upn = upn
	return who, nil
}

func unauthorized(code, description string) *apiError {
	return &apiError{status: http.StatusUnauthorized, code: code, description: description}
}

func forbidden(code, description string) *apiError {
	return &apiError{status: http.StatusForbidden, code: code, description: description}
}

// mfaRefusal is 401/900421, or the older documented refusal without a body.
func mfaRefusal(b Behaviour) *apiError {
	refusal := unauthorized("900421", "The token does not hold the MFA claim.")
	if b.MFARefusalEmpty {
		refusal.raw = "HTTP/1.1 401 Unauthorized - MFA required\r\n" +
			"WWW-Authenticate: Bearer error=\"invalid_token\"\r\n" +
			"Content-Length: 0\r\nConnection: close\r\n\r\n"
	}
	return refusal
}

func claimsChallenge(authority string) *apiError {
	refusal := unauthorized("400", "Access denied.")
	refusal.authenticate = `Bearer realm="", authorization_uri="` + authority +
		`/common/oauth2/authorize", ` +
		`error="insufficient_claims", claims="` +
		base64.StdEncoding.EncodeToString([]byte(challengeJSON)) + `"`
	return refusal
}
