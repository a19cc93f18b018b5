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

// Caller is the user behind an API call.
type Caller struct {
	UPN           string
	ObjectID      string
	ApplicationID string
	MFA           bool
}

type accessClaims struct {
	jwt.RegisteredClaims

	TenantID       string   `json:"tid"`
	ObjectID       string   `json:"oid"`
	ApplicationID  string   `json:"appid"`
	Scope          string   `json:"scp"`
	Type           string   `json:"idtyp"`
	Methods        []string `json:"amr"`
	ContextClasses []string `json:"acrs"`
}

// challengeJSON is the challenge of Behaviour.ClaimsChallenge.
const challengeJSON = `{"access_token":{"acrs":{"essential":true,"value":"` + world.ChallengeValue +
	`"}}}`

// authenticate checks the bearer token, in this order: form, audience, user, MFA, role.
func (a *API) authenticate(r *http.Request, route Route) (Caller, *Refusal) {
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return Caller{}, unauthorized("800001", "There is no Partner token in the request context.")
	}
	claims, err := a.parseToken(text)
	if err != nil {
		return Caller{}, unauthorized("400", "Access denied.")
	}
	return a.authorize(claims, route)
}

func (a *API) parseToken(text string) (accessClaims, error) {
	var claims accessClaims
	_, err := jwt.ParseWithClaims(text, &claims, a.users.Key,
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(a.world.Now))
	return claims, err
}

func (a *API) authorize(claims accessClaims, route Route) (Caller, *Refusal) {
	b := a.behaviour()
	who := Caller{ObjectID: claims.ObjectID, ApplicationID: claims.ApplicationID,
		MFA: slices.Contains(claims.Methods, "mfa")}
	switch {
	case !slices.Contains(claims.Audience, world.PartnerCenterResource):
		return who, unauthorized("900420",
			"The audience of the token is not valid or no longer supported.")
	case isApp(claims) && route.AppOnly && claims.TenantID == world.TenantID:
		return who, nil
	case isApp(claims):
		return who, Forbidden("900329", "The resource does not support application-only authentication.")
	case !slices.Contains(strings.Fields(claims.Scope), world.PartnerCenterPermission):
		return who, Forbidden("900308", "The token has insufficient privileges.")
	case !who.MFA && !b.MFANotEnforced:
		return who, mfaRefusal(b)
	case b.ClaimsChallenge && !slices.Contains(claims.ContextClasses, world.ChallengeValue):
		return who, claimsChallenge(a.users.URL())
	case claims.TenantID != world.TenantID:
		return who, Forbidden("2032", "Access denied.")
	}
	upn, role, ok := a.users.User(claims.ObjectID)
	if !ok || !route.allows(role) {
		return who, Forbidden("900150",
			"The role of the user does not have the rights for this operation.")
	}
	who.UPN = upn
	a.world.MFA().NoteCall(world.UserCall{ApplicationID: who.ApplicationID, ObjectID: who.ObjectID,
		TenantID: claims.TenantID, UPN: upn, MFA: who.MFA})
	return who, nil
}

func isApp(claims accessClaims) bool { return claims.Type == "app" || claims.Scope == "" }

func unauthorized(code, description string) *Refusal {
	return &Refusal{Status: http.StatusUnauthorized, Code: code, Description: description}
}

// Forbidden is a 403.
func Forbidden(code, description string) *Refusal {
	return &Refusal{Status: http.StatusForbidden, Code: code, Description: description}
}

// mfaRefusal is 401/900421, or the older documented refusal without a body.
func mfaRefusal(b Behaviour) *Refusal {
	refusal := unauthorized("900421", "The token does not hold the MFA claim.")
	if b.MFARefusalEmpty {
		refusal.Raw = "HTTP/1.1 401 Unauthorized - MFA required\r\n" +
			"WWW-Authenticate: Bearer error=\"invalid_token\"\r\n" +
			"Content-Length: 0\r\nConnection: close\r\n\r\n"
	}
	return refusal
}

func claimsChallenge(authority string) *Refusal {
	refusal := unauthorized("400", "Access denied.")
	refusal.Authenticate = `Bearer realm="", authorization_uri="` + authority +
		`/common/oauth2/authorize", ` +
		`error="insufficient_claims", claims="` +
		base64.StdEncoding.EncodeToString([]byte(challengeJSON)) + `"`
	return refusal
}
