// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"slices"
	"strings"
)

// serveSignIn serves the sign-in server's paths, which begin with the tenant.
func (s *Server) serveSignIn(w http.ResponseWriter, r *http.Request) {
	tenant, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	kind, method, next := KindOther, http.MethodGet, http.NotFound
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
	if kind != KindOther && r.Method != method {
		next = s.wrongMethod(method)
	}
	s.observe(w, r, kind, next)
}

// wrongMethod is Entra's answer to a GET where a POST is due, and the reverse.
func (s *Server) wrongMethod(want string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.writeSignInError(w, r, signInError{
			status: http.StatusBadRequest, code: "invalid_request", aadsts: 900561,
			text: "The endpoint only accepts " + want + " requests. Received a " + r.Method + " request.",
		})
	}
}

// inTenant refuses tenants that do not exist. Customers' tenants do: the partner's apps work in them too.
func (s *Server) inTenant(tenant string, next func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, ok := s.resolveTenant(tenant)
		if !ok {
			s.writeSignInError(w, r, signInError{
				status: http.StatusBadRequest, code: "invalid_tenant", aadsts: 90002,
				text: "Tenant '" + tenant + "' not found. Check to make sure you have the correct tenant ID " +
					"and are signing into the correct cloud.",
			})
			return
		}
		next(w, r, id)
	}
}

func (s *Server) resolveTenant(tenant string) (string, bool) {
	tenant = strings.ToLower(tenant)
	if slices.Contains([]string{defaultTenantID, defaultTenantDomain, "common", "organizations"}, tenant) {
		return defaultTenantID, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return tenant, tenant != "" && s.store.customers[tenant]
}

// authorityOf is the server's own URL as the client knows it: MSAL compares it with the issuer.
func (s *Server) authorityOf(r *http.Request) string {
	if isLoopbackHost(r.Host) {
		return "https://" + r.Host
	}
	return s.AuthorityURL()
}

func (s *Server) serveDiscovery(w http.ResponseWriter, r *http.Request, tenant string) {
	authority := s.authorityOf(r) + "/" + tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                authority + "/v2.0",
		"authorization_endpoint":                authority + "/oauth2/v2.0/authorize",
		"token_endpoint":                        authority + "/oauth2/v2.0/token",
		"device_authorization_endpoint":         authority + "/oauth2/v2.0/devicecode",
		"jwks_uri":                              authority + "/discovery/v2.0/keys",
		"response_modes_supported":              []string{"query", "form_post"},
		"response_types_supported":              []string{"code"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"},
		"cloud_instance_name":                   "microsoftonline.com",
		"tenant_region_scope":                   "NA",
	})
}

// serveInstance answers instance discovery: the emulator is its own and only instance.
func (s *Server) serveInstance(w http.ResponseWriter, r *http.Request) {
	authority := s.authorityOf(r)
	host := strings.TrimPrefix(authority, "https://")
	writeJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": authority + "/" + defaultTenantID + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{
			{"preferred_network": host, "preferred_cache": host, "aliases": []string{host}},
		},
	})
}

func (s *Server) serveKeys(w http.ResponseWriter, _ *http.Request, _ string) {
	public := s.signingKey.PublicKey
	s.mu.Lock()
	keyID := s.directory.KeyID
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA",
		"use": "sig",
		"alg": "RS256",
		"kid": keyID,
		"n":   base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		"e":   base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
	}}})
}

// writeJSON writes a value that can always be encoded. A client that is gone needs no answer.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Pragma", "no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
