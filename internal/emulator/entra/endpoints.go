// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindToken      = "token"      // POST /{tenant}/oauth2/v2.0/token
	KindDiscovery  = "discovery"  // GET /{tenant}/v2.0/.well-known/openid-configuration
	KindAuthorize  = "authorize"  // GET /{tenant}/oauth2/v2.0/authorize
	KindDeviceCode = "devicecode" // POST /{tenant}/oauth2/v2.0/devicecode
)

// ServeHTTP serves the sign-in server's paths, which begin with the tenant.
func (s *SignIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tenant, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	kind, method, next := harness.KindOther, http.MethodGet, http.NotFound
	switch path {
	case "v2.0/.well-known/openid-configuration":
		kind, next = KindDiscovery, s.inTenant(tenant, s.serveDiscovery)
	case "oauth2/v2.0/token":
		kind, method, next = KindToken, http.MethodPost, s.inTenant(tenant, s.serveToken)
	case "oauth2/v2.0/authorize":
		kind, next = KindAuthorize, s.inTenant(tenant, s.serveAuthorize)
	case "oauth2/v2.0/devicecode":
		kind, method, next = KindDeviceCode, http.MethodPost, s.inTenant(tenant, s.serveDeviceCode)
	case "discovery/v2.0/keys":
		next = s.inTenant(tenant, s.serveKeys)
	case "discovery/instance":
		next = s.serveInstance
	}
	if kind != harness.KindOther && r.Method != method {
		next = s.wrongMethod(method)
	}
	s.line.Serve(w, r, kind, next)
}

// wrongMethod is Entra's answer to a GET that must be a POST, and vice versa.
func (s *SignIn) wrongMethod(want string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.writeSignInError(w, r, &signInError{
			status: http.StatusBadRequest, code: "invalid_request", aadsts: 900561,
			text: "The endpoint only accepts " + want + " requests. Received a " + r.Method + " request.",
		})
	}
}

// inTenant refuses tenants that do not exist. Customers' tenants do: the partner's apps work in
// them too.
func (s *SignIn) inTenant(tenant string,
	next func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, ok := s.resolveTenant(tenant)
		if !ok {
			unknown := refuse(90002)
			unknown.text = "Tenant '" + tenant + "' not found. " + checkTenant
			s.writeSignInError(w, r, unknown)
			return
		}
		next(w, r, id)
	}
}

func (s *SignIn) resolveTenant(tenant string) (string, bool) {
	tenant = strings.ToLower(tenant)
	if slices.Contains([]string{world.TenantID, world.TenantDomain, "common", "organizations"},
		tenant) {
		return world.TenantID, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return tenant, tenant != "" && s.world.HasCustomer(tenant)
}
