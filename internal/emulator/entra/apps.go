// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto"
	"crypto/x509"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// ClientID returns the app that signs in with a secret, a certificate or a federated token.
func (s *SignIn) ClientID() string { return defaultClientID }

// PublicClientID returns the app that has no credential: it signs in by device code or in a
// browser.
func (s *SignIn) PublicClientID() string { return publicClientID }

// ClientSecret returns the secret of ClientID.
func (s *SignIn) ClientSecret() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.directory.Apps[defaultClientID].Secret
}

// UserPrincipalName returns the name of the ready-made admin agent.
func (s *SignIn) UserPrincipalName() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.directory.userWithRole(world.RoleAdminAgent).UPN
}

// RegisterCertificate adds a certificate to the credentials of ClientID.
func (s *SignIn) RegisterCertificate(cert *x509.Certificate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.directory.Apps[defaultClientID]
	a.certificates = append(a.certificates, cert)
}

// AllowFederated adds a federated identity credential to ClientID: OIDC tokens with that issuer,
// subject and audience sign the app in. With keys the signature must be by one of them; without, it
// is not checked, because the emulator asks no issuer for its keys.
func (s *SignIn) AllowFederated(issuer, subject, audience string, keys ...crypto.PublicKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.directory.Apps[defaultClientID]
	a.federated = append(a.federated,
		federation{issuer: issuer, subject: subject, audience: audience, keys: keys})
}
