// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// accessClaims are the claims of an access token that Graph checks.
type accessClaims struct {
	jwt.RegisteredClaims

	TenantID string   `json:"tid"`
	ObjectID string   `json:"oid"`
	Scope    string   `json:"scp"`
	Roles    []string `json:"roles"`
	Type     string   `json:"idtyp"`
	Methods  []string `json:"amr"`
}

func (c accessClaims) isApp() bool { return c.Type == "app" || c.Scope == "" }

func (c accessClaims) permitted() bool {
	if c.isApp() {
		return slices.Contains(c.Roles, world.GraphPermission)
	}
	return slices.Contains(strings.Fields(c.Scope), world.GraphPermission)
}

// authorize checks the bearer token. The assumptions of the package have the order.
func (w *Window) authorize(r *http.Request) *refusal {
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return unauthorized("Access token is empty.")
	}
	var claims accessClaims
	_, err := jwt.ParseWithClaims(text, &claims, w.Users.Key,
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(w.World.Now))
	missingMFA := forbidden("Unauthorized_MissingMFA", "MFA is required for this request. The "+
		"provided authentication token does not have MFA claims.")
	switch {
	case err != nil:
		return unauthorized("Access token validation failure.")
	case !slices.Contains(claims.Audience, world.GraphResource):
		return unauthorized("Access token validation failure. Invalid audience.")
	case !claims.permitted():
		return forbidden("Authorization_RequestDenied",
			"Insufficient privileges to complete the operation.")
	case claims.isApp() && w.Behaviour().GraphAppOnlyRefused,
		!claims.isApp() && !slices.Contains(claims.Methods, "mfa"):
		return missingMFA
	case claims.TenantID != world.TenantID:
		return forbidden("Forbidden", "The tenant is not a partner.")
	case claims.isApp():
		return nil
	}
	if _, held, ok := w.Users.User(claims.ObjectID); !ok || !mayRead(strings.Fields(held)) {
		return forbidden("Forbidden", "The user does not have a role for this operation.")
	}
	return nil
}

func mayRead(roles []string) bool {
	return slices.ContainsFunc(roles, func(role string) bool {
		return slices.Contains([]string{world.RoleAdminAgent, "SecurityAdministrator", "SecurityReader"},
			role)
	})
}

func unauthorized(message string) *refusal {
	return &refusal{http.StatusUnauthorized, "InvalidAuthenticationToken", message}
}

func forbidden(code, message string) *refusal {
	return &refusal{http.StatusForbidden, code, message}
}
