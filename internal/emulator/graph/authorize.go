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

// access is who may call an operation. The zero value is whoever has a token for Graph.
type access struct {
	permissions []string // of which one is necessary
	roles       []string // of which a user needs one
	noApps      bool     // an app without a user is refused for lack of MFA
	foreign     *refusal // of another tenant's users and apps
	outsider    *refusal // of users without a role
}

func anyAccess() access { return access{} }

func scoreAccess(b Behaviour) access {
	return access{
		permissions: []string{world.GraphRead, world.GraphReadWrite},
		roles:       []string{world.RoleAdminAgent, "SecurityAdministrator", "SecurityReader"},
		noApps:      b.GraphAppOnlyRefused,
		foreign:     forbidden("Forbidden", "The tenant is not a partner."),
		outsider:    OutsiderForbidden.refusal(),
	}
}

// alertAccess is who may call an operation on alerts that needs one of these permissions.
func alertAccess(b Behaviour, permissions ...string) access {
	return access{
		permissions: permissions,
		roles:       []string{world.RoleAdminAgent},
		noApps:      !b.GraphAlertsAppOnly,
		foreign:     b.GraphOutsider.refusal(),
		outsider:    b.GraphOutsider.refusal(),
	}
}

// accessClaims are the claims of an access token that Graph checks.
type accessClaims struct {
	jwt.RegisteredClaims

	TenantID      string   `json:"tid"`
	ObjectID      string   `json:"oid"`
	ApplicationID string   `json:"appid"`
	Scope         string   `json:"scp"`
	Roles         []string `json:"roles"`
	Type          string   `json:"idtyp"`
	Methods       []string `json:"amr"`
}

func (c accessClaims) isApp() bool { return c.Type == "app" || c.Scope == "" }

func (c accessClaims) permits(permissions []string) bool {
	has := c.Roles
	if !c.isApp() {
		has = strings.Fields(c.Scope)
	}
	return permissions == nil || containsAny(has, permissions)
}

// authorize checks the bearer token. The assumptions of the package have the order.
func (w *Window) authorize(r *http.Request, needed access) (world.Actor, *refusal) {
	actor := world.Actor{CorrelationID: r.Header.Get(headerID)}
	claims, refused := w.parseToken(r)
	if refused != nil {
		return actor, refused
	}
	actor.ApplicationID = claims.ApplicationID
	switch {
	case !claims.permits(needed.permissions):
		return actor, forbidden("Authorization_RequestDenied",
			"Insufficient privileges to complete the operation.")
	case needed.permissions == nil:
		return actor, nil
	case claims.isApp() && needed.noApps, !claims.isApp() && !slices.Contains(claims.Methods, "mfa"):
		return actor, missingMFA()
	case claims.TenantID != world.TenantID:
		return actor, needed.foreign
	case claims.isApp():
		return actor, nil
	}
	upn, held, ok := w.Users.User(claims.ObjectID)
	if !ok || !containsAny(strings.Fields(held), needed.roles) {
		return actor, needed.outsider
	}
	actor.UserPrincipalName = upn
	return actor, nil
}

// parseToken checks that there is a token, that it is good, and that it is for Graph.
func (w *Window) parseToken(r *http.Request) (accessClaims, *refusal) {
	var claims accessClaims
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return claims, unauthorized("Access token is empty.")
	}
	_, err := jwt.ParseWithClaims(text, &claims, w.Users.Key,
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(w.World.Now))
	if err != nil {
		return claims, unauthorized("Access token validation failure.")
	}
	if !slices.Contains(claims.Audience, world.GraphResource) {
		w.Harness.Violation("%s %s with a token for another audience", r.Method, r.URL.Path)
		return claims, unauthorized("Access token validation failure. Invalid audience.")
	}
	return claims, nil
}

func containsAny(has, wanted []string) bool {
	return slices.ContainsFunc(has, func(one string) bool { return slices.Contains(wanted, one) })
}
