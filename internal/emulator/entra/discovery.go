// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"encoding/base64"
	"math/big"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

func (s *SignIn) serveDiscovery(w http.ResponseWriter, r *http.Request, tenant string) {
	authority := s.authorityOf(r) + "/" + tenant
	harness.WriteJSON(w, http.StatusOK, map[string]any{
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

// serveInstance answers instance discovery: the emulator is its only instance.
func (s *SignIn) serveInstance(w http.ResponseWriter, r *http.Request) {
	authority := s.authorityOf(r)
	host := strings.TrimPrefix(authority, "https://")
	harness.WriteJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": authority + "/" + world.TenantID +
			"/v2.0/.well-known/openid-configuration",
		"api-version": "1.1",
		"metadata": []map[string]any{
			{"preferred_network": host, "preferred_cache": host, "aliases": []string{host}},
		},
	})
}

func (s *SignIn) serveKeys(w http.ResponseWriter, _ *http.Request, _ string) {
	public := s.signingKey.PublicKey
	s.mu.Lock()
	keyID := s.directory.KeyID
	s.mu.Unlock()
	harness.WriteJSON(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA",
		"use": "sig",
		"alg": "RS256",
		"kid": keyID,
		"n":   base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		"e":   base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
	}}})
}
