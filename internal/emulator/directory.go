// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Ids of the ready-made tenant and apps. The first three are the documentation's own placeholders.
const (
	defaultTenantID     = "df845f1a-7b35-40a2-ba78-6481de91f8ae"
	defaultTenantDomain = "testtestpartner.onmicrosoft.com"
	defaultClientID     = "23ec45a3-5127-4185-9eff-c8887839e6ab"
	publicClientID      = "6d0b3a4c-2f1e-4b7d-9a58-0c1f6e2d7b90"
)

// RoleAdminAgent is the role that may call the fraud events API. Users with another role are refused with 403.
const RoleAdminAgent = "AdminAgent"

// refreshTokenLife is how long a refresh token lives from its issue, used or not.
const refreshTokenLife = 90 * 24 * time.Hour

// directory is what the sign-in server knows: apps, users and refresh tokens. It is guarded by Server.mu.
type directory struct {
	KeyID         string                   `json:"keyId"` // tells this emulator's access tokens from another's
	Apps          map[string]*app          `json:"apps"`
	Users         map[string]*user         `json:"users"`
	RefreshTokens map[string]*refreshToken `json:"refreshTokens"`
}

// app is an app registration. One without a credential is a public client.
type app struct {
	ClientID string `json:"clientId"`
	Secret   string `json:"secret,omitempty"`
	Public   bool   `json:"public,omitempty"`

	certificates []*x509.Certificate
	federated    []federation
}

// federation is a federated identity credential of an app.
type federation struct {
	issuer, subject, audience string
	keys                      []crypto.PublicKey // none: the signature is not checked
}

type user struct {
	ObjectID string `json:"objectId"`
	UPN      string `json:"upn"`
	Name     string `json:"name"`
	Role     string `json:"role"`
}

// refreshToken is what the server remembers of one that it issued. It is bound to user and client, not to a
// tenant or a resource.
type refreshToken struct {
	ClientID string    `json:"clientId"`
	UserID   string    `json:"userId"`
	Scopes   []string  `json:"scopes"`
	MFA      bool      `json:"mfa"`
	Expires  time.Time `json:"expires"`
	Revoked  bool      `json:"revoked,omitempty"`
	Used     bool      `json:"used,omitempty"`
}

func newDirectory() *directory {
	admin := &user{
		ObjectID: "4988e250-5aee-482a-9136-6d269cb755c0",
		UPN:      "adminagent.csp@" + defaultTenantDomain,
		Name:     "Adminagent CSP",
		Role:     RoleAdminAgent,
	}
	return &directory{
		KeyID: uuid.NewString(),
		Apps: map[string]*app{
			defaultClientID: {ClientID: defaultClientID, Secret: randomText(30)},
			publicClientID:  {ClientID: publicClientID, Public: true},
		},
		Users:         map[string]*user{admin.ObjectID: admin},
		RefreshTokens: map[string]*refreshToken{},
	}
}

// userWithRole returns the user who holds a role, and makes one when there is none.
func (d *directory) userWithRole(role string) *user {
	for _, id := range slices.Sorted(maps.Keys(d.Users)) {
		if d.Users[id].Role == role {
			return d.Users[id]
		}
	}
	u := &user{
		ObjectID: uuid.NewString(),
		UPN:      strings.ToLower(role) + "user@" + defaultTenantDomain,
		Name:     strings.TrimSpace(role + " user"),
		Role:     role,
	}
	d.Users[u.ObjectID] = u
	return u
}

// randomText returns n random bytes as text.
func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// TenantID returns the partner's tenant.
func (s *Server) TenantID() string { return defaultTenantID }

// ClientID returns the app that signs in with a secret, a certificate or a federated token.
func (s *Server) ClientID() string { return defaultClientID }

// PublicClientID returns the app that has no credential: it signs in by device code or in a browser.
func (s *Server) PublicClientID() string { return publicClientID }

// ClientSecret returns the secret of ClientID.
func (s *Server) ClientSecret() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.directory.Apps[defaultClientID].Secret
}

// UserPrincipalName returns the name of the ready-made admin agent.
func (s *Server) UserPrincipalName() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.directory.userWithRole(RoleAdminAgent).UPN
}

// RegisterCertificate adds a certificate to the credentials of ClientID.
func (s *Server) RegisterCertificate(cert *x509.Certificate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.directory.Apps[defaultClientID]
	a.certificates = append(a.certificates, cert)
}

// AllowFederated adds a federated identity credential to ClientID: OIDC tokens with that issuer, subject and
// audience sign the app in. With keys the signature must be by one of them; without, it is not checked, because the
// emulator asks no issuer for its keys.
func (s *Server) AllowFederated(issuer, subject, audience string, keys ...crypto.PublicKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.directory.Apps[defaultClientID]
	a.federated = append(a.federated, federation{issuer: issuer, subject: subject, audience: audience, keys: keys})
}
